import { deepEqual, equal, ok } from "node:assert/strict";
import {
  createTestHost,
  createTestProfile,
  pluginContract,
  resolveOnce,
  sourceContract,
} from "@alicred/conformance";
import type { Fetch } from "@alicred/core";
import { camelName, camelNameMode, camelNamePlugin } from "../src/mod.ts";

/** One test, for any runner. */
export interface Case {
  readonly name: string;
  readonly run: () => void | Promise<void>;
}

const TOKEN = "canary-token";
const ENV = { CONSTANT_NAME_ADDRESS: "https://service.test", CONSTANT_NAME_TOKEN: TOKEN };
const REPLY = {
  AccessKeyId: "STS.key",
  AccessKeySecret: "canary-secret",
  SecurityToken: "canary-session",
  Expiration: "2026-01-07T09:00:00Z",
};

/** The service, as a function in place of `fetch`: it issues credentials to the one token that it knows. */
const service: Fetch = async (url, { headers, signal }) => {
  signal.throwIfAborted();
  const isKnown = url.endsWith("/credentials") && headers["authorization"] === `Bearer ${TOKEN}`;
  return new Response(JSON.stringify(isKnown ? REPLY : { error: headers }), { status: isKnown ? 200 : 403 });
};

export const cases: readonly Case[] = [
  ...sourceContract({
    unset: () => ({ source: camelName(), host: createTestHost() }),
    partial: () => ({
      source: camelName(),
      host: createTestHost({ env: { CONSTANT_NAME_ADDRESS: ENV.CONSTANT_NAME_ADDRESS } }),
    }),
    complete: () => ({ source: camelName(), host: createTestHost({ env: ENV, fetch: service }) }),
    secrets: [TOKEN, "canary-secret", "canary-session"],
  }),
  ...pluginContract(camelNamePlugin, {
    options: {},
    refused: [{ address: TOKEN }],
    modes: {
      PascalName: {
        fields: { snake_name_address: ENV.CONSTANT_NAME_ADDRESS },
        refused: [{ snake_name_address: TOKEN }],
      },
    },
    secrets: [TOKEN],
  }),
  {
    name: "a refused token is an error that quotes nothing of the answer",
    async run() {
      const env = { ...ENV, CONSTANT_NAME_TOKEN: "canary-other" };
      const { answer } = await resolveOnce(camelName(), createTestHost({ env, fetch: service }));
      ok(answer.outcome === "failed");
      equal(answer.error.code, "UPSTREAM_REFUSED");
      ok(!answer.error.message.includes("canary"));
    },
  },
  {
    name: "a profile of the mode PascalName names its fields in the trace",
    async run() {
      const fields = { snake_name_address: ENV.CONSTANT_NAME_ADDRESS, snake_name_token: TOKEN };
      const source = camelNameMode.source(createTestProfile(fields, { name: "p" }));
      const { answer, trace } = await resolveOnce(source, createTestHost({ fetch: service }));
      equal(answer.outcome, "credentials");
      const from = ['field snake_name_address of profile "p"', 'field snake_name_token of profile "p"'];
      deepEqual(
        trace.supplied.map((each) => each.from),
        from,
      );
    },
  },
];

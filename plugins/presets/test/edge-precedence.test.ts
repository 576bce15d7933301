import { refreshing } from "@alicred/core";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { casesOf } from "../../../test/case-count.ts";
import { edge } from "../src/edge.ts";
import { compareAtRandom, expectOutcomes, SEED } from "./run-cases.ts";
import type { KeyParts } from "./terraform-case.ts";
import { onTop } from "./terraform-models.ts";
import { hostOf, identityOf, tokenOf } from "./world.ts";

const CASES = casesOf(15_000);

/** The inputs of an edge runtime that exist. */
interface EdgeCase {
  readonly option: { readonly oidc: boolean; readonly uri: boolean; readonly role: boolean };
  readonly C: KeyParts;
  readonly A: KeyParts;
  readonly roleArn: boolean;
  readonly oidcProvider: boolean;
  readonly oidcToken: boolean;
  readonly uri: "none" | "C" | "A";
  /** Whether the variables are an option, beside a host that has others. */
  readonly ownEnv: boolean;
}

const parts = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ id: false, secret: false, token: false }) },
  { weight: 1, arbitrary: fc.record({ id: fc.boolean(), secret: fc.boolean(), token: fc.boolean() }) },
);

const edgeCase: fc.Arbitrary<EdgeCase> = fc.record({
  option: fc.record({ oidc: fc.boolean(), uri: fc.boolean(), role: fc.boolean() }),
  C: parts,
  A: parts,
  roleArn: fc.boolean(),
  oidcProvider: fc.boolean(),
  oidcToken: fc.boolean(),
  uri: fc.constantFrom("none", "C", "A"),
  ownEnv: fc.boolean(),
});

function envOf(it: EdgeCase): Record<string, string> {
  const set = (isSet: boolean, name: string, value: string): Record<string, string> =>
    isSet ? { [name]: value } : {};
  return {
    ...set(it.C.id, "ALICLOUD_ACCESS_KEY", "KC"),
    ...set(it.C.secret, "ALICLOUD_SECRET_KEY", "SC"),
    ...set(it.C.token, "ALICLOUD_SECURITY_TOKEN", "TC"),
    ...set(it.A.id, "ALIBABA_CLOUD_ACCESS_KEY_ID", "KA"),
    ...set(it.A.secret, "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "SA"),
    ...set(it.A.token, "ALIBABA_CLOUD_SECURITY_TOKEN", "TA"),
    ...set(it.roleArn, "ALIBABA_CLOUD_ROLE_ARN", "acs:ram::1:role/erole"),
    ...set(it.oidcProvider, "ALIBABA_CLOUD_OIDC_PROVIDER_ARN", "acs:ram::1:oidc-provider/e"),
    ...set(it.oidcToken, "ALIBABA_CLOUD_OIDC_TOKEN", tokenOf("etok")),
    ...set(it.uri === "C", "ALICLOUD_CREDENTIALS_URI", "https://curi.uri.test/"),
    ...set(it.uri === "A", "ALIBABA_CLOUD_CREDENTIALS_URI", "https://auri.uri.test/"),
  };
}

function sourceOf({ option, ownEnv, ...it }: EdgeCase): ReturnType<typeof edge> {
  return edge({
    env: ownEnv ? envOf({ option, ownEnv, ...it }) : undefined,
    oidc: option.oidc
      ? {
          roleArn: "acs:ram::1:role/orole",
          oidcProviderArn: "acs:ram::1:oidc-provider/o",
          token: async () => tokenOf("issued"),
          roleSessionName: "own",
        }
      : undefined,
    credentialsUri: option.uri ? { uri: "https://ouri.uri.test/" } : undefined,
    assumeRole: option.role ? { roleArn: "acs:ram::1:role/given", roleSessionName: "own" } : undefined,
  });
}

/** The rules a second time, as the README has them. */
function model(it: EdgeCase): string {
  return it.option.role ? onTop("given", "own", baseModel(it)) : baseModel(it);
}

function baseModel({ option, C, A, roleArn, oidcProvider, oidcToken, uri }: EdgeCase): string {
  if (option.oidc) return "oidc:orole@own(issued)";
  if (option.uri) return "uri:ouri";
  if (C.id || C.secret) return C.id && C.secret ? (C.token ? "KC/SC/TC" : "KC/SC") : "failed";
  if (A.id || A.secret) return A.id && A.secret ? (A.token ? "KA/SA/TA" : "KA/SA") : "failed";
  if (oidcProvider || oidcToken)
    return oidcProvider && oidcToken && roleArn ? "oidc:erole@alicred(etok)" : "failed";
  return uri === "none" ? "none" : `uri:${uri.toLowerCase()}uri`;
}

test(`edge: ${CASES} cases of any inputs, seed ${SEED}`, async () => {
  const { outcomes } = await compareAtRandom(edgeCase, CASES, {
    sourceOf,
    hostOf: (it) => hostOf({ env: it.ownEnv ? { ALICLOUD_ACCESS_KEY: "other" } : envOf(it) }),
    model,
  });
  // Eleven without the role, and the nine that are credentials with it.
  expectOutcomes(outcomes, 19);
  expect(outcomes).toBeLessThanOrEqual(20);
});

test("a source of an option is asked once, in a trace and where nothing is configured too", async () => {
  const options = {
    oidc: { durationSeconds: 900 },
    credentialsUri: { variables: ["ALICLOUD_CREDENTIALS_URI"] },
  };
  const sources = ["oidc", "credentials-uri", "env"];
  const trace = await refreshing(edge(options), { host: hostOf({}) }).explain();
  expect(trace.children.map(({ source }) => source)).toEqual(sources);
  expect(new Set(trace.lookedFor).size).toBe(trace.lookedFor.length);
});

test("values of `env` that are not text are ignored", async () => {
  const key = { ALIBABA_CLOUD_ACCESS_KEY_ID: "K", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "S" };
  const bindings = { ALICLOUD_ACCESS_KEY: 7, ALICLOUD_SECRET_KEY: { trim: () => "binding" } };
  expect(await identityOf(edge({ env: { ...bindings, ...key } }), hostOf({}))).toBe("K/S");
  expect(await identityOf(edge({ env: bindings }), hostOf({ env: key }))).toBe("none");
});

test("variables of a role assume none", async () => {
  const env = {
    ALICLOUD_ACCESS_KEY: "K",
    ALICLOUD_SECRET_KEY: "S",
    ALICLOUD_ASSUME_ROLE_ARN: "acs:ram::1:role/top",
  };
  expect(await identityOf(edge(), hostOf({ env }))).toBe("K/S");
  const assumeRole = { roleArn: "acs:ram::1:role/given" };
  expect(await identityOf(edge({ assumeRole }), hostOf({ env }))).toBe("given@alicred(K)");
});

test("an option that cannot be used is refused at once", () => {
  const wrong = { code: "INVALID_OPTION" };
  expect(() => edge({ assumeRole: { roleArn: "admin" } })).toThrow(expect.objectContaining(wrong));
  expect(() => edge({ oidc: { roleArn: "admin" } })).toThrow(expect.objectContaining(wrong));
});

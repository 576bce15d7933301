// Worlds in which the aliyun CLI itself was run: each with its true answer, or with ours where it differs on purpose.
import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { createTestHost, type Resolution, resolveOnce } from "@alicred/conformance";
import type { Host, TraceEntry } from "@alicred/core";
import { describe, expect, test } from "vitest";
import { aliyunCli } from "../src/aliyun-cli/mod.ts";
import { tokenOf } from "./world.ts";

interface CliAnswer {
  readonly access_key_id?: string;
  readonly access_key_secret?: string;
  /** The request that a session was issued for. */
  readonly session_from?: string;
  readonly region?: string;
  readonly fails?: string;
}

interface CliWorld {
  readonly name: string;
  readonly config: unknown;
  readonly environment: Readonly<Record<string, string>>;
  readonly flags: { readonly profile?: string };
  readonly cli: CliAnswer;
  readonly alicred?: CliAnswer & { readonly why: string };
}

const { worlds } = JSON.parse(readFileSync(new URL("cli-worlds.json", import.meta.url), "utf8")) as {
  readonly worlds: readonly CliWorld[];
};

const PEM = generateKeyPairSync("rsa", { modulusLength: 2048 })
  .privateKey.export({ type: "pkcs8", format: "pem" })
  .toString();
const FILES = { "/path/to/key.pem": PEM, "/path/to/oidc.tok": tokenOf("pod") };

async function resolve({ config, environment, flags }: Omit<CliWorld, "name" | "cli">): Promise<{
  readonly resolution: Resolution;
  /** The request for each session, by its AccessKey ID. */
  readonly issued: ReadonlyMap<string, string>;
}> {
  const issued = new Map<string, string>();
  const text = JSON.stringify(config).replace(
    "<the PEM text of a PKCS#8 RSA key>",
    PEM.replaceAll("\n", "\\n"),
  );
  const files = config === null ? FILES : { ...FILES, "/home/test/.aliyun/config.json": text };
  const host = createTestHost({ env: environment, files, fetch: fakeServices(issued) });
  const resolution = await resolveOnce(aliyunCli(flags), host);
  return { resolution, issued };
}

/** Services that name every session after what was asked for. */
function fakeServices(issued: Map<string, string>): Host["fetch"] {
  const issue = (what: string): Readonly<Record<string, string>> => {
    const id = `S${issued.size}`;
    issued.set(id, what);
    return { AccessKeyId: id, AccessKeySecret: "s", SecurityToken: "t", Expiration: "2026-01-07T09:00:00Z" };
  };
  return async (url, { headers, body = "" }) => {
    const { hostname, pathname, searchParams } = new URL(url);
    const asked = new Map([...searchParams, ...new URLSearchParams(body)]);
    const of = (name: string): string => asked.get(name) ?? "-";
    if (hostname === "100.100.100.200") {
      const role = pathname.split("/").at(-1);
      if (pathname === "/latest/api/token") return new Response("token");
      if (!role) return new Response("meta-role");
      return Response.json({ Code: "Success", ...issue(`ecs:${role}`) });
    }
    const role = `role=${of("RoleArn")} ses=${of("RoleSessionName")}`;
    switch (headers["x-acs-action"] ?? asked.get("Action")) {
      case "AssumeRole": {
        const signer = /Credential=([^,]+)/.exec(headers["authorization"] ?? "")?.[1] ?? "?";
        const session = issued.get(signer);
        const by = session === undefined ? signer : `{${session}}`;
        const rest = `dur=${of("DurationSeconds")} ext=${of("ExternalId")}`;
        return Response.json({ Credentials: issue(`AssumeRole@${hostname} by=${by} ${role} ${rest}`) });
      }
      case "AssumeRoleWithOIDC":
        return Response.json({
          Credentials: issue(`OIDC@${hostname} prov=${of("OIDCProviderArn")} ${role}`),
        });
      default: {
        const { AccessKeyId, AccessKeySecret, Expiration } = issue(
          `rsa@${hostname} by=${of("AccessKeyId")} dur=${of("DurationSeconds")}`,
        );
        const session = {
          SessionAccessKeyId: AccessKeyId,
          SessionAccessKeySecret: AccessKeySecret,
          Expiration,
        };
        return Response.json({ SessionAccessKey: session });
      }
    }
  };
}

describe("as the aliyun CLI itself answered", () => {
  test("there are such worlds", () => {
    expect(worlds.length).toBeGreaterThanOrEqual(20);
  });

  test.each(worlds)("$name", async ({ cli, alicred, ...world }) => {
    const expected: CliAnswer = alicred ?? cli;
    const { resolution, issued } = await resolve(world);
    const { answer } = resolution;
    if (expected.fails !== undefined) {
      expect(answer.outcome).toBe("failed");
      return;
    }
    if (answer.outcome !== "credentials") throw new Error(JSON.stringify(answer));
    const { accessKeyId, accessKeySecret } = answer.credentials;
    expect(answer.region).toBe(expected.region);
    if (expected.session_from === undefined)
      expect([accessKeyId, accessKeySecret]).toEqual([expected.access_key_id, expected.access_key_secret]);
    else expect(issued.get(accessKeyId)).toBe(expected.session_from);
  });
});

describe("where the CLI itself would refuse, the trace says so", () => {
  const key = { access_key_id: "LTAIa", access_key_secret: "canary-secret" };
  const role = { ...key, mode: "RamRoleArn", ram_role_arn: "acs:ram::1:role/r" };
  const REGION = { region_id: "cn-hangzhou" };
  const named = (fields: object, current = "a"): unknown => ({
    current,
    profiles: [{ name: "a", ...fields }],
  });

  test.each<[string, unknown, readonly (string | RegExp)[]]>([
    ["a complete profile", named({ mode: "AK", ...key, ...REGION }), []],
    [
      "no region",
      named({ mode: "AK", ...key }),
      [/^the aliyun CLI refuses profile "a": it has no region_id\./],
    ],
    [
      "an invalid region",
      named({ mode: "AK", ...key, region_id: "cn hangzhou\u001b[2J" }),
      [/^the aliyun CLI refuses profile "a": its region_id is not a region id/],
    ],
    [
      "no session name",
      named({ ...role, ...REGION }),
      [/^the aliyun CLI refuses profile "a": it has no ram_session_name/],
    ],
    [
      "a current that names no profile",
      named({ mode: "AK", ...key, ...REGION }, "gone"),
      [/^the aliyun CLI does nothing as long as current in its config\.json names the profile "gone", which/],
    ],
    [
      "an empty current",
      named({ mode: "AK", ...key, ...REGION }, ""),
      [/^the aliyun CLI does nothing as long as current in its config\.json is empty/],
    ],
  ])("%s", async (_what, config, warnings) => {
    const { resolution } = await resolve({ config, environment: {}, flags: { profile: "a" } });
    expect(resolution.answer.outcome).toBe("credentials");
    expect(warningsOf(resolution.trace)).toEqual(warnings.map((each) => expect.stringMatching(each)));
    expect(JSON.stringify(resolution.trace)).not.toContain("\\u001b");
  });

  test("a variable names the region, and the file that a flag names has no current for the CLI", async () => {
    const config = named({ mode: "AK", ...key }, "gone");
    const environment = { REGION: "cn-hangzhou" };
    const file = "/home/test/.aliyun/config.json";
    const { resolution } = await resolve({
      config,
      environment,
      flags: { profile: "a", ...{ configFile: file } },
    });
    expect(warningsOf(resolution.trace)).toEqual([]);
  });
});

function warningsOf({ warnings, children }: TraceEntry): readonly string[] {
  return [...warnings, ...children.flatMap(warningsOf)];
}

describe("overrides stand for the flags", () => {
  const ROLE = "acs:ram::1:role/r";
  const config = {
    current: "a",
    profiles: [
      { name: "a", mode: "StsToken", access_key_id: "LTAIa", access_key_secret: "sa", sts_token: "ta" },
    ],
  };
  const ask = async (overrides: Record<string, unknown>): Promise<unknown> => {
    const env = { ALIBABA_CLOUD_ROLE_ARN: "acs:ram::1:role/of-the-environment" };
    const files = { "/home/test/.aliyun/config.json": JSON.stringify(config) };
    const issued = new Map<string, string>();
    const host = createTestHost({ env, files, fetch: fakeServices(issued) });
    const { answer } = await resolveOnce(aliyunCli({ overrides }), host);
    if (answer.outcome !== "credentials") return answer;
    const { accessKeyId, securityToken } = answer.credentials;
    return [issued.get(accessKeyId) ?? accessKeyId, securityToken, answer.region];
  };

  test.each<[string, Record<string, unknown>, unknown]>([
    ["nothing", {}, ["LTAIa", "ta", undefined]],
    ["empty values", { mode: "", access_key_id: null, region_id: undefined }, ["LTAIa", "ta", undefined]],
    ["a region", { region_id: "cn-beijing" }, ["LTAIa", "ta", "cn-beijing"]],
    [
      "a key, which the token of the profile does not go with",
      { mode: "AK", access_key_id: "LTAIb", access_key_secret: "sb" },
      ["LTAIb", undefined, undefined],
    ],
    [
      "a mode and a role, before the variable's",
      { mode: "ramrolearn", ram_role_arn: ROLE, ram_session_name: "ses", expired_seconds: 900 },
      [`AssumeRole@sts.aliyuncs.com by=LTAIa role=${ROLE} ses=ses dur=900 ext=-`, "t", undefined],
    ],
    ["a mode and a role name", { mode: "EcsRamRole", ram_role_name: "app" }, ["ecs:app", "t", undefined]],
    ["half a key", { access_key_id: "LTAIb" }, { error: { code: "INVALID_CONFIGURATION" } }],
    ["a mode that does not exist", { mode: "Sorcery" }, { error: { code: "UNKNOWN_PROFILE_MODE" } }],
    ["a mode of an inherited name", { mode: "constructor" }, { error: { code: "UNKNOWN_PROFILE_MODE" } }],
  ])("%s", async (_what, overrides, expected) => {
    const answer = await ask(overrides);
    if (Array.isArray(expected)) expect(answer).toEqual(expected);
    else expect(answer).toMatchObject(expected as object);
  });

  test("what is no object of fields is refused at once", () => {
    for (const overrides of [null, "AK", ["AK"]])
      expect(() => aliyunCli({ overrides } as never)).toThrowError(
        expect.objectContaining({ code: "INVALID_OPTION" }),
      );
  });
});

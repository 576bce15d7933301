// Terraform's provider itself: what its code answered in these worlds, and what it is bound to answer by its source.
import { readFileSync } from "node:fs";
import { createTestHost, resolveOnce } from "@alicred/conformance";
import { ConfigurationError, type FetchResponse, type Host } from "@alicred/core";
import { describe, expect, test } from "vitest";
import { type ProviderBlock, terraform, terraformRegion } from "../src/terraform/mod.ts";
import { jsonReply } from "./json-reply.ts";

type Session = Readonly<Record<string, unknown>>;
type Key = readonly [id: string, secret: string, token: string];

interface TerraformWorld {
  readonly name: string;
  readonly by: "run" | "reading";
  readonly block: ProviderBlock;
  readonly env: Readonly<Record<string, string>>;
  /** The content of `~/.aliyun/config.json`, if it exists. */
  readonly config?: unknown;
  /** `v1` knows no tokens. */
  readonly metadata?: "v1";
  /** A key, or a session of a service and what it was asked for, or nothing. */
  readonly answer: Key | Session | "refused";
  readonly region?: string;
  /** Why alicred answers otherwise, and what. */
  readonly kinder?: string;
  readonly answer_here?: Key;
}

const { worlds } = JSON.parse(readFileSync(new URL("./terraform-worlds.json", import.meta.url), "utf8")) as {
  readonly worlds: readonly TerraformWorld[];
};

const DOCUMENTS: Readonly<Record<string, object>> = {
  "/ok1": { Code: "Success", AccessKeyId: "uri1", AccessKeySecret: "s", SecurityToken: "t" },
  "/empty": { Code: "Success" },
  "/half": { Code: "Success", AccessKeyId: "uri-half" },
  "/nocode": { AccessKeyId: "uri-nocode", AccessKeySecret: "s", SecurityToken: "t" },
};

/** A machine in that world. Each session is kept by the key that it is issued with. */
function machine({ env, config, metadata }: TerraformWorld): { host: Host; sessions: Map<string, Session> } {
  const sessions = new Map<string, Session>();
  const issue = (session: Session): Record<string, string> => {
    const key = `session-${sessions.size}`;
    sessions.set(key, session);
    const Expiration = "2026-01-07T12:00:00Z";
    return {
      AccessKeyId: key,
      AccessKeySecret: `secret-of-${key}`,
      SecurityToken: `token-of-${key}`,
      Expiration,
    };
  };
  const answer = (url: URL, headers: Readonly<Record<string, string>>, body: string): FetchResponse => {
    const { host, pathname } = url;
    if (host === "127.0.0.1:8099")
      return jsonReply(DOCUMENTS[pathname] ?? {}, DOCUMENTS[pathname] ? 200 : 404);
    if (host === "signin-cn-shanghai.alibabacloudsso.com") {
      const { AccountId, AccessConfigurationId } = JSON.parse(body) as Record<string, string>;
      const sso = headers["authorization"]?.replace("Bearer ", "");
      return jsonReply({
        CloudCredential: issue({ sso, account: AccountId, config: AccessConfigurationId }),
      });
    }
    if (host === "100.100.100.200") {
      if (pathname === "/latest/api/token") return jsonReply("metadata-token", metadata === "v1" ? 404 : 200);
      return jsonReply({ Code: "Success", ...issue({ imds: pathname.split("/").at(-1) }) });
    }
    if (!host.startsWith("sts")) throw new TypeError(`nobody answers at ${host}`);
    const given = new Map([...url.searchParams, ...new URLSearchParams(body)]);
    const signer = /Credential=([^,]+)/.exec(headers["authorization"] ?? "")?.[1] ?? "";
    const name = given.get("RoleSessionName");
    const asked = {
      action: headers["x-acs-action"] ?? given.get("Action"),
      host,
      role: given.get("RoleArn"),
      session: name === "alicred" ? "<generated>" : name,
      seconds: Number(given.get("DurationSeconds") ?? 3600),
    };
    const by = sessions.get(signer) ?? signer;
    const withToken = headers["x-acs-security-token"] !== undefined && { withToken: true };
    const oidc = { provider: given.get("OIDCProviderArn"), oidcToken: given.get("OIDCToken") };
    const session = asked.action === "AssumeRole" ? { ...asked, by, ...withToken } : { ...asked, ...oidc };
    return jsonReply({ Credentials: issue(session), RequestId: "R" });
  };
  const files = {
    "/token": "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJmaWxlMSJ9.c2ln",
    ...(config !== undefined && { "/home/test/.aliyun/config.json": JSON.stringify(config) }),
  };
  const host = createTestHost({
    env,
    files,
    fetch: async (url, { headers, body = "" }) => answer(new URL(url), headers, body),
  });
  return { host, sessions };
}

/** The identity that the provider would use here. */
async function identify(world: TerraformWorld): Promise<TerraformWorld["answer"]> {
  const { host, sessions } = machine(world);
  try {
    const { answer } = await resolveOnce(terraform(world.block, { compat: "provider" }), host);
    if (answer.outcome !== "credentials") return "refused";
    const { accessKeyId, accessKeySecret, securityToken = "" } = answer.credentials;
    return sessions.get(accessKeyId) ?? [accessKeyId, accessKeySecret, securityToken];
  } catch (thrown) {
    if (thrown instanceof ConfigurationError) return "refused";
    throw thrown;
  }
}

describe("compat: provider answers as the provider itself", () => {
  test.each(worlds)("$name", async (world) => {
    expect(await identify(world)).toEqual(world.kinder === undefined ? world.answer : world.answer_here);
    if (world.region !== undefined) {
      const { host } = machine(world);
      expect(await terraformRegion(world.block, host, { compat: "provider" })).toMatchObject({
        value: world.region,
      });
    }
  });

  test("in 20 worlds that were run, and more by reading", () => {
    expect(worlds.filter(({ by }) => by === "run")).toHaveLength(20);
    expect(worlds.length).toBeGreaterThan(45);
    expect(worlds.filter(({ kinder }) => kinder !== undefined)).toHaveLength(1);
  });
});

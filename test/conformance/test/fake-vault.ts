import {
  type Answer,
  ConfigurationError,
  type CredentialSource,
  type Fetch,
  found,
  notConfigured,
  type ResolveContext,
  sendRequest,
  statusError,
} from "@alicred/core";
import { readCredentials, readJsonReply } from "@alicred/plugin-kit";
import { createTestHost, sourceContract } from "../src/mod.ts";

export const TOKEN = "hvs-canary-token";
export const KEY: Readonly<Record<"AccessKeyId" | "AccessKeySecret", string>> = {
  AccessKeyId: "LTAIvault",
  AccessKeySecret: "canary-issued-secret",
};

/** A service that gives one key to everyone who has the token. */
export const fakeVault: Fetch = async (_url, { headers, method }) =>
  headers["x-vault-token"] === TOKEN
    ? new Response(JSON.stringify(method === "PUT" ? {} : { data: KEY }))
    : new Response("{}", { status: 403 });

export type Request = (context: ResolveContext, token: string) => Promise<Answer>;

export const ask: Request = async (context, token) => {
  const reply = await sendRequest(context, () => ({
    method: "GET",
    url: "https://vault.example/v1/creds",
    headers: { "x-vault-token": token },
  }));
  if (reply.status !== 200) throw statusError(context, "Vault", reply);
  const { data } = readJsonReply(reply, "Vault");
  return found(readCredentials(data, { what: "Vault", temporary: false }));
};

/** The source, with another way to ask. */
export function vault(request: Request = ask, changes: Partial<CredentialSource> = {}): CredentialSource {
  return {
    name: "vault",
    async resolve(context) {
      const { env } = context.host;
      const token = env?.("VAULT_TOKEN");
      const isHalf = env?.("VAULT_ADDR") !== undefined;
      if (!token && isHalf)
        throw new ConfigurationError("INCOMPLETE_CONFIGURATION", "variable VAULT_TOKEN is missing.");
      if (!token) return notConfigured("environment variable VAULT_TOKEN");
      context.supplied("token", "environment variable VAULT_TOKEN");
      return request(context, token);
    },
    ...changes,
  };
}

/** The complaints of the kit, one per line. */
export async function complaints(make: () => CredentialSource): Promise<string> {
  const at = (env: Readonly<Record<string, string>>) => () => ({
    source: make(),
    host: createTestHost({ env, fetch: fakeVault }),
  });
  const checks = sourceContract({
    unset: at({}),
    partial: at({ VAULT_ADDR: "https://vault.example" }),
    complete: at({ VAULT_TOKEN: TOKEN }),
    secrets: [TOKEN],
    expected: { accessKeyId: KEY.AccessKeyId, accessKeySecret: KEY.AccessKeySecret },
  });
  const lines: string[] = [];
  for (const { name, run } of checks)
    await run().catch((error: Error) => lines.push(`${name}: ${error.message}`));
  return lines.join("\n");
}

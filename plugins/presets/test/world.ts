import { createTestHost } from "@alicred/conformance";
import {
  type Answer,
  type Clock,
  ConfigurationError,
  type CredentialSource,
  createContext,
  type FetchResponse,
  type Host,
} from "@alicred/core";
import { nodeHost } from "@alicred/core/host/node";

/** The machine and the services that a case sees. */
export interface World {
  readonly env?: Readonly<Record<string, string>>;
  /** Profiles of `config.json`; absent: no such file. */
  readonly profiles?: readonly Readonly<Record<string, unknown>>[] | undefined;
  readonly current?: string | undefined;
  readonly files?: Readonly<Record<string, string>>;
  /** The role of the ECS instance; absent: no metadata service. */
  readonly instanceRole?: string | undefined;
  /** A file that belongs to another user. */
  readonly denied?: string | undefined;
  /** Whether the sessions of STS say which of its hosts issued them. Default: false. */
  readonly showsSts?: boolean;
}

const NOW_MS = Date.parse("2026-01-07T08:00:00Z");
const EXPIRATION = "2026-01-07T12:00:00Z";

// Time stands still, and only the short pauses before another try end.
const clock: Clock = {
  now: () => NOW_MS,
  sleep: (ms, signal) =>
    ms < 1000
      ? Promise.resolve()
      : new Promise((_resolve, reject) => {
          signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
        }),
};

// Those of WebCrypto wait for a thread each, which takes a seventh of the time of all cases.
const { digests } = nodeHost();

/**
 * A host on that machine. Each service issues an AccessKey ID that says what it is a session of: `role@session(base)` for
 * a role assumed by the key `base`, `oidc:role@session(token)`, `ecs:role`, and `uri:host`.
 */
export function hostOf(world: World): Host {
  const { env = {}, profiles, current, files = {}, instanceRole, showsSts = false } = world;
  const config = profiles && { "/home/test/.aliyun/config.json": JSON.stringify({ current, profiles }) };
  const host = createTestHost({
    env,
    files: { ...config, ...files },
    clock,
    fetch: async (url, { headers, body = "" }) => {
      const { hostname, pathname, searchParams } = new URL(url);
      if (/^sts(-vpc)?\./.test(hostname)) {
        const at = showsSts ? `!${hostname.replace(".aliyuncs.com", "")}` : "";
        return sts(headers, searchParams, new URLSearchParams(body), at);
      }
      if (hostname === "100.100.100.200") return metadata(pathname, instanceRole);
      if (hostname.endsWith(".uri.test")) return reply(document(`uri:${hostname.split(".", 1)[0]}`));
      throw new TypeError(`nobody answers at ${hostname}`);
    },
  });
  const stdout = JSON.stringify({ access_key_id: "external", access_key_secret: "secret-of-external" });
  const readText = async (path: string, maxBytes: number): Promise<string | undefined> => {
    if (path !== world.denied) return host.files?.readText(path, maxBytes);
    throw new ConfigurationError("FILE_UNREADABLE", `${path} cannot be read`, { systemCode: "EACCES" });
  };
  return { ...host, digests, files: { readText }, processes: { run: async () => ({ exitCode: 0, stdout }) } };
}

function sts(
  headers: Record<string, string>,
  query: URLSearchParams,
  form: URLSearchParams,
  at: string,
): FetchResponse {
  const role = (parameters: URLSearchParams): string =>
    `${parameters.get("RoleArn")?.split("/").at(-1)}@${parameters.get("RoleSessionName")}`;
  const action = headers["x-acs-action"] ?? query.get("Action");
  if (action === "AssumeRoleWithOIDC") {
    const token = form.get("OIDCToken") ?? query.get("OIDCToken");
    return credentialsReply(`oidc:${role(form)}(${subjectOf(token)})${at}`);
  }
  const signer = /Credential=([^,]+)/.exec(headers["authorization"] ?? "")?.[1] ?? "?";
  const token = headers["x-acs-security-token"];
  return credentialsReply(`${role(query)}(${signer}${token === undefined ? "" : `+${token}`})${at}`);
}

/** A token of an identity provider that says no more than whose it is. */
export function tokenOf(subject: string): string {
  return ["{}", JSON.stringify({ sub: subject }), "signature"]
    .map((part) => btoa(part).replaceAll("=", ""))
    .join(".");
}

function subjectOf(token: string | null): string {
  return (JSON.parse(atob(token?.split(".")[1] ?? "")) as { sub: string }).sub;
}

function credentialsReply(accessKeyId: string): FetchResponse {
  const { Code: _, ...Credentials } = document(accessKeyId);
  return reply({ Credentials, RequestId: "R" });
}

function metadata(path: string, role: string | undefined): FetchResponse {
  if (role === undefined) throw new TypeError("there is no metadata service");
  if (path === "/latest/api/token") return reply("token");
  const list = "/latest/meta-data/ram/security-credentials/";
  if (path === list) return reply(role);
  return reply(document(`ecs:${path.slice(list.length)}`));
}

function document(accessKeyId: string): Record<string, string> {
  return {
    Code: "Success",
    AccessKeyId: accessKeyId,
    AccessKeySecret: `secret-of-${accessKeyId}`,
    SecurityToken: "t",
    Expiration: EXPIRATION,
  };
}

function reply(content: unknown, status = 200): FetchResponse {
  const text = typeof content === "string" ? content : JSON.stringify(content);
  const chunks = [new TextEncoder().encode(text)];
  return {
    status,
    headers: { get: () => null },
    body: {
      getReader: () => ({
        read: async () => {
          const value = chunks.shift();
          return { done: value === undefined, value };
        },
        cancel: async () => undefined,
      }),
    },
  };
}

/** The identity in a source's answer: `id/secret/token` of a key, the AccessKey ID alone of a session, or why there is none. */
export async function identityOf(source: CredentialSource, host: Host): Promise<string> {
  const context = createContext({ host, signal: new AbortController().signal });
  const answer = await source.resolve(context).catch((thrown: unknown) => thrown as Error);
  return describe(answer);
}

export function describe(answer: Answer | Error): string {
  if (answer instanceof Error || answer.outcome === "failed") return "failed";
  if (answer.outcome !== "credentials") return "none";
  const { accessKeyId, accessKeySecret, securityToken } = answer.credentials;
  return accessKeySecret === `secret-of-${accessKeyId}`
    ? accessKeyId
    : [accessKeyId, accessKeySecret, securityToken].filter(Boolean).join("/");
}

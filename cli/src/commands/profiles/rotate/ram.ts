import {
  ConfigurationError,
  type HttpResponse,
  type ResolveContext,
  readInstant,
  sendRequest,
  statusError,
} from "@alicred/core";
import {
  type JsonObject,
  type ProfileFields,
  parseEndpoint,
  parseJson,
  readJsonReply,
} from "@alicred/plugin-kit";
import { createNonce, type SigningKey, signAcs3 } from "@alicred/sts";
import { type Catalogue, catalogue } from "../../../terminal/language.ts";

const en = {
  noKey: "RAM CreateAccessKey: the reply has no key. Check the endpoint.",
  badEndpoint: "endpoint is not an https:// host, at which RAM could be asked. Correct or remove it.",
};

const zh: typeof en = {
  noKey: "RAM CreateAccessKey：回答中没有访问密钥。请检查 endpoint。",
  badEndpoint: "endpoint 不是可用于访问 RAM 的 https:// 主机。请更正或删除它。",
};

export const ramText: Catalogue<typeof en> = catalogue({ en, zh });

/** https://www.alibabacloud.com/help/en/ram/developer-reference/api-ram-2015-05-01-overview */
const VERSION = "2015-05-01";
const DEFAULT_ORIGIN = "https://ram.aliyuncs.com";
/** A call that creates a key may take its time: nobody knows afterwards whether it did. */
const ATTEMPT_TIMEOUT_MS = 20_000;

/** An access key of a user, as RAM lists it. */
export interface ListedKey {
  readonly id: string;
  readonly isActive: boolean;
  /** In epoch milliseconds. */
  readonly createdAtMs: number | undefined;
}

/** The access keys of the user that signs, in RAM. */
export interface Ram {
  listKeys(key: SigningKey): Promise<readonly ListedKey[]>;
  /** Never repeated: a reply that is lost leaves a key behind. */
  createKey(key: SigningKey): Promise<SigningKey>;
  disableKey(key: SigningKey, id: string): Promise<void>;
  deleteKey(key: SigningKey, id: string): Promise<void>;
}

/**
 * RAM, at the address that the aliyun CLI would call: `endpoint` of the profile, `ALIBABA_CLOUD_ENDPOINT`, else the
 * public one.
 *
 * @throws {ConfigurationError} `INVALID_CONFIGURATION` for an address that is not one
 */
export function ramClient(context: ResolveContext, fields: ProfileFields): Ram {
  const origin = originOf(fields["endpoint"] || context.host.env?.("ALIBABA_CLOUD_ENDPOINT"));
  const call = async (
    action: string,
    key: SigningKey,
    parameters: Readonly<Record<string, string>> = {},
    retries?: number,
  ): Promise<JsonObject> => {
    const query = new URLSearchParams(parameters).toString();
    const url = `${origin}/${query && `?${query}`}`;
    const headers = { accept: "application/json", "x-acs-action": action, "x-acs-version": VERSION };
    const reply = await sendRequest(
      context,
      async () => {
        const stamp = { timestampMs: context.serverClock.now(), nonce: createNonce(context.host) };
        const signed = await signAcs3({ method: "POST", url, headers }, key, stamp, context.host);
        return { method: "POST", url, headers: signed };
      },
      {
        attemptTimeoutMs: ATTEMPT_TIMEOUT_MS,
        timeoutMs: 2 * ATTEMPT_TIMEOUT_MS,
        ...(retries !== undefined && { retries }),
      },
    );
    if (reply.status >= 300) throw failure(context, `RAM ${action}`, reply);
    return readJsonReply(reply, `RAM ${action}`);
  };
  return {
    async listKeys(key) {
      const { AccessKeys } = await call("ListAccessKeys", key);
      const list: unknown = Object(AccessKeys).AccessKey;
      return Array.isArray(list) ? list.map(listedKey) : [];
    },
    async createKey(key) {
      const { AccessKeyId, AccessKeySecret } = Object(
        (await call("CreateAccessKey", key, {}, 0))["AccessKey"],
      );
      if (typeof AccessKeyId === "string" && typeof AccessKeySecret === "string")
        return { accessKeyId: AccessKeyId, accessKeySecret: AccessKeySecret };
      throw new ConfigurationError("RESPONSE_MALFORMED", ramText().noKey);
    },
    async disableKey(key, id) {
      await call("UpdateAccessKey", key, { UserAccessKeyId: id, Status: "Inactive" });
    },
    async deleteKey(key, id) {
      await call("DeleteAccessKey", key, { UserAccessKeyId: id });
    },
  };
}

function listedKey(value: unknown): ListedKey {
  const { AccessKeyId, Status, CreateDate } = Object(value);
  return { id: String(AccessKeyId), isActive: Status === "Active", createdAtMs: readInstant(CreateDate) };
}

function originOf(endpoint: unknown): string {
  if (!endpoint) return DEFAULT_ORIGIN;
  const origin = parseEndpoint(String(endpoint));
  if (origin !== undefined) return origin;
  throw new ConfigurationError("INVALID_CONFIGURATION", ramText().badEndpoint);
}

function failure(context: ResolveContext, what: string, reply: HttpResponse): Error {
  const { Code, RequestId } = parseJson(reply.text) ?? {};
  return statusError(context, what, reply, { serverCode: Code, requestId: RequestId });
}

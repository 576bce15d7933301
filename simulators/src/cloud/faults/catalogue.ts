import { z } from "zod";
import type { AnyFault, FaultEntry, FaultKind, FaultParameters, FaultScene } from "./fault.ts";
import {
  brokenOff,
  bytesOf,
  CREDENTIAL_FIELDS,
  cloneWithout,
  dripping,
  GATEWAY_PAGE,
  mapFields,
  rewrite,
  rewriteExpiration,
  switchCase,
  TOKEN_FIELDS,
  withBody,
} from "./reply.ts";
import { hang, TransportFailure } from "./transport.ts";

const ms = z.number().min(0);
const fields = z.array(z.string().min(1)).min(1).optional();

/** Every fault by its name: when it strikes, and the schema of its parameters. A service names those of its own. */
export const faultCatalogue: { readonly [K in FaultKind]: FaultEntry<FaultParameters[K]> } = {
  /** The answer comes `ms` later. */
  latency: {
    stage: "before",
    text: "The answer comes later",
    parameters: { ms },
    async strike({ ms }, { clock, signal, idle }) {
      await idle(clock.sleep(ms, signal));
    },
  },
  /** No answer until the client gives up. */
  hang: {
    stage: "before",
    text: "No answer until the client gives up",
    parameters: {},
    strike: (_, { signal, idle }) => idle(hang(signal)),
  },
  /** The connection breaks: in process, `fetch` rejects with a `TypeError`. */
  "connection-reset": {
    stage: "before",
    text: "The connection breaks",
    parameters: {},
    strike() {
      throw new TransportFailure("connection-reset");
    },
  },
  /**
   * The TLS handshake fails: in process, `fetch` rejects with a `TypeError`. Over TLS at a real host name, a
   * self-signed certificate is shown, unless the fault is for one operation or client; then, and on open connections,
   * the connection breaks.
   */
  "tls-failure": {
    stage: "before",
    text: "The TLS handshake fails",
    parameters: {},
    strike() {
      throw new TransportFailure("tls-failure");
    },
  },
  /** The server's clock is off by `offsetMs`, on top of the world's offset and those of other such faults. */
  "clock-skew": { stage: "before", text: "The server's clock is off", parameters: { offsetMs: z.number() } },
  /** The service's own throttling reply, with Retry-After when given. */
  throttling: {
    stage: "instead",
    text: "The service's own throttling reply",
    parameters: { retryAfterSeconds: z.number().min(0).optional() },
  },
  /** The service's own internal error. */
  "internal-error": { stage: "instead", text: "The service's own internal error", parameters: {} },
  /** The service's own "unavailable", with Retry-After when given. */
  unavailable: {
    stage: "instead",
    text: "The service says that it is unavailable",
    parameters: { retryAfterSeconds: z.number().min(0).optional() },
  },
  /**
   * The service's own error with this code; for STS also with another status or message, and with a status any code at
   * all.
   */
  error: {
    stage: "instead",
    text: "An error of the service, by its code",
    parameters: {
      code: z.string().min(1),
      status: z.int().min(400).max(599).optional(),
      message: z.string().min(1).optional(),
    },
  },
  /** An HTML page from a gateway in between. */
  "bad-gateway": {
    stage: "instead",
    text: "502 and a page from a gateway in between",
    parameters: {},
    replace: () => new Response(GATEWAY_PAGE, { status: 502, headers: { "content-type": "text/html" } }),
  },
  /** Any status with an empty or given body, such as 405 for the metadata token. */
  status: {
    stage: "instead",
    text: "Any status, any body",
    parameters: {
      status: z.int().min(200).max(599),
      body: z.string().optional(),
      retryAfterSeconds: z.number().min(0).optional(),
    },
    replace({ status, body, retryAfterSeconds }) {
      const bodiless = status === 204 || status === 205 || status === 304;
      return new Response(bodiless ? null : (body ?? ""), {
        status,
        headers: retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) },
      });
    },
  },
  /** The body breaks off half-way. */
  "truncated-body": {
    stage: "after",
    text: "The body breaks off half-way",
    parameters: {},
    spoil: async (_, reply, scene) =>
      withBody(reply, brokenOff(await bytesOf(reply), scene), { keepLength: true }),
  },
  /** The body drips in over `ms`. */
  "slow-body": {
    stage: "after",
    text: "The body drips in",
    parameters: { ms },
    spoil: async ({ ms }, reply, scene) => withBody(reply, dripping(await bytesOf(reply), ms, scene)),
  },
  /** Half of the body comes after `ms`, then the connection breaks. */
  "slow-reset": {
    stage: "after",
    text: "Half of the body comes late, then the connection breaks",
    parameters: { ms },
    spoil: async ({ ms }, reply, scene) =>
      withBody(reply, brokenOff(await bytesOf(reply), scene, ms), { keepLength: true }),
  },
  /** The body is whole, but not JSON. */
  "malformed-json": {
    stage: "after",
    text: "The body is not JSON",
    parameters: {},
    spoil: async (_, reply) => withBody(reply, new Blob([(await bytesOf(reply)).slice(0, -1), ","])),
  },
  /** The named fields are numbers. Default: those of the credentials. */
  "wrong-types": {
    stage: "after",
    text: "Fields hold numbers instead of text",
    parameters: { fields },
    spoil: ({ fields = CREDENTIAL_FIELDS }, reply) =>
      rewrite(reply, (json) => mapFields(json, fields, () => 42)),
  },
  /** The named fields are absent. Default: the security token. */
  "missing-fields": {
    stage: "after",
    text: "The security token is missing",
    parameters: { fields },
    spoil: ({ fields = TOKEN_FIELDS }, reply) => rewrite(reply, (json) => cloneWithout(json, fields)),
  },
  /** Keys begin in lower case, or in upper case where they were in lower case. */
  "wrong-case-keys": {
    stage: "after",
    text: "Keys begin with the other case",
    parameters: {},
    spoil: (_, reply) => rewrite(reply, switchCase),
  },
  /** Status 200 with a `Code` that is not "Success". */
  "wrong-code": {
    stage: "after",
    text: "Status 200, but the Code is not Success",
    parameters: { code: z.string().optional() },
    spoil: ({ code = "Failed" }, reply) => rewrite(reply, (json) => ({ ...(json as object), Code: code })),
  },
  "null-body": {
    stage: "after",
    text: "The body is null",
    parameters: {},
    spoil: (_, reply) => withBody(reply, "null"),
  },
  "empty-body": {
    stage: "after",
    text: "The body is empty",
    parameters: {},
    spoil: (_, reply) => withBody(reply, ""),
  },
  /** The status stays, but the body is a page. */
  "html-body": {
    stage: "after",
    text: "The body is a page",
    parameters: {},
    spoil: (_, reply) => withBody(reply, GATEWAY_PAGE, { contentType: "text/html" }),
  },
  /** The expiry is written with an offset, without a zone, in epoch seconds, with milliseconds, or not as a time. */
  "expiration-format": {
    stage: "after",
    text: "The expiry is written otherwise",
    parameters: { format: z.enum(["offset", "zoneless", "epoch-seconds", "milliseconds", "unparsable"]) },
    spoil: ({ format }, reply) => rewrite(reply, (json) => rewriteExpiration(json, format)),
  },
  /** Credentials are issued that expired `agoMs` ago (default one minute). */
  "expired-credentials": {
    stage: "service",
    text: "Credentials that have expired already",
    parameters: { agoMs: ms.optional() },
  },
  /** A valid metadata token is refused on use, as when tokens are issued but not honoured. */
  "token-rejected": { stage: "service", text: "A valid metadata token is refused", parameters: {} },
  /** The metadata service, or a `credentials_uri`, returns the same credentials although they are due or expired. */
  "stale-metadata": { stage: "service", text: "The same credentials again and again", parameters: {} },
  /** The instance's role changes its name from one call to the next. */
  "role-name-change": {
    stage: "service",
    text: "The role of the instance changes its name",
    parameters: { role: z.string().optional() },
  },
  /** The OAuth reply has no refresh token. */
  "missing-refresh-token": {
    stage: "service",
    text: "OAuth replies without a refresh token",
    parameters: {},
  },
  /** A refresh token counts as used before. */
  "refresh-token-replay": { stage: "service", text: "A refresh token counts as used before", parameters: {} },
  /** The access token lives only `ms` (default one minute). */
  "short-access-token": {
    stage: "service",
    text: "Access tokens live for a minute",
    parameters: { ms: ms.optional() },
  },
};

/** Applies a fault before the service sees the request. @throws `TransportFailure` when it breaks the connection. */
export async function struckBy(fault: AnyFault, scene: FaultScene): Promise<void> {
  const row: FaultEntry = faultCatalogue[fault.kind];
  await row.strike?.(fault, scene);
}

/** The reply that a fault puts in place of the service's own, or `undefined` when the service words it itself. */
export function replacedBy(fault: AnyFault): Response | undefined {
  const row: FaultEntry = faultCatalogue[fault.kind];
  return row.replace?.(fault);
}

/** A reply as a fault leaves it; replies that the fault does not concern are returned as they are. */
export function spoiledBy(fault: AnyFault, reply: Response, scene: FaultScene): Promise<Response> | Response {
  const row: FaultEntry = faultCatalogue[fault.kind];
  return row.spoil?.(fault, reply, scene) ?? reply;
}

import { z } from "zod";

/**
 * When a fault strikes: before the service sees the request, instead of its answer, on its answer, or within the
 * service, where it counts only for requests that it affects.
 */
export type FaultStage = "before" | "instead" | "after" | "service";

const ms = z.number().min(0);
const fields = z.array(z.string().min(1)).min(1).optional();

type None = Readonly<Record<never, never>>;

/** Parameters of each fault, by its name. */
export interface FaultParameters {
  latency: { readonly ms: number };
  hang: None;
  "connection-reset": None;
  "tls-failure": None;
  "clock-skew": { readonly offsetMs: number };
  throttling: { readonly retryAfterSeconds?: number | undefined };
  "internal-error": None;
  unavailable: { readonly retryAfterSeconds?: number | undefined };
  error: {
    readonly code: string;
    readonly status?: number | undefined;
    readonly message?: string | undefined;
  };
  "bad-gateway": None;
  status: {
    readonly status: number;
    readonly body?: string | undefined;
    readonly retryAfterSeconds?: number | undefined;
  };
  "truncated-body": None;
  "slow-body": { readonly ms: number };
  "slow-reset": { readonly ms: number };
  "malformed-json": None;
  "wrong-types": { readonly fields?: readonly string[] | undefined };
  "missing-fields": { readonly fields?: readonly string[] | undefined };
  "wrong-case-keys": None;
  "wrong-code": { readonly code?: string | undefined };
  "null-body": None;
  "empty-body": None;
  "html-body": None;
  "expiration-format": {
    readonly format: "offset" | "zoneless" | "epoch-seconds" | "milliseconds" | "unparsable";
  };
  "expired-credentials": { readonly agoMs?: number | undefined };
  "token-rejected": None;
  "stale-metadata": None;
  "role-name-change": { readonly role?: string | undefined };
  "missing-refresh-token": None;
  "refresh-token-replay": None;
  "short-access-token": { readonly ms?: number | undefined };
}

/** Name of a fault. */
export type FaultKind = keyof FaultParameters;

/** A kind of fault. */
export interface FaultEntry {
  readonly stage: FaultStage;
  readonly parameters: z.ZodRawShape;
  /** Default: all of them. */
  readonly services?: readonly string[];
}

/** Every fault by its name: when it strikes, the schema of its parameters, and which services can cause it. */
export const faultCatalogue: Readonly<Record<FaultKind, FaultEntry>> = {
  /** The answer comes `ms` later. */
  latency: { stage: "before", parameters: { ms } },
  /** No answer until the client gives up. */
  hang: { stage: "before", parameters: {} },
  /** The connection breaks: in process, `fetch` rejects with a `TypeError`. */
  "connection-reset": { stage: "before", parameters: {} },
  /**
   * The TLS handshake fails: in process, `fetch` rejects with a `TypeError`. Over TLS at a real host name, a
   * self-signed certificate is shown, unless the fault is for one operation or client; then, and on open connections,
   * the connection breaks.
   */
  "tls-failure": { stage: "before", parameters: {} },
  /** The server's clock is off by `offsetMs`, on top of the world's offset and those of other such faults. */
  "clock-skew": { stage: "before", parameters: { offsetMs: z.number() } },
  /** The service's own throttling reply, with Retry-After when given. */
  throttling: { stage: "instead", parameters: { retryAfterSeconds: z.number().min(0).optional() } },
  /** The service's own internal error. */
  "internal-error": { stage: "instead", parameters: {} },
  /** The service's own "unavailable", with Retry-After when given. */
  unavailable: { stage: "instead", parameters: { retryAfterSeconds: z.number().min(0).optional() } },
  /**
   * The service's own error with this code; for STS also with another status or message, and with a status any code at
   * all.
   */
  error: {
    stage: "instead",
    parameters: {
      code: z.string().min(1),
      status: z.int().min(400).max(599).optional(),
      message: z.string().min(1).optional(),
    },
  },
  /** An HTML page from a gateway in between. */
  "bad-gateway": { stage: "instead", parameters: {} },
  /** Any status with an empty or given body, such as 405 for the metadata token. */
  status: {
    stage: "instead",
    parameters: {
      status: z.int().min(200).max(599),
      body: z.string().optional(),
      retryAfterSeconds: z.number().min(0).optional(),
    },
  },
  /** The body breaks off half-way. */
  "truncated-body": { stage: "after", parameters: {} },
  /** The body drips in over `ms`. */
  "slow-body": { stage: "after", parameters: { ms } },
  /** Half of the body comes after `ms`, then the connection breaks. */
  "slow-reset": { stage: "after", parameters: { ms } },
  /** The body is whole, but not JSON. */
  "malformed-json": { stage: "after", parameters: {} },
  /** The named fields are numbers. Default: those of the credentials. */
  "wrong-types": { stage: "after", parameters: { fields } },
  /** The named fields are absent. Default: the security token. */
  "missing-fields": { stage: "after", parameters: { fields } },
  /** Keys begin in lower case, or in upper case where they were in lower case. */
  "wrong-case-keys": { stage: "after", parameters: {} },
  /** Status 200 with a `Code` that is not "Success". */
  "wrong-code": { stage: "after", parameters: { code: z.string().optional() } },
  "null-body": { stage: "after", parameters: {} },
  "empty-body": { stage: "after", parameters: {} },
  /** The status stays, but the body is a page. */
  "html-body": { stage: "after", parameters: {} },
  /** The expiry is written with an offset, without a zone, in epoch seconds, with milliseconds, or not as a time. */
  "expiration-format": {
    stage: "after",
    parameters: { format: z.enum(["offset", "zoneless", "epoch-seconds", "milliseconds", "unparsable"]) },
  },
  /** Credentials are issued that expired `agoMs` ago (default one minute). */
  "expired-credentials": { stage: "service", parameters: { agoMs: ms.optional() } },
  /** A valid metadata token is refused on use, as when tokens are issued but not honoured. */
  "token-rejected": { stage: "service", services: ["ecs-metadata"], parameters: {} },
  /** The metadata service, or a `credentials_uri`, returns the same credentials although they are due or expired. */
  "stale-metadata": { stage: "service", services: ["ecs-metadata", "credentials-uri"], parameters: {} },
  /** The instance's role changes its name from one call to the next. */
  "role-name-change": {
    stage: "service",
    services: ["ecs-metadata"],
    parameters: { role: z.string().optional() },
  },
  /** The OAuth reply has no refresh token. */
  "missing-refresh-token": { stage: "service", services: ["oauth"], parameters: {} },
  /** A refresh token counts as used before. */
  "refresh-token-replay": { stage: "service", services: ["oauth"], parameters: {} },
  /** The access token lives only `ms` (default one minute). */
  "short-access-token": {
    stage: "service",
    services: ["oauth", "cloud-sso"],
    parameters: { ms: ms.optional() },
  },
};

/**
 * The portal has no public reference. `AuthorizationPending`, `InvalidDeviceCodeError` and `InvalidToken` are what the
 * aliyun CLI reads or expects (https://github.com/aliyun/aliyun-cli, folder cloudsso); the others are assumptions.
 * `{0}` is filled in.
 */
export const SSO_ERRORS = {
  AuthorizationPending: { status: 400, message: "The device is pending." },
  InvalidDeviceCodeError: { status: 400, message: "The device code is invalid or has expired." },
  SlowDown: { status: 400, message: "The client polls faster than the interval allows." },
  AccessDenied: { status: 400, message: "The user denied the request." },
  InvalidClient: { status: 400, message: "The client is unknown." },
  InvalidCodeVerifier: { status: 400, message: "The code verifier does not match the code challenge." },
  UnsupportedGrantType: { status: 400, message: "The grant type is not supported." },
  MissingParameter: { status: 400, message: "{0} is mandatory for this action." },
  InvalidParameter: { status: 400, message: "The parameter {0} is not valid." },
  InvalidToken: { status: 401, message: "The provided token is invalid." },
  Forbidden: {
    status: 403,
    message: "The user has no access to this account with this access configuration.",
  },
  Throttling: { status: 429, message: "Request was denied due to request throttling." },
  InternalError: { status: 500, message: "The request failed for an unknown reason." },
  ServiceUnavailable: {
    status: 503,
    message: "The request has failed due to a temporary failure of the server.",
  },
} as const;

/** Names of the portal's errors; a world may give each another status or code. */
export type SsoErrorName = keyof typeof SSO_ERRORS;

/** A request that the portal turns down. */
export class SsoError extends Error {
  readonly row: SsoErrorName;
  /** For the journal alone. */
  readonly reason: string;

  constructor(row: SsoErrorName, options: { readonly subject?: string; readonly reason?: string } = {}) {
    super(SSO_ERRORS[row].message.replaceAll("{0}", () => options.subject ?? ""));
    this.row = row;
    this.reason = options.reason ?? this.message;
  }
}

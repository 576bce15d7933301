/** Status and wire text of an OAuth error. */
interface ErrorRow {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** Names of the errors; a world may give each another status or code. */
export type OAuthErrorName =
  | "invalid_request"
  | "invalid_client"
  | "invalid_grant"
  | "unauthorized_client"
  | "unsupported_grant_type"
  | "unsupported_response_type"
  | "access_denied"
  | "invalid_token"
  | "expired_token"
  | "throttling"
  | "server_error"
  | "temporarily_unavailable";

/**
 * Codes of RFC 6749 (sections 4.1.2.1 and 5.2) and RFC 6750 (section 3.1), and `expired_token` as seen in public reports of the CLI.
 * Statuses beyond 400 and 401 are assumptions.
 */
export const oauthErrors: Readonly<Record<OAuthErrorName, ErrorRow>> = {
  invalid_request: { status: 400, code: "invalid_request", message: "The request is not well formed." },
  invalid_client: { status: 401, code: "invalid_client", message: "The client is unknown to this site." },
  invalid_grant: {
    status: 400,
    code: "invalid_grant",
    message: "The authorization code or refresh token is invalid, expired, revoked or used before.",
  },
  unauthorized_client: {
    status: 400,
    code: "unauthorized_client",
    message: "The client may not use this redirect URI.",
  },
  unsupported_grant_type: {
    status: 400,
    code: "unsupported_grant_type",
    message: "The grant type is not supported.",
  },
  unsupported_response_type: {
    status: 400,
    code: "unsupported_response_type",
    message: "The response type is not supported.",
  },
  access_denied: { status: 403, code: "access_denied", message: "The user denied the request." },
  invalid_token: { status: 401, code: "invalid_token", message: "The access token is invalid." },
  expired_token: { status: 401, code: "expired_token", message: "The access token is expired." },
  throttling: { status: 429, code: "throttling", message: "Request was denied due to request throttling." },
  server_error: { status: 500, code: "server_error", message: "The request failed for an unknown reason." },
  temporarily_unavailable: {
    status: 503,
    code: "temporarily_unavailable",
    message: "The request has failed due to a temporary failure of the server.",
  },
};

/** A request that the OAuth service turns down. */
export class OAuthError extends Error {
  readonly row: OAuthErrorName;
  /** For the journal alone. */
  readonly reason: string;

  constructor(row: OAuthErrorName, options: { readonly message?: string; readonly reason?: string } = {}) {
    super(options.message ?? oauthErrors[row].message);
    this.row = row;
    this.reason = options.reason ?? this.message;
  }
}

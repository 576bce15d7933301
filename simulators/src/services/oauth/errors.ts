/**
 * Codes of RFC 6749 (sections 4.1.2.1 and 5.2) and RFC 6750 (section 3.1), and `expired_token` as seen in public
 * reports of the CLI. Statuses beyond 400 and 401 are assumptions. `evidence` says how the text is known.
 */
export const OAUTH_ERRORS = {
  invalid_request: { status: 400, message: "The request is not well formed.", evidence: "assumed" },
  invalid_client: { status: 401, message: "The client is unknown to this site.", evidence: "assumed" },
  invalid_grant: {
    status: 400,
    message: "The authorization code is invalid, expired, revoked or used before.",
    evidence: "assumed",
  },
  // A test of the CLI has this text, as the real one.
  "invalid_grant:refresh": {
    status: 400,
    code: "invalid_grant",
    message: "invalid refreshToken",
    evidence: "code",
  },
  unauthorized_client: {
    status: 400,
    message: "The client may not use this redirect URI.",
    evidence: "assumed",
  },
  unsupported_grant_type: { status: 400, message: "The grant type is not supported.", evidence: "assumed" },
  unsupported_response_type: {
    status: 400,
    message: "The response type is not supported.",
    evidence: "assumed",
  },
  access_denied: { status: 403, message: "The user denied the request.", evidence: "assumed" },
  invalid_token: { status: 401, message: "The access token is invalid.", evidence: "assumed" },
  expired_token: { status: 401, message: "The access token is expired.", evidence: "code" },
  throttling: { status: 429, message: "Request was denied due to request throttling.", evidence: "assumed" },
  server_error: { status: 500, message: "The request failed for an unknown reason.", evidence: "assumed" },
  temporarily_unavailable: {
    status: 503,
    message: "The request has failed due to a temporary failure of the server.",
    evidence: "assumed",
  },
} as const;

/** Names of the errors; a world may give each another status or code. */
export type OAuthErrorName = keyof typeof OAUTH_ERRORS;

/** A request that the OAuth service turns down. */
export class OAuthError extends Error {
  readonly row: OAuthErrorName;
  /** For the journal alone. */
  readonly reason: string;

  constructor(row: OAuthErrorName, options: { readonly message?: string; readonly reason?: string } = {}) {
    super(options.message ?? OAUTH_ERRORS[row].message);
    this.row = row;
    this.reason = options.reason ?? this.message;
  }
}

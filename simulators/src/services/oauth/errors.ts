/**
 * Codes of RFC 6749 (sections 4.1.2.1 and 5.2) and RFC 6750 (section 3.1), and `expired_token` as seen in public
 * reports of the CLI. Statuses beyond 400 and 401 are assumptions.
 */
export const OAUTH_ERRORS = {
  invalid_request: { status: 400, message: "The request is not well formed." },
  invalid_client: { status: 401, message: "The client is unknown to this site." },
  invalid_grant: {
    status: 400,
    message: "The authorization code or refresh token is invalid, expired, revoked or used before.",
  },
  unauthorized_client: { status: 400, message: "The client may not use this redirect URI." },
  unsupported_grant_type: { status: 400, message: "The grant type is not supported." },
  unsupported_response_type: { status: 400, message: "The response type is not supported." },
  access_denied: { status: 403, message: "The user denied the request." },
  invalid_token: { status: 401, message: "The access token is invalid." },
  expired_token: { status: 401, message: "The access token is expired." },
  throttling: { status: 429, message: "Request was denied due to request throttling." },
  server_error: { status: 500, message: "The request failed for an unknown reason." },
  temporarily_unavailable: {
    status: 503,
    message: "The request has failed due to a temporary failure of the server.",
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

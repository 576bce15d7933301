/** Worded as RFC 6749, section 5.2, where it has a code. */
export const ISSUER_ERRORS = {
  NotFound: { status: 404, code: "not_found" },
  MethodNotAllowed: { status: 405, code: "method_not_allowed" },
  InvalidRequest: { status: 400, code: "invalid_request" },
  Throttling: { status: 429, code: "slow_down" },
  InternalError: { status: 500, code: "server_error" },
  ServiceUnavailable: { status: 503, code: "temporarily_unavailable" },
} as const;

/** Names of the errors; a world may give each another status or code. */
export type IssuerErrorName = keyof typeof ISSUER_ERRORS;

/** A request that the issuer turns down. */
export class IssuerError extends Error {
  readonly row: IssuerErrorName;

  constructor(row: IssuerErrorName, message: string) {
    super(message);
    this.row = row;
  }
}

/** Such an address may be anyone's, so there is no reference for its errors; these follow the form of the documents. */
export const CREDENTIALS_URI_ERRORS = {
  NotFound: { status: 404, message: "There are no credentials at this address." },
  Unauthorized: { status: 401, message: "The authorization token is missing or wrong." },
  MethodNotAllowed: { status: 405, message: "Credentials are read by GET." },
  Throttling: { status: 429, message: "Too many requests." },
  InternalError: { status: 500, message: "The request failed for an unknown reason." },
  ServiceUnavailable: { status: 503, message: "The service is unavailable." },
} as const;

/** Names of the errors; a world may give each another status or code. */
export type CredentialsUriErrorName = keyof typeof CREDENTIALS_URI_ERRORS;

/** A request that is turned down; the message is for the journal alone. */
export class CredentialsUriError extends Error {
  readonly row: CredentialsUriErrorName;

  constructor(row: CredentialsUriErrorName, reason: string = CREDENTIALS_URI_ERRORS[row].message) {
    super(reason);
    this.row = row;
  }
}

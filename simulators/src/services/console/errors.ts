/**
 * Errors of the console's federation. Its reference (https://help.aliyun.com/document_detail/91913.html) says what is
 * refused, but lists no codes: status and code of each are assumptions, in the manner of STS. `{0}` is filled in.
 */
export const CONSOLE_ERRORS = {
  "InvalidAction.NotFound": {
    status: 404,
    message: "Specified api is not found, please check your url and method.",
  },
  InvalidContentType: { status: 400, message: "The request parameters must be x-www-form-urlencoded." },
  MissingParameter: { status: 400, message: "{0} is mandatory for this action." },
  InvalidParameter: { status: 400, message: 'The specified parameter "{0}" is not valid.' },
  "InvalidAccessKeyId.NotFound": { status: 404, message: "Specified access key is not found." },
  InvalidAccessKeySecret: { status: 403, message: "Specified access key secret is not valid." },
  "InvalidSecurityToken.Expired": { status: 403, message: "Specified SecurityToken is expired." },
  "InvalidSecurityToken.Malformed": { status: 403, message: "Specified SecurityToken is malformed." },
  "InvalidSecurityToken.MismatchWithAccessKey": {
    status: 403,
    message: "Specified SecurityToken mismatch with the AccessKey.",
  },
  "NoPermission.NotAssumedRole": {
    status: 403,
    message: "Only the session of an assumed role can sign in to the console.",
  },
  InvalidSigninToken: { status: 403, message: "The SigninToken is invalid, expired or used before." },
  InvalidDestination: { status: 400, message: "Destination must be an official address of Alibaba Cloud." },
  Throttling: { status: 429, message: "Request was denied due to request throttling." },
  InternalError: { status: 500, message: "The request failed for an unknown reason." },
  ServiceUnavailable: {
    status: 503,
    message: "The request has failed due to a temporary failure of the server.",
  },
} as const;

/** Names of the errors; a world may give each another status or code. */
export type ConsoleErrorName = keyof typeof CONSOLE_ERRORS;

/** A request that the federation endpoint turns down. */
export class ConsoleError extends Error {
  readonly row: ConsoleErrorName;
  /** For the journal alone. */
  readonly reason: string;

  constructor(row: ConsoleErrorName, options: { readonly subject?: string; readonly reason?: string } = {}) {
    super(CONSOLE_ERRORS[row].message.replaceAll("{0}", () => options.subject ?? ""));
    this.row = row;
    this.reason = options.reason ?? this.message;
  }
}

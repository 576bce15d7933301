/**
 * Errors of OSS by code, from its error reference (https://www.alibabacloud.com/help/en/oss/support/error-codes) and from
 * replies quoted in public issues. The part of a name behind `:` chooses among texts of one code. `ec` is the code of the
 * exact cause; one of 0015-… is an assumption.
 */
export const OSS_ERRORS = {
  "InvalidAccessKeyId:unknown": {
    status: 403,
    ec: "0002-00000902",
    message: "The OSS Access Key Id you provided does not exist in our records.",
  },
  "InvalidAccessKeyId:token": {
    status: 403,
    ec: "0002-00000003",
    message:
      "The OSS Access Key Id you provided does not exist in our records. The Security Token may be lost to specify that it is a STS Access Id.",
  },
  InvalidAccessKeyId: {
    status: 403,
    ec: "0002-00000902",
    message: "The OSS Access Key Id you provided does not exist in our records.",
  },
  "InvalidAccessKeyId:inactive": {
    status: 403,
    ec: "0002-00000903",
    message: "The OSS Access Key Id you provided is disabled.",
  },
  SignatureDoesNotMatch: {
    status: 403,
    ec: "0002-00000040",
    message:
      "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
  },
  SecurityTokenExpired: {
    status: 403,
    ec: "0002-00000007",
    message: "The security token you provided has expired.",
  },
  InvalidSecurityToken: {
    status: 403,
    ec: "0002-00000006",
    message: "The security token you provided is invalid.",
  },
  AccessKeyIdAndSecurityTokenNotMatch: {
    status: 403,
    ec: "0002-00000004",
    message: "The OSS access key id and security token you provided does not match",
  },
  RequestTimeTooSkewed: {
    status: 403,
    ec: "0002-00000504",
    message: "The difference between the request time and the current time is too large.",
  },
  "AccessDenied:date": {
    status: 403,
    ec: "0002-00000503",
    message: "OSS authentication requires a valid Date.",
  },
  "AccessDenied:expired": { status: 403, ec: "0002-00000069", message: "Request has expired." },
  "AccessDenied:acl": {
    status: 403,
    ec: "0003-00000001",
    message: "You have no right to access this object because of bucket acl.",
  },
  "AccessDenied:anonymous": {
    status: 403,
    ec: "0003-00000002",
    message: "Anonymous access is forbidden for this operation.",
  },
  "AccessDenied:policy": {
    status: 403,
    ec: "0006-00000227",
    message: "Invalid according to Policy: Policy Condition failed.",
  },
  AccessDenied: { status: 403, ec: "0003-00000202", message: "Access denied by bucket policy." },
  InvalidArgument: { status: 400, ec: "0015-00000001", message: "The argument is not valid." },
  "InvalidArgument:region": {
    status: 400,
    ec: "0002-00000226",
    message: "The signing region in credential is invalid.",
  },
  MalformedXML: {
    status: 400,
    ec: "0015-00000002",
    message: "The XML you provided was not well-formed or did not validate against our published schema.",
  },
  InvalidDigest: { status: 400, ec: "0015-00000003", message: "The Content-MD5 you specified was invalid." },
  InvalidPart: {
    status: 400,
    ec: "0015-00000004",
    message:
      "One or more of the specified parts could not be found or the specified entity tag might not have matched the part's entity tag.",
  },
  InvalidPartOrder: {
    status: 400,
    ec: "0015-00000005",
    message: "The list of parts was not in ascending order.",
  },
  InvalidBucketName: { status: 400, ec: "0015-00000006", message: "The specified bucket is not valid." },
  NoSuchBucket: { status: 404, ec: "0015-00000101", message: "The specified bucket does not exist." },
  NoSuchKey: { status: 404, ec: "0026-00000001", message: "The specified key does not exist." },
  NoSuchUpload: {
    status: 404,
    ec: "0042-00000311",
    message:
      "The specified upload does not exist. The upload ID might be invalid, or the upload might have been aborted or completed.",
  },
  MethodNotAllowed: {
    status: 405,
    ec: "0015-00000007",
    message: "The specified method is not allowed against this resource.",
  },
  BucketAlreadyExists: {
    status: 409,
    ec: "0015-00000104",
    message: "The requested bucket name is not available.",
  },
  BucketNotEmpty: {
    status: 409,
    ec: "0015-00000301",
    message: "The bucket you tried to delete is not empty.",
  },
  PreconditionFailed: {
    status: 412,
    ec: "0015-00000008",
    message: "At least one of the pre-conditions you specified did not hold.",
  },
  InvalidRange: { status: 416, ec: "0015-00000009", message: "The requested range cannot be satisfied." },
  InternalError: {
    status: 500,
    ec: "0015-00000010",
    message: "We encountered an internal error. Please try again.",
  },
  ServiceUnavailable: { status: 503, ec: "0015-00000011", message: "Please reduce your request rate." },
} as const;

/** Names of the errors; a world may give each another status or code. */
export type OssErrorName = keyof typeof OSS_ERRORS;

/** A request that OSS turns down. */
export class OssError extends Error {
  readonly row: OssErrorName;
  /** For the journal alone. */
  readonly reason: string;
  /** Members of the error beside those that all have. */
  readonly fields: Readonly<Record<string, string>>;

  constructor(
    row: OssErrorName,
    options: { readonly reason?: string; readonly fields?: Readonly<Record<string, string>> } = {},
  ) {
    super(OSS_ERRORS[row].message);
    this.row = row;
    this.reason = options.reason ?? this.message;
    this.fields = options.fields ?? {};
  }
}

import type { ErrorRow } from "../../cloud/errors.ts";
import { OSS_DENIALS } from "./denials.ts";

/** An error of OSS. `ec` is the code of the exact cause; one of 0015-… is an assumption. */
export interface OssErrorRow extends ErrorRow {
  readonly ec: string;
  readonly message: string;
}

/** Errors of OSS about what is asked. */
const OSS_REFUSALS = {
  InvalidArgument: {
    status: 400,
    ec: "0015-00000001",
    message: "The argument is not valid.",
    evidence: "assumed",
  },
  "InvalidArgument:region": {
    status: 400,
    ec: "0002-00000226",
    message: "Invalid signing region in Authorization header.",
    evidence: "seen",
  },
  "InvalidArgument:product": {
    status: 400,
    ec: "0002-00000227",
    message: "Invalid signing product in Authorization header.",
    evidence: "seen",
  },
  "InvalidArgument:credential": {
    status: 400,
    ec: "0002-00000228",
    message: "The signing region in credential is invalid.",
    evidence: "doc",
  },
  "InvalidArgument:copy-source": {
    status: 400,
    ec: "0015-00000012",
    message: "Copy Source must mention the source bucket and key: /sourcebucket/sourcekey.",
    evidence: "doc",
  },
  InvalidRequest: {
    status: 400,
    ec: "0015-00000013",
    message: "Request specific response headers cannot be used for anonymous GET requests.",
    evidence: "doc",
  },
  NotImplemented: {
    status: 400,
    ec: "0015-00000014",
    message: "A header you provided implies functionality that is not implemented.",
    evidence: "doc",
  },
  MalformedXML: {
    status: 400,
    ec: "0015-00000002",
    message: "The XML you provided was not well-formed or did not validate against our published schema.",
    evidence: "doc",
  },
  InvalidDigest: {
    status: 400,
    ec: "0015-00000003",
    message: "The Content-MD5 you specified was invalid.",
    evidence: "doc",
  },
  InvalidPart: {
    status: 400,
    ec: "0015-00000004",
    message:
      "One or more of the specified parts could not be found or the specified entity tag might not have matched the part's entity tag.",
    evidence: "doc",
  },
  InvalidPartOrder: {
    status: 400,
    ec: "0015-00000005",
    message: "The list of parts was not in ascending order.",
    evidence: "doc",
  },
  EntityTooSmall: {
    status: 400,
    ec: "0015-00000015",
    message: "Your proposed upload smaller than the minimum allowed size.",
    evidence: "seen",
  },
  EntityTooLarge: {
    status: 400,
    ec: "0015-00000016",
    message: "Your proposed upload exceeds the maximum allowed size.",
    evidence: "doc",
  },
  UserKeyMustBeSpecified: {
    status: 400,
    ec: "0015-00000017",
    message: "User key must be specified.",
    evidence: "doc",
  },
  RequestIsNotMultiPartContent: {
    status: 400,
    ec: "0015-00000018",
    message: "Bucket POST must be of the enclosure-type multipart/form-data.",
    evidence: "doc",
  },
  MalformedPOSTRequest: {
    status: 400,
    ec: "0015-00000019",
    message: "The body of your POST request is not well-formed multipart/form-data.",
    evidence: "doc",
  },
  IncorrectNumberOfFilesInPOSTRequest: {
    status: 400,
    ec: "0015-00000020",
    message: "POST requires exactly one file upload per request.",
    evidence: "doc",
  },
  InvalidPolicyDocument: {
    status: 400,
    ec: "0015-00000021",
    message: "Invalid Policy: Invalid JSON: unknown char e.",
    evidence: "doc",
  },
  "InvalidPolicyDocument:condition": {
    status: 400,
    ec: "0006-00000224",
    message:
      "Invalid Policy: Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.",
    evidence: "doc",
  },
  InvalidBucketName: {
    status: 400,
    ec: "0015-00000006",
    message: "The specified bucket is not valid.",
    evidence: "doc",
  },
  InvalidObjectName: {
    status: 400,
    ec: "0016-00000005",
    message: "The specified object is not valid.",
    evidence: "doc",
  },
  "InvalidObjectName:length": {
    status: 400,
    ec: "0016-00000002",
    message: "The Length of Object name must be less than 1024.",
    evidence: "doc",
  },
  NoSuchBucket: {
    status: 404,
    ec: "0015-00000101",
    message: "The specified bucket does not exist.",
    evidence: "doc",
  },
  NoSuchKey: {
    status: 404,
    ec: "0026-00000001",
    message: "The specified key does not exist.",
    evidence: "doc",
  },
  NoSuchUpload: {
    status: 404,
    ec: "0042-00000311",
    message:
      "The specified upload does not exist. The upload ID might be invalid, or the upload might have been aborted or completed.",
    evidence: "doc",
  },
  MethodNotAllowed: {
    status: 405,
    ec: "0015-00000007",
    message: "The specified method is not allowed against this resource.",
    evidence: "doc",
  },
  BucketAlreadyExists: {
    status: 409,
    ec: "0015-00000104",
    message: "The requested bucket name is not available.",
    evidence: "doc",
  },
  BucketNotEmpty: {
    status: 409,
    ec: "0015-00000301",
    message: "The bucket you tried to delete is not empty.",
    evidence: "doc",
  },
  FileAlreadyExists: {
    status: 409,
    ec: "0042-00000214",
    message: "The object you specified already exists and can not be overwritten.",
    evidence: "doc",
  },
  PreconditionFailed: {
    status: 412,
    ec: "0015-00000008",
    message: "At least one of the pre-conditions you specified did not hold.",
    evidence: "doc",
  },
  InvalidRange: {
    status: 416,
    ec: "0015-00000009",
    message: "The requested range cannot be satisfied.",
    evidence: "doc",
  },
  InternalError: {
    status: 500,
    ec: "0015-00000010",
    message: "We encountered an internal error. Please try again.",
    evidence: "doc",
  },
  ServiceUnavailable: {
    status: 503,
    ec: "0015-00000011",
    message: "Please reduce your request rate.",
    evidence: "doc",
  },
} as const;

/** Names of the errors; a world may give each another status or code. */
export type OssErrorName = keyof typeof OSS_DENIALS | keyof typeof OSS_REFUSALS;

/**
 * Errors of OSS by code, from its error reference (https://www.alibabacloud.com/help/en/oss/support/error-codes) and from
 * replies quoted in public issues. The part of a name behind `:` chooses among texts of one code.
 */
export const OSS_ERRORS: Readonly<Record<OssErrorName, OssErrorRow>> = { ...OSS_DENIALS, ...OSS_REFUSALS };

/** Errors of OSS that say who may not, or that it is not proven who asks. */
export const OSS_DENIALS = {
  "InvalidAccessKeyId:unknown": {
    status: 403,
    ec: "0002-00000902",
    message: "The OSS Access Key Id you provided does not exist in our records.",
    evidence: "doc",
  },
  "InvalidAccessKeyId:token": {
    status: 403,
    ec: "0002-00000003",
    message:
      "The OSS Access Key Id you provided does not exist in our records. The Security Token may be lost to specify that it is a STS Access Id.",
    evidence: "seen",
  },
  InvalidAccessKeyId: {
    status: 403,
    ec: "0002-00000002",
    message: "The OSS Access Key Id you provided does not exist in our records.",
    evidence: "assumed",
  },
  "InvalidAccessKeyId:inactive": {
    status: 403,
    ec: "0002-00000903",
    message: "The OSS Access Key Id you provided is disabled.",
    evidence: "seen",
  },
  SignatureDoesNotMatch: {
    status: 403,
    ec: "0002-00000040",
    message:
      "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
    evidence: "doc",
  },
  "SignatureDoesNotMatch:v4": {
    status: 403,
    ec: "0002-00000201",
    message:
      "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
    evidence: "doc",
  },
  "SignatureDoesNotMatch:form": {
    status: 403,
    ec: "0002-00000705",
    message:
      "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
    evidence: "doc",
  },
  SecurityTokenExpired: {
    status: 403,
    ec: "0002-00000007",
    message: "The security token you provided has expired.",
    evidence: "seen",
  },
  InvalidSecurityToken: {
    status: 403,
    ec: "0002-00000006",
    message: "The security token you provided is invalid.",
    evidence: "seen",
  },
  AccessKeyIdAndSecurityTokenNotMatch: {
    status: 403,
    ec: "0002-00000004",
    message: "The OSS access key id and security token you provided does not match",
    evidence: "doc",
  },
  RequestTimeTooSkewed: {
    status: 403,
    ec: "0002-00000504",
    message: "The difference between the request time and the current time is too large.",
    evidence: "seen",
  },
  "AccessDenied:date": {
    status: 403,
    ec: "0002-00000503",
    message: "OSS authentication requires a valid Date.",
    evidence: "doc",
  },
  "AccessDenied:expired": {
    status: 403,
    ec: "0002-00000069",
    message: "Request has expired.",
    evidence: "seen",
  },
  "AccessDenied:early": {
    status: 403,
    ec: "0002-00000235",
    message: "Request has expired.",
    evidence: "assumed",
  },
  "AccessDenied:acl": {
    status: 403,
    ec: "0003-00000001",
    message: "You have no right to access this object because of bucket acl.",
    evidence: "doc",
  },
  "AccessDenied:anonymous": {
    status: 403,
    ec: "0003-00000002",
    message: "Anonymous access is forbidden for this operation.",
    evidence: "doc",
  },
  "AccessDenied:endpoint": {
    status: 403,
    ec: "0015-00000403",
    message:
      "The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.",
    evidence: "seen",
  },
  "AccessDenied:region": {
    status: 403,
    ec: "0015-00000404",
    message: "Target object does not reside in the same data center as source object.",
    evidence: "doc",
  },
  "AccessDenied:policy": {
    status: 403,
    ec: "0006-00000227",
    message: "Invalid according to Policy: Policy Condition failed.",
    evidence: "doc",
  },
  "AccessDenied:policy-expired": {
    status: 403,
    ec: "0015-00000405",
    message: "Invalid according to Policy: Policy expired.",
    evidence: "doc",
  },
  AccessDenied: {
    status: 403,
    ec: "0003-00000202",
    message: "Access denied by bucket policy.",
    evidence: "doc",
  },
  "AccessDenied:deny": {
    status: 403,
    ec: "0003-00000201",
    message: "Access denied by bucket policy.",
    evidence: "doc",
  },
  "AccessDenied:session": {
    status: 403,
    ec: "0003-00000301",
    message: "Access denied by bucket policy.",
    evidence: "doc",
  },
} as const;

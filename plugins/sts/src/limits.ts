import { flag, matching, type Rule } from "@alicred/core";
import { parseJson } from "./json.ts";
import { isRegion, parseEndpoint } from "./parse-endpoint.ts";

/** An option that several sources have, by its path. */
export type LimitedOption =
  | "roleArn"
  | "oidcProviderArn"
  | "roleSessionName"
  | "durationSeconds"
  | "policy"
  | "externalId"
  | "sts"
  | "sts.endpoint"
  | "sts.region"
  | "sts.vpc"
  | "sts.signature";

/**
 * The limits of AssumeRole and AssumeRoleWithOIDC, and of the option `sts`: rules for a schema of options.
 *
 * @see https://www.alibabacloud.com/help/en/ram/developer-reference/api-sts-2015-04-01-assumerole
 */
export const limits: Readonly<Record<LimitedOption, Rule>> = {
  roleArn: matching(
    /^acs:ram::\d+:role\/[\w.@-]+$/,
    "is not the ARN of a role, as in acs:ram::123456789012:role/name",
  ),
  oidcProviderArn: matching(
    /^acs:ram::\d+:oidc-provider\/[\w.-]{1,128}$/,
    "is not the ARN of an OIDC provider, as in acs:ram::123456789012:oidc-provider/name",
  ),
  roleSessionName: matching(/^[\w.@-]{2,64}$/, "is not 2 to 64 letters, digits and characters of . @ - _"),
  durationSeconds: [
    (value) => Number.isInteger(value) && Number(value) >= 900 && Number(value) <= 43_200,
    "is not a whole number of seconds from 900 to 43200",
  ],
  policy: [
    (value) => typeof value === "string" && value.length <= 2048 && parseJson(value) !== undefined,
    "is not a JSON object of 1 to 2048 characters",
  ],
  externalId: matching(
    /^[\w=,.@:/+-]{2,1224}$/,
    "is not 2 to 1224 letters, digits and characters of _ = , . @ : / + -",
  ),
  sts: [(value) => typeof value === "object" && value !== null, "is not an object"],
  "sts.endpoint": [
    (value) => typeof value === "string" && parseEndpoint(value) !== undefined,
    "is not a host of STS without a path; http:// is accepted for loopback hosts only",
  ],
  "sts.region": [
    (value) => typeof value === "string" && isRegion(value),
    "is not a region id, such as cn-hangzhou",
  ],
  "sts.vpc": flag,
  "sts.signature": [(value) => typeof value === "function", "is not a signature, such as rpcSignature"],
};

import { flag, matching, type Rule } from "@alicred/core";
import { isRegion, parseEndpoint } from "./endpoint.ts";

// The limits of AssumeRole and AssumeRoleWithOIDC:
// https://www.alibabacloud.com/help/en/ram/developer-reference/api-sts-2015-04-01-assumerole

export const roleArn: Rule = matching(
  /^acs:ram::\d+:role\/[\w.@-]+$/,
  "is not the ARN of a role, as in acs:ram::123456789012:role/name",
);

export const oidcProviderArn: Rule = matching(
  /^acs:ram::\d+:oidc-provider\/[\w.-]{1,128}$/,
  "is not the ARN of an OIDC provider, as in acs:ram::123456789012:oidc-provider/name",
);

export const roleSessionName: Rule = matching(
  /^[\w.@-]{2,64}$/,
  "is not 2 to 64 letters, digits and characters of . @ - _",
);

export const durationSeconds: Rule = [
  (value) => Number.isInteger(value) && Number(value) >= 900 && Number(value) <= 43_200,
  "is not a whole number of seconds from 900 to 43200",
];

export const policy: Rule = [
  (value) => typeof value === "string" && value.length <= 2048 && isJsonObject(value),
  "is not a JSON object of 1 to 2048 characters",
];

export const externalId: Rule = matching(
  /^[\w=,.@:/+-]{2,1224}$/,
  "is not 2 to 1224 letters, digits and characters of _ = , . @ : / + -",
);

export const endpoint: Rule = [
  (value) => typeof value === "string" && parseEndpoint(value) !== undefined,
  "is not a host of STS without a path; http:// is accepted for loopback hosts only",
];

export const region: Rule = [
  (value) => typeof value === "string" && isRegion(value),
  "is not a region id, such as cn-hangzhou",
];

/** Of the option `sts` that sources have. */
export const stsOptions: Readonly<Record<string, Rule>> = {
  sts: [(value) => typeof value === "object" && value !== null, "is not an object"],
  "sts.endpoint": endpoint,
  "sts.region": region,
  "sts.vpc": flag,
};

function isJsonObject(json: string): boolean {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

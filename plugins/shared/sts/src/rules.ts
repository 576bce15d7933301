import { type Rule, stringMatching } from "@alicred/core";
import { parseEndpoint, parseJson, wholeNumber } from "@alicred/plugin-kit";

/** An option that several sources have. */
export type RoleOption =
  | "roleArn"
  | "oidcProviderArn"
  | "roleSessionName"
  | "durationSeconds"
  | "policy"
  | "externalId";

// Of a region: nothing that could lead to another host.
const REGION = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/**
 * The limits of AssumeRole and AssumeRoleWithOIDC: rules for a schema of options.
 *
 * @see https://www.alibabacloud.com/help/en/ram/developer-reference/api-sts-2015-04-01-assumerole
 */
export const roleRules: Readonly<Record<RoleOption, Rule>> = {
  roleArn: stringMatching(
    /^acs:ram::\d+:role\/[\w.@-]+$/,
    "is not the ARN of a role, acs:ram::<account id>:role/<name>",
  ),
  oidcProviderArn: stringMatching(
    /^acs:ram::\d+:oidc-provider\/[\w.-]{1,128}$/,
    "is not the ARN of an OIDC provider, acs:ram::<account id>:oidc-provider/<name>",
  ),
  roleSessionName: stringMatching(/^[\w.@-]{2,64}$/, "is not 2 to 64 letters, digits or . @ - _"),
  durationSeconds: wholeNumber(900, 43_200),
  policy: [
    (value) => typeof value === "string" && value.length <= 2048 && parseJson(value) !== undefined,
    "is not a JSON object of 1 to 2048 characters",
  ],
  externalId: stringMatching(
    /^[\w=,.@:/+-]{2,1224}$/,
    "is not 2 to 1224 letters, digits or _ = , . @ : / + -",
  ),
};

/** The limits of what says which STS to call. They are checked where it is called, for variables have them too. */
export const endpointRules: Readonly<Record<"endpoint" | "region", Rule>> = {
  endpoint: [
    (value) => typeof value === "string" && parseEndpoint(value) !== undefined,
    "is not an https:// host of STS",
  ],
  region: stringMatching(REGION, "is not a region id, such as cn-hangzhou"),
};

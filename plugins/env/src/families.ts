import type { SuppliedPart } from "@alicred/core";

export type FamilyName = "ALICLOUD" | "ALIBABA_CLOUD" | "ALIBABACLOUD";

/**
 * What each variable supplies, and its name without the family's before it. Of two for one part, the first that is set
 * counts. The token comes last, for it needs a key.
 */
type Family = readonly (readonly [part: SuppliedPart, suffix: string])[];

const COMMON: Family = [
  ["accessKeyId", "ACCESS_KEY_ID"],
  ["accessKeySecret", "ACCESS_KEY_SECRET"],
  ["securityToken", "SECURITY_TOKEN"],
];

/**
 * The families in the order of Terraform's provider. The second names of `ALICLOUD` are those of the aliyun CLI.
 *
 * @see https://registry.terraform.io/providers/aliyun/alicloud/latest/docs#environment-variables
 */
export const FAMILIES: Readonly<Record<FamilyName, Family>> = {
  ALICLOUD: [["accessKeyId", "ACCESS_KEY"], ["accessKeySecret", "SECRET_KEY"], ...COMMON],
  ALIBABA_CLOUD: COMMON,
  ALIBABACLOUD: COMMON,
};

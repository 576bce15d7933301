import type { SuppliedPart } from "@alicred/core";

export type FamilyName = "ALICLOUD" | "ALIBABA_CLOUD" | "ALIBABACLOUD";

/**
 * What each variable supplies, by its name without the family's before it. Of two for one part, the first that is set
 * counts. The token comes last, for it needs a key.
 */
type Family = Readonly<Record<string, SuppliedPart>>;

const COMMON: Family = {
  ACCESS_KEY_ID: "accessKeyId",
  ACCESS_KEY_SECRET: "accessKeySecret",
  SECURITY_TOKEN: "securityToken",
};

/**
 * The families in the order of Terraform's provider. The second names of `ALICLOUD` are those of the aliyun CLI.
 *
 * @see https://registry.terraform.io/providers/aliyun/alicloud/latest/docs#environment-variables
 */
export const FAMILIES: Readonly<Record<FamilyName, Family>> = {
  ALICLOUD: { ACCESS_KEY: "accessKeyId", SECRET_KEY: "accessKeySecret", ...COMMON },
  ALIBABA_CLOUD: COMMON,
  ALIBABACLOUD: COMMON,
};

/** A family of variable names; of several names for one part, the first that is set counts. */
export interface Family {
  readonly accessKeyId: readonly string[];
  readonly accessKeySecret: readonly string[];
  readonly securityToken: readonly string[];
}

export type FamilyName = "ALICLOUD" | "ALIBABA_CLOUD" | "ALIBABACLOUD";

/**
 * The families in the order of Terraform's provider. The second names of `ALICLOUD` are those of the aliyun CLI.
 * https://registry.terraform.io/providers/aliyun/alicloud/latest/docs#environment-variables
 */
export const FAMILIES: Readonly<Record<FamilyName, Family>> = {
  ALICLOUD: {
    accessKeyId: ["ALICLOUD_ACCESS_KEY", "ALICLOUD_ACCESS_KEY_ID"],
    accessKeySecret: ["ALICLOUD_SECRET_KEY", "ALICLOUD_ACCESS_KEY_SECRET"],
    securityToken: ["ALICLOUD_SECURITY_TOKEN"],
  },
  ALIBABA_CLOUD: {
    accessKeyId: ["ALIBABA_CLOUD_ACCESS_KEY_ID"],
    accessKeySecret: ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"],
    securityToken: ["ALIBABA_CLOUD_SECURITY_TOKEN"],
  },
  ALIBABACLOUD: {
    accessKeyId: ["ALIBABACLOUD_ACCESS_KEY_ID"],
    accessKeySecret: ["ALIBABACLOUD_ACCESS_KEY_SECRET"],
    securityToken: ["ALIBABACLOUD_SECURITY_TOKEN"],
  },
};

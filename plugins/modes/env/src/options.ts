import { type Rule, type StandardSchema, schemaOf } from "@alicred/core";
import { FAMILIES, type FamilyName } from "./families.ts";

export interface EnvOptions {
  /**
   * The families of names to read, in order of precedence. Default: `ALICLOUD`, `ALIBABA_CLOUD`, `ALIBABACLOUD`, the
   * order of Terraform's provider. The official SDKs read only `ALIBABA_CLOUD`.
   */
  readonly families?: readonly FamilyName[] | undefined;
}

const families: Rule = [
  (value) => Array.isArray(value) && value.every((name) => Object.hasOwn(FAMILIES, name)),
  `is not a list of ${Object.keys(FAMILIES)}`,
];

export const envOptions: StandardSchema<EnvOptions> = schemaOf({ families });

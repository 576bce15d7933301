import { type Rule, type StandardSchema, schemaOf, text } from "@alicred/core";

/** An access key, and the STS token that belongs to it. */
export interface StaticOptions {
  /** The AccessKey ID. */
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** The STS token of a temporary key. Absent for a long-lived key. */
  readonly securityToken?: string | undefined;
  /** When a temporary key expires. Absent: it is served until the service refuses it. */
  readonly expiration?: Date | undefined;
}

const date: Rule = [(value) => value instanceof Date, "is not a Date"];

export const staticOptions: StandardSchema<StaticOptions> = schemaOf(
  { accessKeyId: text, accessKeySecret: text, securityToken: text, expiration: date },
  ["accessKeyId", "accessKeySecret"],
);

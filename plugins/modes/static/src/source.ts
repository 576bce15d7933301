import { type CredentialSource, type FieldSchema, schemaOf } from "@alicred/core";
import { date, fixedSource, printable } from "@alicred/plugin-kit";

/** The name of the plugin and its source, in provenance, traces and errors. */
export const NAME = "static";

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

export const staticOptions: FieldSchema<StaticOptions> = schemaOf(
  { accessKeyId: printable, accessKeySecret: printable, securityToken: printable, expiration: date },
  ["accessKeyId", "accessKeySecret"],
);

/** The source for validated options. */
export function staticSource(options: StaticOptions): CredentialSource {
  return fixedSource(options, (part) => `argument ${part}`);
}

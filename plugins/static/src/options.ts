import type { StandardSchema } from "@alicred/core";
import * as z from "zod/mini";

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

const text = (): z.ZodMiniString => z.string("is missing or not text").check(z.minLength(1, "is empty"));

export const staticOptions: StandardSchema<StaticOptions> = z.object({
  accessKeyId: text(),
  accessKeySecret: text(),
  securityToken: z.optional(text()),
  expiration: z.optional(z.date("is not a Date")),
});

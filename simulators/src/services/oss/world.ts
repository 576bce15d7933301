import { z } from "zod";
import { type ErrorOverrides, errorOverridesSchema } from "../../cloud/errors.ts";
import { OSS_ERRORS, type OssErrorName } from "./error-table.ts";

/** A bucket that exists from the start. */
export interface BucketDescription {
  readonly name: string;
  readonly accountId?: string | undefined;
  readonly regionId?: string | undefined;
  readonly acl?: "private" | "public-read" | "public-read-write" | undefined;
  readonly objects?: Readonly<Record<string, string>> | undefined;
}

/** Settings of the simulated OSS. */
export interface OssDescription {
  readonly buckets?: readonly BucketDescription[] | undefined;
  readonly errors?: ErrorOverrides<OssErrorName> | undefined;
}

/** The part of a world's description that concerns this service. */
export interface OssWorld {
  readonly oss?: OssDescription | undefined;
}

const bucketSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/),
  accountId: z.string().optional().describe("Owner: an account of this world. Default: the first."),
  regionId: z.string().min(1).optional().describe("Default cn-hangzhou."),
  acl: z.enum(["private", "public-read", "public-read-write"]).optional().describe("Default private."),
  objects: z.record(z.string().min(1), z.string()).optional().describe("Texts by their keys."),
});

export const ossSchema: z.ZodType<OssDescription> = z
  .strictObject({
    buckets: z.array(bucketSchema).optional(),
    errors: errorOverridesSchema(OSS_ERRORS).optional(),
  })
  .meta({ id: "Oss" });

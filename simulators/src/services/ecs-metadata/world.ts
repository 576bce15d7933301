import { z } from "zod";
import { type ErrorOverrides, errorOverridesSchema } from "../../cloud/errors.ts";
import { METADATA_ERRORS, type MetadataErrorName } from "./errors.ts";

/** How an instance's metadata can be reached, and how its credentials are renewed. */
export interface MetadataOptionsDescription {
  readonly httpEndpoint?: "enabled" | "disabled" | undefined;
  readonly httpTokens?: "optional" | "required" | undefined;
  readonly requestsPerMinute?: number | undefined;
  readonly sessionSeconds?: number | undefined;
  readonly rotateBeforeExpirySeconds?: number | undefined;
  readonly errors?: ErrorOverrides<MetadataErrorName> | undefined;
}

/** An ECS instance, as its metadata describes it. */
export interface EcsInstanceDescription {
  readonly id: string;
  readonly accountId?: string | undefined;
  readonly regionId?: string | undefined;
  readonly zoneId?: string | undefined;
  readonly roleName?: string | undefined;
  readonly hostname?: string | undefined;
  readonly imageId?: string | undefined;
  readonly instanceType?: string | undefined;
  readonly privateIpv4?: string | undefined;
  readonly userData?: string | undefined;
  readonly vendorData?: string | undefined;
  readonly publicKeys?: readonly string[] | undefined;
  readonly moreMetadata?: Readonly<Record<string, string>> | undefined;
  readonly metadata?: MetadataOptionsDescription | undefined;
}

const metadataOptionsSchema = z
  .strictObject({
    httpEndpoint: z.enum(["enabled", "disabled"]).optional().describe("Default enabled."),
    httpTokens: z
      .enum(["optional", "required"])
      .optional()
      .describe("Whether requests must carry a token (hardened mode). Default optional."),
    requestsPerMinute: z.number().positive().optional().describe("Calls before throttling. Default 6000."),
    sessionSeconds: z
      .int()
      .min(900)
      .max(43_200)
      .optional()
      .describe("Life of the role's credentials. Default 21600."),
    rotateBeforeExpirySeconds: z
      .int()
      .min(0)
      .optional()
      .describe("How long before expiry new credentials appear; the old ones work until then. Default 3600."),
    errors: errorOverridesSchema(METADATA_ERRORS).optional(),
  })
  .refine(
    ({ sessionSeconds = 21_600, rotateBeforeExpirySeconds = 3600 }) =>
      rotateBeforeExpirySeconds < sessionSeconds,
    "rotateBeforeExpirySeconds must be less than sessionSeconds",
  );

export const ecsInstanceSchema: z.ZodType<EcsInstanceDescription> = z
  .strictObject({
    id: z.string().regex(/^i-[0-9a-z]{1,32}$/),
    accountId: z.string().optional().describe("An account of this world. Default: the first."),
    regionId: z.string().min(1).optional().describe("Default cn-hangzhou."),
    zoneId: z.string().min(1).optional().describe("Default: zone i of the region."),
    roleName: z
      .string()
      .min(1)
      .optional()
      .describe("A role of the account that trusts ecs.aliyuncs.com. Default: no role."),
    hostname: z.string().min(1).optional(),
    imageId: z.string().min(1).optional(),
    instanceType: z.string().min(1).optional(),
    privateIpv4: z.ipv4().optional(),
    userData: z.string().optional().describe("Text of /latest/user-data. Default: none, status 404."),
    vendorData: z.string().optional().describe("Text of /latest/vendor-data. Default: none, status 404."),
    publicKeys: z.array(z.string().min(1)).optional().describe("Keys for SSH, in the form of OpenSSH."),
    moreMetadata: z
      .record(z.string().regex(/^[^/]+(?:\/[^/]+)*$/), z.string())
      .optional()
      .describe(
        "More below /latest/meta-data/, by path, such as instance/spot/termination-time or tags/instance/env.",
      ),
    metadata: metadataOptionsSchema.optional(),
  })
  .meta({ id: "EcsInstance" });

/** The part of a world's description that concerns this service. */
export interface EcsWorld {
  readonly ecsInstances?: readonly EcsInstanceDescription[] | undefined;
}

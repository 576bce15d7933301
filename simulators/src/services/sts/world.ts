import { z } from "zod";
import { type ErrorOverrides, errorOverridesSchema } from "../../cloud/errors.ts";
import { STS_ERRORS } from "./error-table.ts";

/** Settings of the simulated STS. */
export interface StsDescription {
  readonly requestsPerSecond?: number | undefined;
  readonly requestsPerMinute?: number | undefined;
  readonly network?: "internet" | "vpc" | undefined;
  readonly trimOidcToken?: boolean | undefined;
  readonly errors?: ErrorOverrides<string> | undefined;
}

export const stsSchema: z.ZodType<StsDescription> = z
  .strictObject({
    requestsPerSecond: z
      .number()
      .positive()
      .optional()
      .describe("Calls per second and account before throttling. Default 100."),
    requestsPerMinute: z
      .number()
      .positive()
      .optional()
      .describe("Calls per minute and account, instead of those per second. Default: none."),
    network: z
      .enum(["internet", "vpc"])
      .optional()
      .describe(
        "Within a VPC without a way out, only the hosts sts-vpc.REGION can be reached. Default internet.",
      ),
    trimOidcToken: z
      .boolean()
      .optional()
      .describe("Whether white space around an OIDC token, such as a line end, is let pass. Default false."),
    errors: errorOverridesSchema(STS_ERRORS).optional(),
  })
  .meta({ id: "Sts" });

/** The part of a world's description that concerns this service. */
export interface StsWorld {
  readonly sts?: StsDescription | undefined;
}

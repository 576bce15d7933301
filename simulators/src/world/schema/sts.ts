import { z } from "zod";

/** Settings of the simulated STS. */
export interface StsDescription {
  readonly requestsPerMinute?: number | undefined;
}

export const stsSchema: z.ZodType<StsDescription> = z
  .strictObject({
    requestsPerMinute: z
      .number()
      .positive()
      .optional()
      .describe("Calls per minute and account before throttling. Default 6000."),
  })
  .meta({ id: "Sts" });

import { z } from "zod";
import { shortestSecret } from "../canaries.ts";

/** A long-term access key. */
export interface AccessKeyDescription {
  readonly id: string;
  /** Default: minted from the seed. */
  readonly secret?: string | undefined;
  /** Default true. */
  readonly active?: boolean | undefined;
}

export const accessKeySchema: z.ZodType<AccessKeyDescription> = z
  .strictObject({
    id: z.string().min(1).describe('Access key id. Real ones begin with "LTAI".'),
    secret: z
      .string()
      .min(shortestSecret)
      .optional()
      .describe("Default: minted from the seed, recognisable as a canary."),
    active: z.boolean().optional().describe("Whether the key may be used. Default true."),
  })
  .meta({ id: "AccessKey" });

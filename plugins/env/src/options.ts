import type { StandardSchema } from "@alicred/core";
import * as z from "zod/mini";
import type { FamilyName } from "./families.ts";

export interface EnvOptions {
  /**
   * The families of names to read, in order of precedence. Default: `ALICLOUD`, `ALIBABA_CLOUD`, `ALIBABACLOUD`, the
   * order of Terraform's provider. The official SDKs read `ALIBABA_CLOUD` alone.
   */
  readonly families?: readonly FamilyName[] | undefined;
}

export const envOptions: StandardSchema<EnvOptions> = z.object({
  families: z.optional(
    z
      .array(
        z.enum(
          ["ALICLOUD", "ALIBABA_CLOUD", "ALIBABACLOUD"],
          "is not ALICLOUD, ALIBABA_CLOUD or ALIBABACLOUD",
        ),
        "is not a list of families",
      )
      .check(z.minLength(1, "names no family")),
  ),
});

import { nonEmptyString, type StandardSchema, schemaOf } from "@alicred/core";

export interface BearerTokenOptions {
  /** Default: the variable `ALIBABA_CLOUD_BEARER_TOKEN`, read each time. */
  readonly token?: string | undefined;
  /**
   * The header that the token belongs in. Default: the variable `ALIBABA_CLOUD_BEARER_TOKEN_HEADER_KEY` for a token
   * from the environment, else left to the client.
   */
  readonly headerKey?: string | undefined;
}

export const bearerTokenOptions: StandardSchema<BearerTokenOptions> = schemaOf({
  token: nonEmptyString,
  headerKey: nonEmptyString,
});

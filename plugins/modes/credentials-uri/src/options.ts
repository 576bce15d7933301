import { nonEmptyString, type StandardSchema, schemaOf } from "@alicred/core";
import { type TokenFrom, texts, tokenFrom } from "@alicred/plugin-kit";

export interface CredentialsUriOptions {
  /** An `https:`, `http:` or `file:` URI, or a path. Default: from `variables`. */
  readonly uri?: string | undefined;
  /**
   * Environment variables that may hold the URI; the first that is set counts.
   * Default: `ALIBABA_CLOUD_CREDENTIALS_URI`, `ALICLOUD_CREDENTIALS_URI`.
   */
  readonly variables?: readonly string[] | undefined;
  /**
   * Hosts that may be asked over plain `http:`, besides loopback, link-local and private addresses: host names or
   * addresses, without a port, spelled as by `URL` and the refusal's message. The comma-separated variable
   * `ALICRED_CREDENTIALS_URI_ALLOWED_HOSTS` adds to them.
   */
  readonly allowedHosts?: readonly string[] | undefined;
  /**
   * A token for the header `Authorization`, sent after `Bearer` unless it names a scheme itself: the token, a file or
   * variable read at each refresh, or a function. Default, only for a URI from the environment: the variable
   * `ALICRED_CREDENTIALS_URI_TOKEN`, or the file that `ALICRED_CREDENTIALS_URI_TOKEN_FILE` names.
   */
  readonly authorization?: TokenFrom | undefined;
}

// Marked pure: a bundle that makes the source only from checked options then has no schema.
export const credentialsUriOptions: StandardSchema<CredentialsUriOptions> = /* @__PURE__ */ schemaOf({
  uri: nonEmptyString,
  variables: texts,
  allowedHosts: texts,
  authorization: tokenFrom,
});

import type { CredentialSource, FieldSchema } from "@alicred/core";
import { found, nonEmptyString, notConfigured, parseFields, RefusedError, schemaOf } from "@alicred/core";
import type { TokenFrom } from "@alicred/plugin-kit";
import {
  REREAD_AFTER_MS,
  readCredentialsDocument,
  readJsonReply,
  readTextFile,
  settingOf,
  texts,
  tokenFrom,
} from "@alicred/plugin-kit";
import { fetchDocument, parseLocation } from "./document.ts";

/** The name of the plugin and its source, in provenance, traces and errors. */
export const NAME = "credentials-uri";

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

// Pure, like the plugin: a bundle that makes the source only from validated options has neither.
export const credentialsUriOptions: FieldSchema<CredentialsUriOptions> = /* @__PURE__ */ schemaOf({
  uri: nonEmptyString,
  variables: texts,
  allowedHosts: texts,
  authorization: tokenFrom,
});

/**
 * A source that reads the document at a URI at each refresh.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for an invalid option.
 */
export function credentialsUri(options: CredentialsUriOptions = {}): CredentialSource {
  // Not by the plugin, whose profile mode would be in every bundle for the edge.
  return uriSource(parseFields(credentialsUriOptions, options, NAME), "argument uri");
}

/**
 * The source for validated options.
 *
 * @param from names the origin of the option `uri`
 * @param asTerraform whether the document is read as by Terraform's provider: one without `Code` is refused, and one
 *   without a key counts as missing
 */
export function uriSource(
  options: CredentialsUriOptions,
  from: string,
  asTerraform: boolean = false,
): CredentialSource {
  const {
    uri,
    variables = ["ALIBABA_CLOUD_CREDENTIALS_URI", "ALICLOUD_CREDENTIALS_URI"],
    allowedHosts = [],
    authorization,
  } = options;
  return {
    name: NAME,
    async resolve(context) {
      const { host } = context;
      const setting = settingOf(host, uri, from, variables);
      if (setting === undefined) return notConfigured(`environment variable ${variables.join(" or ")}`);
      const location = parseLocation(setting, allowedHosts, host);
      context.supplied("uri", setting.from);
      const what = `The target of ${setting.from}`;
      const json =
        typeof location === "string"
          ? await readTextFile(host, location, setting.from)
          : await fetchDocument(context, location.href, authorization, uri === undefined, what);
      if (asTerraform) {
        const { Code: code, AccessKeyId: key, AccessKeySecret: secret } = readJsonReply({ text: json }, what);
        if (code === undefined)
          throw new RefusedError("UPSTREAM_REFUSED", `${what}: Code is missing. Terraform wants "Success".`);
        if (code === "Success" && !key && !secret)
          return notConfigured(`a key in the target of ${setting.from}`);
      }
      const credentials = readCredentialsDocument(json, { what });
      const rereadAfterMs = credentials.expiresAtMs === undefined ? REREAD_AFTER_MS : undefined;
      if (rereadAfterMs && credentials.securityToken)
        context.warn(`${what} has no Expiration. It is read again every 5 minutes.`);
      return found(credentials, rereadAfterMs);
    },
  };
}

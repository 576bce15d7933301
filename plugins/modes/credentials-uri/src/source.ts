import {
  type Answer,
  type CredentialSource,
  found,
  notConfigured,
  parseOptions,
  RefusedError,
  type ResolveContext,
  sendRequest,
  statusError,
} from "@alicred/core";
import {
  REREAD_AFTER_MS,
  readCredentialsDocument,
  readJsonReply,
  readTextFile,
  settingOf,
} from "@alicred/plugin-kit";
import { authorizationHeader } from "./authorization.ts";
import { parseLocation } from "./location.ts";
import { NAME } from "./name.ts";
import { type CredentialsUriOptions, credentialsUriOptions } from "./options.ts";

/**
 * Credentials in the document at a URI; it is read at each refresh.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for options that cannot be used.
 */
export function credentialsUri(options: CredentialsUriOptions = {}): CredentialSource {
  return uriSource(parseOptions(credentialsUriOptions, options, NAME), "argument uri");
}

/**
 * The source for options that were checked.
 *
 * @param from says where the option `uri` came from
 * @param asTerraform whether the document is read as by Terraform's provider: one without `Code` is refused, and one
 *   without a key counts as not there
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

  async function resolve(context: ResolveContext): Promise<Answer> {
    const { host } = context;
    const setting = settingOf(host, uri, from, variables);
    if (setting === undefined) return notConfigured(`environment variable ${variables.join(" or ")}`);
    const location = parseLocation(setting, allowedHosts, host);
    context.supplied("uri", setting.from);
    const what = `The target of ${setting.from}`;
    const json =
      typeof location === "string"
        ? await readTextFile(host, location, setting.from)
        : await fetchDocument(
            context,
            location.href,
            what,
            await authorizationHeader(context, authorization, uri === undefined),
          );
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
  }

  return { name: NAME, resolve };
}

async function fetchDocument(
  context: ResolveContext,
  url: string,
  what: string,
  headers: Record<string, string>,
): Promise<string> {
  const reply = await sendRequest(context, () => ({ method: "GET", url, headers }));
  const { status } = reply;
  if (status === 200) return reply.text;
  // From 429 on, the service is to blame.
  const hint = status < 429 ? "Check its path and authorization token." : undefined;
  throw statusError(context, what, reply, { hint });
}

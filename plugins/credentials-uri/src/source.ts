import {
  type Answer,
  ConfigurationError,
  type CredentialSource,
  found,
  notConfigured,
  parseOptions,
  type ResolveContext,
  retryAfterMs,
  sendRequest,
  statusError,
} from "@alicred/core";
import { readCredentialsDocument, readVariable, type Setting } from "@alicred/sts";
import { authorizationOf } from "./authorization.ts";
import { type Location, NAME, parseLocation } from "./location.ts";
import { type CredentialsUriOptions, credentialsUriOptions } from "./options.ts";

const MAX_BYTES = 65_536;
/** How long a document that does not say when it expires is kept; a third of the shortest session. */
const REREAD_AFTER_MS = 300_000;

/**
 * Credentials in the document that a URI leads to; it is read at each refresh.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for options that cannot be used.
 */
export function credentialsUri(options: CredentialsUriOptions = {}): CredentialSource {
  return uriSource(parseOptions(credentialsUriOptions, options, NAME), () => "argument uri");
}

/**
 * The source for options that were checked.
 *
 * @param describe says where the URI came from
 * @param warnings go into the trace of each resolution
 */
export function uriSource(
  options: CredentialsUriOptions,
  describe: () => string,
  warnings: readonly string[] = [],
): CredentialSource {
  const { uri, allowedHosts = [] } = options;
  const { variables = ["ALIBABA_CLOUD_CREDENTIALS_URI", "ALICLOUD_CREDENTIALS_URI"] } = options;

  async function resolve(context: ResolveContext): Promise<Answer> {
    const { host } = context;
    for (const warning of warnings) context.warn(warning);
    const setting = uri === undefined ? readVariable(host, variables) : { value: uri, from: describe() };
    const [first = describe(), ...rest] = variables.map((name) => `environment variable ${name}`);
    if (setting === undefined) return notConfigured(first, ...rest);
    if (uri === undefined) warnOfDisagreement(context, setting, variables);
    const more = readVariable(host, ["ALICRED_CREDENTIALS_URI_ALLOWED_HOSTS"])?.value.split(",") ?? [];
    const location = parseLocation(setting, [...allowedHosts, ...more]);
    context.supplied("uri", setting.from);
    const json =
      "path" in location
        ? await readFile(context, location.path, setting)
        : await fetchDocument(
            context,
            location,
            await authorizationOf(context, options.authorization, uri === undefined),
          );
    const what = `The document that ${setting.from} leads to`;
    const credentials = readCredentialsDocument(json, { source: NAME, what });
    if (credentials.expiresAtMs !== undefined) return found(credentials);
    if (credentials.securityToken !== undefined)
      context.warn(
        `${what} has no Expiration, although its key is a temporary one. It is read again every 5 minutes.`,
      );
    return found(credentials, REREAD_AFTER_MS);
  }

  return { name: NAME, resolve };
}

async function fetchDocument(
  context: ResolveContext,
  { url, origin }: Extract<Location, { url: string }>,
  authorization: string | undefined,
): Promise<string> {
  const reply = await sendRequest(
    context,
    () => ({
      method: "GET",
      url,
      headers: { accept: "application/json", ...(authorization !== undefined && { authorization }) },
    }),
    { maxBytes: MAX_BYTES },
  );
  const { status } = reply;
  if (status === 200) return reply.text;
  throw statusError(NAME, `The credentials URI at ${origin}`, status, {
    retryAfterMs: retryAfterMs(context, reply),
    hint:
      status === 401 || status === 403
        ? "Check its authorization token."
        : status < 500 && status !== 429
          ? "Check its path."
          : undefined,
  });
}

async function readFile({ host }: ResolveContext, path: string, { from }: Setting): Promise<string> {
  const text = await host.files?.readText(path, MAX_BYTES);
  if (text !== undefined) return text;
  const message = host.files
    ? `${from} names a file that is not there. Check the path; for an address write http:// or https:// before it.`
    : `${from} names a file, and this runtime has no file system. Give an address.`;
  throw new ConfigurationError("FILE_UNREADABLE", message, { source: NAME });
}

function warnOfDisagreement(context: ResolveContext, chosen: Setting, variables: readonly string[]): void {
  for (const name of variables) {
    const other = readVariable(context.host, [name]);
    if (other !== undefined && other.value !== chosen.value)
      context.warn(`${name} is ignored: ${chosen.from} comes first, and the two differ.`);
  }
}

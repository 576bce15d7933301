import type { Host, ResolveContext } from "@alicred/core";
import { ConfigurationError, sendRequest, statusError } from "@alicred/core";
import type { Setting, TokenFrom } from "@alicred/plugin-kit";
import { hostKind, readToken, readTokenVariable, readVariable } from "@alicred/plugin-kit";

const ALLOWED_HOSTS = "ALICRED_CREDENTIALS_URI_ALLOWED_HOSTS";
const TOKEN = "ALICRED_CREDENTIALS_URI_TOKEN";

/**
 * The location of the document: an address, or the path of a file. Messages say what is wrong with the URI and where it
 * came from, and quote nothing of it except the host: path, query and user may be secret.
 *
 * @param allowedHosts may be asked over plain HTTP although they are public, spelled as by `URL`
 * @throws {ConfigurationError} `INVALID_CONFIGURATION`
 */
export function parseLocation(
  { value, from }: Setting,
  allowedHosts: readonly string[],
  host: Host,
): URL | string {
  // The drive of a Windows path has one letter. A value that begins with a digit is an address without its scheme.
  if (!/^[a-z\d][\w+.-]+:/i.test(value)) return value;
  let problem = "is neither a path nor an https:, http: or file: URI without a password.";
  try {
    const url = new URL(value);
    const { protocol, hostname, pathname, username, password } = url;
    if (protocol === "file:" && !hostname) return decodeURIComponent(pathname).replace(/^\/(?=[a-z]:)/i, "");
    if (/^https?:$/.test(protocol) && !username && !password) {
      const named = readVariable(host, [ALLOWED_HOSTS])?.value.split(",") ?? [];
      const isNamed = [...allowedHosts, ...named].some((each) => each.trim().toLowerCase() === hostname);
      url.hash = "";
      if (protocol === "https:" || isNamed || hostKind(hostname) !== "other") return url;
      // The option is within reach only if the URI is an option of the program too.
      const option = from === "argument uri" ? "the option allowedHosts or " : "";
      problem = `would send the request to the public host ${hostname} over plain HTTP. Use https:, or name it in ${option}the variable ${ALLOWED_HOSTS}.`;
    }
  } catch {
    // The value is not a URI, or has percent signs that encode nothing.
  }
  throw new ConfigurationError("INVALID_CONFIGURATION", `${from} ${problem}`);
}

/**
 * Fetches the document. The default variables of the token count only for a URI that is from the environment too: a
 * token must not reach a host that it was not made for.
 *
 * @param what names the document in messages
 * @throws {AlicredError} for a missing token, and for a status other than 200.
 */
export async function fetchDocument(
  context: ResolveContext,
  url: string,
  authorization: TokenFrom | undefined,
  isUriFromEnv: boolean,
  what: string,
): Promise<string> {
  const fromEnv = isUriFromEnv ? readTokenVariable(context.host, TOKEN) : undefined;
  const setting =
    authorization === undefined ? fromEnv : { value: authorization, from: "argument authorization" };
  const headers: Record<string, string> = {};
  if (setting !== undefined) {
    const token = await readToken(context, setting.value, setting.from);
    context.supplied("authorization", setting.from);
    headers["authorization"] = token.includes(" ") ? token : `Bearer ${token}`;
  }
  const reply = await sendRequest(context, () => ({ method: "GET", url, headers }));
  const { status } = reply;
  if (status === 200) return reply.text;
  // From 429 on, the service is to blame.
  const hint = status < 429 ? "Check its path and authorization token." : undefined;
  throw statusError(context, what, reply, { hint });
}

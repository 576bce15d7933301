import { ConfigurationError, type Host } from "@alicred/core";
import { hostKind, readVariable, type Setting } from "@alicred/plugin-kit";

const ALLOWED_HOSTS = "ALICRED_CREDENTIALS_URI_ALLOWED_HOSTS";

/**
 * Where the document is: an address, or the path of a file. Messages say what is wrong with the URI and where it came
 * from, and quote of it the host at most: path, query and user may be secret.
 *
 * @param allowedHosts may be asked over plain HTTP although they are not near, in the spelling that `URL` gives them
 * @throws {ConfigurationError} `INVALID_CONFIGURATION`
 */
export function parseLocation(
  { value, from }: Setting,
  allowedHosts: readonly string[],
  host: Host,
): URL | string {
  // The drive of a Windows path has one letter. What begins with a number is an address that lacks its scheme.
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
      // Only where the URI is the option of a program is the other option within reach.
      const option = from === "argument uri" ? "the option allowedHosts or " : "";
      problem = `asks the public host ${hostname} unencrypted. Use https:, or name it in ${option}the variable ${ALLOWED_HOSTS}.`;
    }
  } catch {
    // Not a URI, or percent signs that encode nothing.
  }
  throw new ConfigurationError("INVALID_CONFIGURATION", `${from} ${problem}`);
}

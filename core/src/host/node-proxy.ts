/**
 * The proxy for HTTPS that the environment names.
 *
 * @module
 */
import { ConfigurationError } from "../errors.ts";

type Env = (name: string) => string | undefined;

export interface ProxyServer {
  /** Its address, which may hold a password. */
  readonly url: string;
  /** Host and port alone, for messages. */
  readonly address: string;
  /** The variable that names it. */
  readonly variable: string;
  /** The hosts that are reached without it, as the environment writes them. */
  readonly exceptions: string;
}

/** The proxy by which a host is reached: the first of the variables that is not empty, as curl reads them. */
export function proxyFor(url: string, env: Env): ProxyServer | undefined {
  const variable = ["https_proxy", "HTTPS_PROXY"].find((name) => env(name));
  if (variable === undefined) return undefined;
  const exceptions = env("no_proxy") || env("NO_PROXY") || "";
  if (isException(new URL(url), exceptions)) return undefined;
  const value = env(variable) ?? "";
  const proxyUrl = /^[a-z][a-z\d+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  if (!URL.canParse(proxyUrl))
    throw new ConfigurationError(
      "INVALID_CONFIGURATION",
      `The environment variable ${variable} is not the address of a proxy. Write http://HOST:PORT.`,
    );
  return { url: proxyUrl, address: new URL(proxyUrl).host, variable, exceptions };
}

/**
 * Refuses a proxy that Node cannot use, rather than pass it over without a word.
 *
 * @throws {ConfigurationError} `INVALID_CONFIGURATION`.
 */
export function checkKind({ url, address, variable }: ProxyServer, host: string): void {
  const kind = new URL(url).protocol;
  if (kind === "http:" || kind === "https:") return;
  throw new ConfigurationError(
    "INVALID_CONFIGURATION",
    `The environment variable ${variable} names ${kind}//${address}, and Node uses only proxies of the kinds http and https. Name one of those, or add ${host} to NO_PROXY.`,
  );
}

/** Whether this Node obeys proxies: from 22.21 and 24.5 on. */
export function canUseProxy(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 24 || (major === 24 && minor >= 5) || (major === 22 && minor >= 21);
}

/** An entry is a host, or with a dot or an asterisk before it every host below; with or without a port. */
function isException({ hostname, host }: URL, exceptions: string): boolean {
  return exceptions.split(/[\s,]+/).some((entry) => {
    if (entry.startsWith(".") || entry.startsWith("*")) return hostname.endsWith(entry.replace(/^\*/, ""));
    return entry !== "" && [hostname, host].includes(entry);
  });
}

/**
 * Network errors by their names, where a server-side runtime knows more than "could not be reached".
 *
 * @module
 */
import { safeIdentifier, UnavailableError } from "../errors.ts";
import type { ProxyServer } from "./node-proxy.ts";

/** The codes of OpenSSL for a chain of certificates that ends at no authority that the runtime knows. */
const UNKNOWN_AUTHORITY = [
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "CERT_UNTRUSTED",
];

/** Deno's errors have no codes. Its texts hold the address, so that they are read, but never shown. */
const DENO_TEXTS: readonly (readonly [RegExp, string])[] = [
  [/Connection refused/, "ECONNREFUSED"],
  [/Proxy server unreachable/, "ECONNREFUSED"],
  [/dns error/, "ENOTFOUND"],
  [/invalid peer certificate: (UnknownIssuer|Other)/, "UNKNOWN_ISSUER"],
];

/**
 * The error of a failed request: `NETWORK_ERROR` with its cause and remedy where they are known, else what was thrown,
 * which the kernel names by its code.
 *
 * @param proxy by which the request was meant to go
 * @param isIgnored whether this runtime does not use it
 */
export function explainNetworkError(
  url: string,
  thrown: unknown,
  proxy: ProxyServer | undefined,
  isIgnored: boolean,
): unknown {
  const { origin, host, hostname } = new URL(url);
  const { name, message, code, cause, statusCode } = Object(thrown) as Record<string, unknown>;
  const inner = Object(cause) as Record<string, unknown>;
  const text = `${message} ${inner["message"]}`;
  const denoCode = DENO_TEXTS.find(([pattern]) => pattern.test(text))?.[1];
  const systemCode = safeIdentifier(code) ?? safeIdentifier(inner["code"]) ?? denoCode;
  const error = (said: string, retryable = true): UnavailableError =>
    new UnavailableError("NETWORK_ERROR", said, {
      systemCode: systemCode ?? safeIdentifier(name),
      retryable,
    });

  if (name === "NotCapable")
    return error(`${origin} may not be reached (NotCapable). Run Deno with --allow-net=${host}.`, false);
  const shown = [systemCode, typeof statusCode === "number" ? statusCode : ""].join(" ").trim() || "no code";
  if (systemCode === "UNKNOWN_ISSUER")
    return error(
      `${origin} has a certificate of an unknown authority. If that is your company's or its proxy's, name the file of its certificate in DENO_CERT.`,
    );
  if (systemCode !== undefined && UNKNOWN_AUTHORITY.includes(systemCode))
    return error(
      `${origin} has a certificate of an unknown authority (${shown}). If that is your company's or its proxy's, name the file of its certificate in NODE_EXTRA_CA_CERTS.`,
    );
  if (proxy === undefined)
    return denoCode === undefined ? thrown : Object.assign(new Error(denoCode), { code: denoCode });
  const { address, variable } = proxy;
  if (isIgnored)
    return error(
      `${origin} could not be reached (${shown}), and the proxy ${address} of ${variable} was ignored, because this Node cannot use one. Use Node 22.21 or later.`,
    );
  return error(
    `${origin} could not be reached through the proxy ${address} of ${variable} (${shown}). Check the proxy, or add ${hostname} to NO_PROXY.`,
  );
}

/**
 * The hosts that signed requests go to.
 *
 * @module
 */
import { hostKind, parseEndpoint } from "@alicred/plugin-kit";
import { invalid } from "./call.ts";

const ALIBABA_CLOUD = /(^|\.)(aliyuncs|alibabacloud|aliyun|aliyun-inc)\.com$/;

/**
 * Refuses an address to which a signed request is not sent.
 *
 * @param others hosts besides those of Alibaba Cloud and of this machine, with their port where they have one
 * @throws {ConfigurationError} `INVALID_OPTION`
 */
export function checkAddress({ origin, host, hostname }: URL, others: readonly string[]): void {
  if (parseEndpoint(origin) === undefined)
    throw invalid(
      `${origin} is not https, and a signed request is never sent unencrypted. http:// is accepted for loopback hosts only.`,
    );
  if (ALIBABA_CLOUD.test(hostname) || others.includes(host) || hostKind(hostname) === "loopback") return;
  throw invalid(
    `${host} is not a host of Alibaba Cloud, and would learn the session's token. If it is yours, list it in hosts.`,
  );
}

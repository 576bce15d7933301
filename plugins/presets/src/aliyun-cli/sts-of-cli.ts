import type { CredentialSource, Host } from "@alicred/core";
import type { ProfileFields } from "@alicred/plugin-kit";
import { parseEndpoint } from "@alicred/plugin-kit";

/** The CLI names the address of STS itself, so that these variables of the SDKs never count below it. */
const HIDDEN: ReadonlySet<string> = new Set([
  "ALIBABA_CLOUD_STS_ENDPOINT",
  "ALIBABA_CLOUD_STS_REGION",
  "ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED",
]);

/**
 * The fields with the address of STS as the CLI reads it: blanks, the scheme and a slash at the end of `sts_endpoint`
 * are dropped, and HTTPS is spoken. Only for a loopback host `http://` stays, for a simulator. `enable_vpc` is unknown
 * to the CLI.
 */
export function stsFields({ enable_vpc: _, ...fields }: ProfileFields): ProfileFields {
  const { sts_endpoint: endpoint } = fields;
  if (typeof endpoint !== "string") return fields;
  const address = endpoint.trim();
  const isUsable = parseEndpoint(address) !== undefined;
  return {
    ...fields,
    sts_endpoint: (isUsable ? address : address.replace(/^https?:\/\//i, "").replace(/\/$/, "")) || undefined,
  };
}

/** The source, which does not see the SDKs' variables for the address of STS. */
export function withoutStsVariables(source: CredentialSource): CredentialSource {
  // Sources keep what they remember by host: each host has one counterpart.
  const hosts = new WeakMap<Host, Host>();
  return {
    ...source,
    resolve(context) {
      const { env } = context.host;
      const read = env && ((name: string) => (HIDDEN.has(name) ? undefined : env(name)));
      const host = hosts.get(context.host) ?? { ...context.host, env: read };
      hosts.set(context.host, host);
      return source.resolve({ ...context, host });
    },
  };
}

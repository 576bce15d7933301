import type { ResolveContext } from "@alicred/core";
import { checkSetting, readVariable } from "@alicred/plugin-kit";
import { endpointRules, type StsOptions } from "@alicred/sts";
import { note } from "./notes.ts";
import type { ProviderSettings } from "./provider-block.ts";
import { readSharedFile, regionOf, type SharedFile } from "./shared-file.ts";

/** The variables by which the official SDKs, and other sources here, choose an STS. */
const IGNORED = [
  "ALIBABA_CLOUD_STS_ENDPOINT",
  "ALIBABA_CLOUD_STS_REGION",
  "ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED",
];

export type StsOfBlock = Pick<StsOptions, "endpoint" | "region" | "vpc" | "attemptTimeoutMs" | "timeoutMs">;

/**
 * The STS that Terraform's provider calls, the block's or else that of its region, and how long it waits. No variable
 * leads to another one; the trace warns of those that would elsewhere.
 *
 * @param file the shared file, where it was read already
 */
export async function stsOf(
  context: ResolveContext,
  settings: ProviderSettings,
  file?: SharedFile,
): Promise<StsOfBlock> {
  const { host } = context;
  const { client_connect_timeout: connectMs = 0, client_read_timeout: readMs = 0 } = settings;
  const attemptTimeoutMs = connectMs + readMs || undefined;
  const timeouts = attemptTimeoutMs && { attemptTimeoutMs, timeoutMs: Math.max(attemptTimeoutMs, 12_000) };
  const endpoint = settings.endpoints?.sts;
  if (endpoint) return { endpoint, vpc: false, ...timeouts };
  // Checked here, where it is known what named it.
  const found = regionOf(host, settings, file ?? (await readSharedFile(host, settings)));
  const region = checkSetting(found, endpointRules.region);
  note(context, { region });
  for (const variable of IGNORED)
    if (readVariable(host, [variable]))
      context.warn(
        `environment variable ${variable} is ignored, as by Terraform's provider. Set endpoints { sts } or region.`,
      );
  return { region: region?.value, vpc: false, ...timeouts };
}

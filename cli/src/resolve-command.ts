import { type Credentials, refreshing } from "@alicred/core";
import { COMMAND_TIMEOUT_MS, commandHost } from "./command-host.ts";
import { describeExpiry } from "./expiry.ts";
import type { CommandOptions } from "./program.ts";
import { withProviderBlock } from "./provider-config.ts";
import { commandRegion, commandSource } from "./sources.ts";

/** `alicred resolve`: credentials as JSON for programs, or a summary without secrets for people. */
export async function resolveCommand(options: CommandOptions): Promise<void> {
  const host = commandHost();
  const sourceOptions = await withProviderBlock(options);
  const resolver = refreshing(commandSource(sourceOptions), { host, refreshTimeoutMs: COMMAND_TIMEOUT_MS });
  const credentials = await resolver.get();
  resolver.close();
  const region = await commandRegion(sourceOptions, host);
  const nowMs = host.clock.now();
  process.stdout.write(
    options.json ? `${JSON.stringify(reveal(credentials, region))}\n` : summary(credentials, region, nowMs),
  );
}

// The one place that prints secrets, and only when JSON is asked for.
function reveal(credentials: Credentials, region: string | undefined): unknown {
  const { accessKeyId, accessKeySecret, securityToken, expiration, provenance } = credentials;
  return {
    accessKeyId,
    accessKeySecret,
    securityToken,
    expiration: expiration?.toISOString(),
    region,
    provenance,
  };
}

function summary(credentials: Credentials, region: string | undefined, nowMs: number): string {
  const { accessKeyId, securityToken, expiration, provenance } = credentials;
  return [
    `access key id  ${accessKeyId}`,
    `kind           ${securityToken === undefined ? "long-lived access key" : "temporary, with an STS token"}`,
    `expires        ${describeExpiry(expiration, nowMs)}`,
    ...(region === undefined ? [] : [`region         ${region}`]),
    `from           ${provenance.join(" < ")}`,
    "",
    "The secret is not shown. --json prints the credentials; alicred why explains them.",
    "",
  ].join("\n");
}

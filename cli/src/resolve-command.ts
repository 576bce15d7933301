import type { Credentials } from "@alicred/core";
import { printWarnings, withResolver } from "./command-resolver.ts";
import { describeExpiry } from "./expiry.ts";
import type { CommandOptions } from "./program.ts";
import { blockRegion } from "./sources.ts";

/** `alicred resolve`: credentials as JSON for programs, or a summary without secrets for people. Warnings go to standard error. */
export function resolveCommand(options: CommandOptions): Promise<void> {
  return withResolver(options, async ({ resolver, host, sourceOptions, trace, region: regionOfProfile }) => {
    try {
      const credentials = await resolver.get();
      const region = (await blockRegion(sourceOptions, host)) ?? regionOfProfile();
      process.stdout.write(
        options.json
          ? `${JSON.stringify(reveal(credentials, region))}\n`
          : summary(credentials, region, host.clock.now()),
      );
    } finally {
      const entry = trace();
      if (entry !== undefined) printWarnings([entry]);
    }
  });
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
  const isTemporary = securityToken !== undefined;
  const isLongLived = !isTemporary && expiration === undefined;
  return [
    `access key id  ${accessKeyId}`,
    `kind           ${isTemporary ? "temporary, with an STS token" : "long-lived access key"}`,
    `expires        ${isLongLived ? "never, unless it is revoked" : describeExpiry(expiration, nowMs)}`,
    ...(region === undefined ? [] : [`region         ${region}`]),
    `from           ${provenance.join(" < ")}`,
    "",
    "The secret is not shown. --json prints the credentials; alicred why explains them.",
    "",
  ].join("\n");
}

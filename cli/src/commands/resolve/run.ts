import type { Credentials } from "@alicred/core";
import { reportFailure } from "../../command/failure.ts";
import type { CommandOptions, ProgramOptions } from "../../command/options.ts";
import { type CommandTools, printWarnings, withResolver } from "../../command/resolver.ts";
import { blockRegion } from "../../command/sources.ts";
import { describeExpiry } from "../../terminal/expiry.ts";
import { type Line, print, printJson } from "../../terminal/terminal.ts";

/** `alicred resolve`: credentials as JSON for programs, or a summary without secrets for people. Warnings go to standard error. */
export function resolveCommand(options: CommandOptions, program: ProgramOptions): Promise<void> {
  return reportFailure(() =>
    withResolver(options, program, (tools) => printCredentials(tools, options.json)),
  );
}

async function printCredentials(tools: CommandTools, asJson: boolean | undefined): Promise<void> {
  const { resolver, host, sourceOptions, trace, region: regionOfProfile } = tools;
  try {
    const credentials = await resolver.get();
    const region = (await blockRegion(sourceOptions, host)) ?? regionOfProfile();
    if (asJson) printJson(reveal(credentials, region));
    else print(summary(credentials, region, host.clock.now()));
  } finally {
    const entry = trace();
    if (entry !== undefined) printWarnings([entry]);
  }
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

function summary(credentials: Credentials, region: string | undefined, nowMs: number): readonly Line[] {
  const { accessKeyId, expiration, provenance } = credentials;
  const kind = kindOf(credentials);
  const isLongLived = kind === KINDS.lasting && expiration === undefined;
  return [
    `access key id  ${accessKeyId}`,
    `kind           ${kind}`,
    `expires        ${isLongLived ? "never, unless it is revoked" : describeExpiry(expiration, nowMs)}`,
    ...(region === undefined ? [] : [`region         ${region}`]),
    `from           ${provenance.join(" < ")}`,
    "",
    "The secret is not shown. --json prints the credentials; alicred why explains them.",
  ];
}

const KINDS = {
  lasting: "long-lived access key",
  session: "temporary, with an STS token",
  halfSession: "temporary, but its STS token is missing: services will refuse it",
} as const;

function kindOf({ accessKeyId, securityToken }: Credentials): string {
  if (securityToken !== undefined) return KINDS.session;
  return accessKeyId.startsWith("STS.") ? KINDS.halfSession : KINDS.lasting;
}

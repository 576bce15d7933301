import type { Credentials } from "@alicred/core";
import { describeExpiry } from "../../terminal/expiry.ts";
import { tableLines } from "../../terminal/table.ts";
import { print, printError, printJson, printRaw, printWarning } from "../../terminal/terminal.ts";
import { assignments, SHELL_SYNTAX } from "../exec/assignments.ts";
import { roleNameOf } from "./metadata-route.ts";
import { serveText } from "./text.ts";

/** A profile that is served. */
export interface ServingProfile {
  readonly name: string;
  /** `undefined`: it has none now. */
  readonly credentials: Credentials | undefined;
  readonly region: string | undefined;
  /** Its credentials URI; `undefined` for the metadata service. */
  readonly uri: string | undefined;
}

export interface ViewOptions {
  readonly json?: boolean | undefined;
  readonly ecs?: boolean | undefined;
  readonly printEnv?: string | undefined;
  readonly origin: string;
  readonly nowMs: number;
}

/** Says where the credentials are: as JSON, as variables, or for a person. */
export function printServing(profiles: readonly ServingProfile[], options: ViewOptions): void {
  const { json, printEnv, ecs = false, origin, nowMs } = options;
  const text = serveText();
  if (json) printJson(summary(profiles, ecs, origin));
  else if (printEnv !== undefined) printVariables(profiles, printEnv);
  else {
    print([text.serving(profiles.length), ""]);
    print(
      tableLines([
        [text.profile, ecs ? text.role : text.address, text.until],
        ...profiles.map(({ name, uri, credentials }) => [
          name,
          uri ?? roleNameOf(name),
          credentials === undefined ? "-" : describeExpiry(credentials.expiration, nowMs),
        ]),
      ]),
    );
    print([
      "",
      ...(ecs
        ? [`${origin}/latest/meta-data/`, text.openToAll, text.metadataHint(origin)]
        : [text.keepSecret]),
    ]);
  }
  for (const { name, credentials } of profiles) {
    if (credentials === undefined) printWarning(text.stopped(name));
    else if (credentials.securityToken === undefined) printWarning(text.lasting(name));
  }
}

function summary(profiles: readonly ServingProfile[], ecs: boolean, origin: string): unknown {
  return {
    pid: process.pid,
    origin,
    profiles: profiles.map(({ name, uri, region, credentials }) => ({
      profile: name,
      ...(ecs ? { role: roleNameOf(name) } : { uri }),
      region,
      expiration: credentials?.expiration?.toISOString(),
    })),
  };
}

function printVariables([profile]: readonly ServingProfile[], shell: string): void {
  const syntax = SHELL_SYNTAX[shell];
  if (profile?.credentials === undefined || profile.uri === undefined || syntax === undefined) return;
  const { credentials, uri, region, name } = profile;
  const lines = assignments({ credentials, credentialsUri: uri, region, profile: name }, process.env, syntax);
  printRaw(lines.map((line) => `${line}\n`).join(""));
  printError([serveText().serving(1)]);
}

import type { Host } from "@alicred/core";

/** A choice, and what made it: for the trace and for messages. */
export interface Selected {
  readonly value: string;
  readonly from: string;
  /** Whether a person or program asked for just this, so that its absence is an error. */
  readonly explicit: boolean;
}

export const PROFILE_VARIABLES: readonly string[] = [
  "ALIBABACLOUD_PROFILE",
  "ALIBABA_CLOUD_PROFILE",
  "ALICLOUD_PROFILE",
];
export const FILE_VARIABLES: readonly string[] = ["ALIBABA_CLOUD_CONFIG_FILE"];

/** The profile that was asked for; `undefined` leaves the choice to the file. */
export function selectProfile(
  host: Host,
  argument: string | undefined,
  variables: readonly string[],
): Selected | undefined {
  return select(host, argument, "argument profile", variables);
}

/** The file to read, as it was named: `~` is not yet replaced. */
export function selectFile(host: Host, argument: string | undefined, variables: readonly string[]): Selected {
  const selected = select(host, argument, "argument configFile", variables);
  return selected ?? { value: "~/.aliyun/config.json", from: "the default path", explicit: false };
}

/** The path with a leading `~` replaced, or `undefined` when that needs a home folder and there is none. */
export function expandHome(host: Host, path: string): string | undefined {
  if (!/^~(?=$|[/\\])/.test(path)) return path;
  const home = host.homeDirectory?.();
  return home && home + path.slice(1);
}

function select(
  host: Host,
  argument: string | undefined,
  from: string,
  variables: readonly string[],
): Selected | undefined {
  if (argument !== undefined) return { value: argument, from, explicit: true };
  for (const name of variables) {
    const value = host.env?.(name)?.trim();
    if (value) return { value, from: `environment variable ${name}`, explicit: true };
  }
  return undefined;
}

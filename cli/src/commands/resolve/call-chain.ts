import { ConfigurationError } from "@alicred/core";
import { formatsText } from "./text.ts";

/** Tells a command that runs below another, such as that of an `External` profile, for which profiles those above ask. */
const VARIABLE = "ALICRED_CALLS";
/** More than this many commands below each other are a mistake too. */
const MOST_CALLS = 5;

/**
 * Runs `work`, and the programs that it starts know that this command asks for the profile.
 *
 * @throws {ConfigurationError} `PROFILE_CYCLE` when a command above this one asks for the same: the two would start each
 *   other without end.
 */
export async function asCall(
  profile: string | undefined,
  configFile: string | undefined,
  work: () => Promise<void>,
): Promise<void> {
  const call = `${profile ?? "(default)"}${configFile === undefined ? "" : ` of ${configFile}`}`;
  const above = callsAbove();
  if (above.includes(call) || above.length >= MOST_CALLS)
    throw new ConfigurationError("PROFILE_CYCLE", formatsText().cycle([...above, call].join(" > ")));
  const before = process.env[VARIABLE];
  process.env[VARIABLE] = JSON.stringify([...above, call]);
  try {
    await work();
  } finally {
    if (before === undefined) delete process.env[VARIABLE];
    else process.env[VARIABLE] = before;
  }
}

function callsAbove(): readonly string[] {
  try {
    const calls: unknown = JSON.parse(process.env[VARIABLE] ?? "[]");
    return Array.isArray(calls) ? calls.filter((each) => typeof each === "string") : [];
  } catch {
    return [];
  }
}

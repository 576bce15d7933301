import { COMPARED, type ComparedTool, type Reason, reasonsFor } from "./reasons.ts";
import type { Verdict } from "./verdict.ts";

/** The credentials that each of the tools would use here, and why they differ. */
export interface Comparison {
  readonly verdicts: Readonly<Record<ComparedTool, Verdict>>;
  readonly isSame: boolean;
  readonly reasons: readonly Reason[];
  /** The command that makes them equal. */
  readonly command: string;
}

/** Compares the answers for the tools, with the variables that are set. */
export function compared(
  verdicts: Comparison["verdicts"],
  env: Readonly<Record<string, string | undefined>>,
): Comparison {
  const all = COMPARED.map((tool) => verdicts[tool]);
  const identities = new Set(all.map(({ identity }) => identity));
  const isSame = identities.size === 1 && !identities.has(undefined);
  const profile = [verdicts.sdk, verdicts.cli, verdicts.terraform].find((each) => each.profile)?.profile;
  return {
    verdicts,
    isSame,
    reasons: reasonsFor(verdicts, env),
    command: `alicred exec ${profile === undefined ? "" : `${profile} `}-- CMD`,
  };
}

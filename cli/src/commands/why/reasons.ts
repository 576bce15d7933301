import { SELECTING_VARIABLES } from "@alicred/plugin-kit";
import type { Verdict } from "./verdict.ts";

/** The tools that are compared, in the order of the columns. */
export const COMPARED = ["terraform", "sdk", "cli"] as const;

export type ComparedTool = (typeof COMPARED)[number];

/** A reason for which tools differ. */
export interface Reason {
  readonly code:
    | "variable-of-some"
    | "stray-token"
    | "current-is-unknown"
    | "profile-variable"
    | "cli-ignores-profiles"
    | "sdk-ignores-profiles"
    | "file-of-some"
    | "block-role"
    | "no-region";
  /** The variable, file or argument that it is about. */
  readonly name?: string;
  /** The tools that it applies to. */
  readonly tools?: readonly ComparedTool[];
}

type Env = Readonly<Record<string, string | undefined>>;
type Verdicts = Readonly<Record<ComparedTool, Verdict>>;

/** The variables of a token, and those of the keys that it may belong to. */
const TOKENS: Readonly<Record<string, readonly string[]>> = {
  ALIBABA_CLOUD_SECURITY_TOKEN: ["ALIBABA_CLOUD_ACCESS_KEY_ID"],
  ALIBABACLOUD_SECURITY_TOKEN: ["ALIBABACLOUD_ACCESS_KEY_ID"],
  ALICLOUD_SECURITY_TOKEN: ["ALICLOUD_ACCESS_KEY_ID", "ALICLOUD_ACCESS_KEY"],
  SECURITY_TOKEN: ["ACCESS_KEY_ID", "ALICLOUD_ACCESS_KEY"],
};

/** The reasons for which the tools do not all use the same: from their answers, and from the variables that are set. */
export function reasonsFor(verdicts: Verdicts, env: Env): readonly Reason[] {
  const reasons: Reason[] = [];
  const named = new Map<string, ComparedTool[]>();
  for (const tool of COMPARED)
    for (const place of verdicts[tool].from) named.set(place, [...(named.get(place) ?? []), tool]);
  for (const [place, tools] of named) {
    if (tools.length === COMPARED.length || place.startsWith("profile ")) continue;
    if (env[place] !== undefined) reasons.push({ code: "variable-of-some", name: place, tools });
    else if (tools[0] === "terraform" && /^assume_role/.test(place))
      reasons.push({ code: "block-role", name: place });
    else reasons.push({ code: "file-of-some", name: place, tools });
  }
  for (const [token, keys] of Object.entries(TOKENS))
    if (env[token] && keys.every((key) => !env[key])) reasons.push({ code: "stray-token", name: token });
  if (env["ALIBABA_CLOUD_IGNORE_PROFILE"] === "TRUE")
    reasons.push({ code: "cli-ignores-profiles", name: "ALIBABA_CLOUD_IGNORE_PROFILE", tools: ["cli"] });
  if (env["ALIBABA_CLOUD_CLI_PROFILE_DISABLED"]?.toLowerCase() === "true")
    reasons.push({
      code: "sdk-ignores-profiles",
      name: "ALIBABA_CLOUD_CLI_PROFILE_DISABLED",
      tools: ["sdk"],
    });
  reasons.push(...profileReasons(verdicts, env));
  if (verdicts.sdk.region === undefined || verdicts.sdk.region.from === "")
    reasons.push({ code: "no-region", tools: ["sdk"] });
  return reasons;
}

function profileReasons({ terraform, sdk, cli }: Verdicts, env: Env): readonly Reason[] {
  const usesCurrent = [sdk, cli].some(({ profile }) => profile !== undefined);
  if (terraform.profile === undefined && terraform.outcome === "not-configured" && usesCurrent)
    return [{ code: "current-is-unknown", tools: ["terraform"] }];
  const profiles = new Set([terraform, sdk, cli].flatMap(({ profile }) => profile ?? []));
  const variable = SELECTING_VARIABLES.any.profile.find((name) => env[name]);
  return profiles.size > 1 && variable !== undefined ? [{ code: "profile-variable", name: variable }] : [];
}

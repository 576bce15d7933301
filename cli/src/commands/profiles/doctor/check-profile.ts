import { stat } from "node:fs/promises";
import type { Host } from "@alicred/core";
import {
  expandHome,
  type ProfileFields,
  type ProfileMode,
  quote,
  textOf,
  timeFieldWarning,
} from "@alicred/plugin-kit";
import type { FileProfile, Profiles } from "../../../command/config-file.ts";
import { didYouMean } from "../../../command/did-you-mean.ts";
import { FIELD_NAMES, fieldNames, isSecret, typeOf } from "../../../command/profile-fields.ts";
import { modeNamed } from "../../../command/profile-source.ts";
import { profileWord } from "../../../command/profile-word.ts";
import { describeSpan } from "../../../terminal/expiry.ts";
import { language } from "../../../terminal/language.ts";
import { type State, stateOf } from "../describe.ts";
import { areSwapped } from "../draft.ts";
import { type Finding, finding, plainFinding } from "./finding.ts";

/** A session with less left than this is worth a word. */
const SOON_MS = 3_600_000;

/** The findings about one profile, as far as the file says. */
export async function checkProfile(
  host: Host,
  profiles: Profiles,
  profile: FileProfile,
  modes: readonly ProfileMode[],
): Promise<readonly Finding[]> {
  const { name, fields } = profile;
  const nowMs = host.clock.now();
  const word = profileWord(name, profiles.configFile);
  return [
    ...keyFindings(fields, word),
    ...stateFindings(stateOf(profiles, profile, modes, nowMs), word, nowMs),
    ...sourceFindings(profiles, fields, modes, nowMs),
    ...fieldFindings(fields, word, modes),
    ...(await fileFindings(host, fields, word)),
    ...toolFindings(fields, modes, word),
  ];
}

const PLACEHOLDER =
  /^(["'`]).*\1$|^[<[{(%*]|^\$[\w{(]|^(x+|null|nil|none|undefined|changeme|todo|tbd|example|placeholder)$|\*{3}|^your[-_]?\w/i;

/** Values that cannot be what a service issued. */
function keyFindings(fields: ProfileFields, word: string): readonly Finding[] {
  const findings: Finding[] = [];
  for (const [field, value] of Object.entries(fields)) {
    if (typeof value !== "string" || !(isSecret(field) || field === "access_key_id")) continue;
    const isFile = field === "private_key";
    const set = `alicred profiles set ${word} ${field}=-`;
    if (!isFile && !/^[!-~]*$/.test(value))
      findings.push(finding("error", "invisible", (said) => said.invisible(field), set));
    else if (!isFile && PLACEHOLDER.test(value))
      findings.push(finding("error", "placeholder", (said) => said.placeholder(field), set));
  }
  if (areSwapped(fields))
    findings.push(
      plainFinding("error", "swapped", `alicred profiles set ${word} access_key_id=- access_key_secret=-`),
    );
  const isSession = textOf(fields["access_key_id"]).startsWith("STS.");
  if (isSession && /^(ak|ramrolearn)$/i.test(textOf(fields["mode"])) && fields["sts_token"] === undefined)
    findings.push(
      plainFinding("error", "token-missing", `alicred profiles set ${word} mode=StsToken sts_token=-`),
    );
  return findings;
}

function stateFindings({ code, error, expiresAtMs }: State, word: string, nowMs: number): readonly Finding[] {
  const span = describeSpan(Math.abs((expiresAtMs ?? nowMs) - nowMs));
  const login = `alicred login ${word}`;
  if (error !== undefined)
    return [
      finding("error", "invalid", (said) => said.invalid(error.message), remedyFor(error.message, word)),
    ];
  if (code === "login-needed")
    return [
      expiresAtMs === undefined
        ? plainFinding("error", "login-needed", login)
        : finding("error", "login-needed-since", (said) => said["login-needed-since"](span), login),
    ];
  if (code === "expired")
    return [
      finding(
        "error",
        "expired",
        (said) => said.expired(span),
        `alicred profiles set ${word} access_key_id=- access_key_secret=- sts_token=-`,
      ),
    ];
  if (code === "valid" && expiresAtMs !== undefined && expiresAtMs - nowMs < SOON_MS)
    return [finding("info", "ends-soon", (said) => said["ends-soon"](span))];
  return [];
}

/** A line that sets the field which a complaint names. */
function remedyFor(complaint: string, word: string): string {
  const field = complaint.match(/[a-z]+(?:_[a-z]+)+/g)?.find((each) => FIELD_NAMES.includes(each));
  if (field === undefined || complaint.includes("cycle")) return `alicred profiles show ${word}`;
  return `alicred profiles set ${word} ${field}=${isSecret(field) ? "-" : "VALUE"}`;
}

/** The findings about the profile that this one leads to. */
function sourceFindings(
  profiles: Profiles,
  { source_profile: source }: ProfileFields,
  modes: readonly ProfileMode[],
  nowMs: number,
): readonly Finding[] {
  const below = profiles.profiles.find(({ name }) => name === source);
  if (below === undefined) return [];
  const { name } = below;
  const { code, expiresAtMs } = stateOf(profiles, below, modes, nowMs);
  const login = `alicred login ${profileWord(name, profiles.configFile)}`;
  if (code === "login-needed")
    return [finding("error", "source-login-needed", (said) => said["source-login-needed"](name), login)];
  if (code !== "login-valid" || expiresAtMs === undefined || expiresAtMs - nowMs > SOON_MS) return [];
  const span = describeSpan(expiresAtMs - nowMs);
  return [finding("warning", "source-ends-soon", (said) => said["source-ends-soon"](name, span), login)];
}

/** Fields that nobody reads, or that others read differently. */
function fieldFindings(
  fields: ProfileFields,
  word: string,
  modes: readonly ProfileMode[],
): readonly Finding[] {
  const known = new Set(fieldNames(modes));
  const findings: Finding[] = [];
  for (const [field, value] of Object.entries(fields)) {
    if (!known.has(field)) {
      if (known.has(field.toLowerCase()) || field.startsWith("alicred_")) continue;
      const nearest = nearestField(field, known);
      findings.push(
        nearest === undefined
          ? finding("info", "unknown-field", (said) => said["unknown-field"](field))
          : finding(
              "warning",
              "misspelt-field",
              (said) => said["misspelt-field"](field, nearest),
              `alicred profiles set ${word} ${nearest}=… ${quote(field)}=`,
            ),
      );
      continue;
    }
    if (/expir/.test(field) && field !== "expired_seconds" && timeFieldWarning(value, field) !== undefined)
      findings.push(finding("warning", "time-form", (said) => said["time-form"](field)));
    const type = typeOf(field);
    const isOfType = type === "text" ? typeof value === "string" : typeof value === type;
    if (!isOfType && field !== "verified" && !/expir/.test(field))
      findings.push(finding("warning", "field-type", (said) => said["field-type"](field)));
  }
  const mode = modeNamed(modes, fields["mode"])?.mode;
  if (mode !== undefined && fields["mode"] !== mode)
    findings.push(
      finding(
        "warning",
        "mode-spelling",
        (said) => said["mode-spelling"](mode),
        `alicred profiles set ${word} mode=${mode}`,
      ),
    );
  return findings;
}

/** The known field that a name differs from by a letter or two. */
function nearestField(field: string, known: ReadonlySet<string>): string | undefined {
  const nearest = /"([^"]+)"/.exec(didYouMean(field, known))?.[1];
  if (nearest === undefined || field.length < 4) return undefined;
  const letters = (text: string): string => [...text.toLowerCase().replace(/[^a-z]/g, "")].sort().join("");
  const isAnagram = letters(nearest) === letters(field);
  const isClose =
    Math.abs(nearest.length - field.length) <= 1 &&
    sharedEnds(nearest, field.toLowerCase()) >= nearest.length - 2;
  return isAnagram || isClose ? nearest : undefined;
}

/** The letters that two names have in common at their beginnings and at their ends. */
function sharedEnds(one: string, other: string): number {
  let start = 0;
  while (start < one.length && one[start] === other[start]) start += 1;
  let end = 0;
  while (end < one.length - start && one.at(-1 - end) === other.at(-1 - end)) end += 1;
  return start + end;
}

/** Files that a profile names. */
async function fileFindings(host: Host, fields: ProfileFields, word: string): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const field of ["oidc_token_file", "private_key", "private_key_file"]) {
    const value = fields[field];
    if (typeof value !== "string" || value.includes("-----BEGIN") || value.length > 500) continue;
    const path = expandHome(host, value.trim());
    const exists =
      path !== undefined &&
      (await stat(path).then(
        () => true,
        () => false,
      ));
    if (!exists)
      findings.push(
        finding(
          "error",
          "no-such-file",
          (said) => said["no-such-file"](field),
          `alicred profiles set ${word} ${field}=PATH`,
        ),
      );
  }
  return findings;
}

const SDK_MODES = /^(ak|ststoken|ramrolearn|ecsramrole|chainableramrolearn|cloudsso|external|oauth|oidc)$/;
const CLI_MODES =
  /^(ak|ststoken|ramrolearn|ecsramrole|chainableramrolearn|cloudsso|external|oauth|oidc|credentialsuri|ramrolearnwithrolename|rsakeypair|bearertoken|anonymous)$/;
const NAMED_SESSION = /^(ramrolearn|chainableramrolearn|oidc)$/;

/** Which of the official tools can use the profile. */
function toolFindings(
  fields: ProfileFields,
  modes: readonly ProfileMode[],
  word: string,
): readonly Finding[] {
  const mode = modeNamed(modes, fields["mode"])?.mode;
  if (mode === undefined) return [];
  const key = mode.toLowerCase();
  const findings: Finding[] = [];
  const hasRegion = fields["region_id"] !== undefined;
  const lacksSession = NAMED_SESSION.test(key) && fields["ram_session_name"] === undefined;
  if (!hasRegion && CLI_MODES.test(key))
    findings.push(plainFinding("warning", "no-region", `alicred profiles set ${word} region_id=cn-hangzhou`));
  if (lacksSession)
    findings.push(
      plainFinding(
        "warning",
        "no-session-name",
        `alicred profiles set ${word} ram_session_name=${"alicred"}`,
      ),
    );
  if (key === "ak") findings.push(plainFinding("info", "long-lived", `alicred profiles rotate ${word}`));
  const can = {
    Terraform: SDK_MODES.test(key) && key !== "oidc",
    SDKs: SDK_MODES.test(key),
    CLI: CLI_MODES.test(key) && hasRegion && !lacksSession,
  };
  const isEverywhere = Object.values(can).every(Boolean);
  findings.push(
    finding(
      "info",
      "tools",
      (said) =>
        said.tools(
          mode,
          Object.entries(can)
            .map(([tool, isAble]) => (isAble ? said.yes(tool) : said.no(tool)))
            .join(language() === "zh" ? "，" : ", "),
        ),
      isEverywhere ? undefined : `alicred exec ${word} -- COMMAND`,
    ),
  );
  return findings;
}

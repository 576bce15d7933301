import { chmod } from "node:fs/promises";
import { AlicredError, type Host, refreshing } from "@alicred/core";
import type { ProfileMode } from "@alicred/plugin-kit";
import { sharedConfig } from "@alicred/shared-config";
import {
  configPlace,
  editProfiles,
  type FileProfile,
  type Profiles,
  readProfiles,
} from "../../../command/config-file.ts";
import { EXIT } from "../../../command/exit-codes.ts";
import { commandHost } from "../../../command/host.ts";
import { modesOf } from "../../../command/login-modes.ts";
import type { ProgramOptions } from "../../../command/options.ts";
import { profileNamed } from "../../../command/profile-source.ts";
import { profileWord } from "../../../command/profile-word.ts";
import { debugListener } from "../../../command/resolver.ts";
import { whileWaiting } from "../../../terminal/progress.ts";
import { askChoice, canAsk } from "../../../terminal/prompts.ts";
import { print, printError, printJson } from "../../../terminal/terminal.ts";
import { askCaller } from "../caller.ts";
import { callerText } from "../describe.ts";
import type { FamilyOptions } from "../options.ts";
import { checkConfigFile } from "./check-file.ts";
import { checkProfile } from "./check-profile.ts";
import { type Finding, finding, type Subject } from "./finding.ts";
import { checkOtherTools } from "./other-tools.ts";
import { doctorText } from "./text.ts";
import { subjectLines, summaryLine } from "./view.ts";

export interface DoctorOptions extends FamilyOptions {
  readonly fix?: boolean;
  readonly check?: boolean;
  readonly json?: boolean;
}

/** More profiles than this are shown only where something is wrong with them. */
const MOST_SHOWN = 20;

/** `alicred profiles doctor [NAME…]`: looks at every profile and file, and asks nobody but for `--check`. */
export async function doctor(
  names: readonly string[],
  options: DoctorOptions,
  program: ProgramOptions,
): Promise<void> {
  const host = commandHost();
  const modes = await modesOf(options.plugin, program, host);
  if (options.fix) await repair(host, options);
  const subjects = await examine(host, names, options, modes);
  const count = (level: Finding["level"]): number =>
    subjects.flatMap(({ findings }) => findings).filter((each) => each.level === level).length;
  const [errors, warnings] = [count("error"), count("warning")];
  if (errors > 0) process.exitCode = EXIT.failed;
  if (options.json) {
    printJson({ errors, warnings, subjects: subjects.map(jsonOf) });
    return;
  }
  const isLong = subjects.filter(({ kind }) => kind === "profile").length > MOST_SHOWN && names.length === 0;
  print(subjects.flatMap((subject) => subjectLines(subject, isLong)));
  print([summaryLine(errors, warnings)]);
}

async function examine(
  host: Host,
  names: readonly string[],
  { configFile, check, debug }: DoctorOptions,
  modes: readonly ProfileMode[],
): Promise<readonly Subject[]> {
  const { path, file } = configPlace(host, configFile);
  const read = await readProfiles(host, configFile).catch((thrown: unknown) => {
    if (thrown instanceof AlicredError) return thrown;
    throw thrown;
  });
  if (names.length > 0 && read instanceof AlicredError) throw read;
  const profiles = read instanceof AlicredError ? [] : chosen(read, names);
  const subjects: Subject[] = names.length > 0 ? [] : [await checkConfigFile(host, path, file, read)];
  const asked = check
    ? await askAll(host, { path, configFile }, profiles, modes, debug)
    : new Map<FileProfile, Finding>();
  for (const profile of profiles) {
    if (read instanceof AlicredError) continue;
    const answer = asked.get(profile);
    const findings = await checkProfile(host, read, profile, modes);
    subjects.push({
      kind: "profile",
      name: profile.name,
      findings: [...findings, ...(answer ? [answer] : [])],
    });
  }
  return names.length > 0 ? subjects : [...subjects, ...(await checkOtherTools(host))];
}

/** The profiles that were asked for, each name once: most tools use the first one. */
function chosen(profiles: Profiles, names: readonly string[]): readonly FileProfile[] {
  if (names.length > 0) return [...new Set(names)].map((name) => profileNamed(profiles, name));
  return profiles.profiles.filter(
    ({ name }, index, all) => all.findIndex((each) => each.name === name) === index,
  );
}

async function askAll(
  host: Host,
  { path, configFile }: Pick<Profiles, "path" | "configFile">,
  profiles: readonly FileProfile[],
  modes: readonly ProfileMode[],
  isDebug = false,
): Promise<ReadonlyMap<FileProfile, Finding>> {
  const findings = new Map<FileProfile, Finding>();
  const ask = async (profile: FileProfile): Promise<void> => {
    const { name, fields } = profile;
    const source = sharedConfig({ profile: name, configFile: path, modes });
    const answer = await askCaller(
      refreshing(source, { host, ...debugListener(host, isDebug) }),
      host,
      fields,
    );
    if (answer instanceof AlicredError)
      findings.set(
        profile,
        finding(
          "error",
          "refused",
          (said) => said.refused(answer.message),
          `alicred why -p ${profileWord(name, configFile)}`,
        ),
      );
    else if (answer.type === "Account")
      findings.set(
        profile,
        finding(
          "warning",
          "main-account",
          (said) => said["main-account"](answer.accountId),
          (said) => said.ramUser,
        ),
      );
    else
      findings.set(
        profile,
        finding("info", "works", (said) => said.works(callerText(answer))),
      );
  };
  await whileWaiting(
    doctorText().checking,
    (async () => {
      for (let at = 0; at < profiles.length; at += MOST_AT_ONCE)
        await Promise.all(profiles.slice(at, at + MOST_AT_ONCE).map(ask));
    })(),
  );
  return findings;
}

const MOST_AT_ONCE = 8;

/** Repairs what is safe: permissions by itself, a current profile after a question. */
async function repair(host: Host, options: DoctorOptions): Promise<void> {
  const said = doctorText();
  for (const { path, findings } of await examine(host, [], { ...options, check: false }, [])) {
    if (path !== undefined && findings.some((each) => each.code === "open-mode")) {
      const failed = await chmod(path, 0o600).catch(({ code }: NodeJS.ErrnoException) => String(code));
      printError([failed === undefined ? said.fixed(path) : said.notFixed(path, failed)]);
    }
    if (!findings.some(({ repair: how }) => how === "asks") || !canAsk()) continue;
    const { profiles } = await readProfiles(host, options.configFile);
    const [first] = profiles;
    if (first === undefined) continue;
    const choices = [...new Set(profiles.map(({ name }) => name))].map((name) => ({
      value: name,
      label: name,
    }));
    const question = {
      message: said.newCurrent,
      option: `alicred profiles use ${profileWord(first.name, options.configFile)}`,
    };
    const current = await askChoice(question, choices);
    await editProfiles(host, options.configFile, () => ({ current }));
    printError([said.fixedCurrent(current)]);
  }
}

/** For programs: the same in every language. */
function jsonOf({ kind, name, findings }: Subject): unknown {
  const { en } = doctorText.texts;
  return {
    kind,
    name,
    findings: findings.map(({ level, code, say, fix }) => ({
      level,
      code,
      message: say(en),
      fix: fix?.(en),
    })),
  };
}

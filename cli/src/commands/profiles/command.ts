import { type Command, Option } from "commander";
import type { DefineCommand } from "../../command/define.ts";
import { addCommand, parseFilled, withHelp, withPluginOption } from "../../command/define.ts";
import { helpText } from "../../command/help-text.ts";
import type { AddOptions } from "./add.ts";
import type { DoctorOptions } from "./doctor/run.ts";
import { profilesHelp } from "./help.ts";
import type { ImportOptions } from "./import/run.ts";
import type { ListOptions } from "./list.ts";
import type { FamilyOptions } from "./options.ts";
import type { RemoveOptions } from "./remove.ts";
import type { RotateOptions } from "./rotate/run.ts";
import type { SetOptions } from "./set.ts";
import type { ShowOptions } from "./show.ts";

/** `alicred profiles …` on the command line. */
export const defineProfiles: DefineCommand = (command, embedding) => {
  const help = profilesHelp();
  const texts = helpText();
  const family = withHelp(command);
  const add = (usage: string, name: keyof typeof help.commands): Command =>
    withPluginOption(addCommand(family, usage, help.commands[name])).option(
      "-c, --config-file <path>",
      texts.configFile,
      parseFilled,
    );

  add("list", "list")
    .option("--check", help.check)
    .addOption(new Option("-q, --quiet", help.quiet).conflicts("json"))
    .option("--json", texts.json)
    .addOption(new Option("--sort <by>", help.sort).choices(["name", "used"]).default("used"))
    .action((options: ListOptions) =>
      run(async () => (await import("./list.ts")).listProfiles(options, embedding)),
    );
  add("show", "show")
    .argument("[profile]", help.nameOrCurrent)
    .option("--reveal", help.reveal)
    .option("--json", texts.json)
    .action((name: string | undefined, options: ShowOptions) =>
      run(async () => (await import("./show.ts")).showProfile(name, options)),
    );
  add("add", "add")
    .argument("[name]", help.name)
    .argument("[assignments...]", help.assignments)
    .option("--check", help.checkBefore)
    .option("--use", help.makeCurrent)
    .option("--force", help.force)
    .action((name: string | undefined, words: readonly string[], options: AddOptions) =>
      run(async () => (await import("./add.ts")).addProfile(name, words, options, embedding)),
    );
  add("set", "set")
    .argument("<profile>", help.name)
    .argument("<assignments...>", help.assignments)
    .option("--force", help.force)
    .action((name: string, words: readonly string[], options: SetOptions) =>
      run(async () => (await import("./set.ts")).setProfile(name, words, options, embedding)),
    );
  add("use", "use")
    .argument("<profile>", help.name)
    .action((name: string, options: FamilyOptions) =>
      run(async () => (await import("./use.ts")).useProfile(name, options)),
    );
  add("remove", "remove")
    .alias("rm")
    .argument("<profiles...>", help.names)
    .option("--yes", help.yes)
    .option("--use <profile>", help.useOther, parseFilled)
    .action((names: readonly string[], options: RemoveOptions) =>
      run(async () => (await import("./remove.ts")).removeProfiles(names, options)),
    );
  add("rename", "rename")
    .argument("<profile>", help.name)
    .argument("<new-name>", help.newName)
    .action((from: string, to: string, options: FamilyOptions) =>
      run(async () => (await import("./rename.ts")).renameProfile(from, to, options)),
    );
  add("copy", "copy")
    .argument("<profile>", help.name)
    .argument("<new-name>", help.newName)
    .argument("[assignments...]", help.assignments)
    .option("--force", help.force)
    .action((from: string, to: string, words: readonly string[], options: SetOptions) =>
      run(async () => (await import("./copy.ts")).copyProfile(from, to, words, options, embedding)),
    );
  add("import", "import")
    .argument("[file]", help.file)
    .option("--env", help.env)
    .option("--name <name>", help.newNameOf, parseFilled)
    .option("--prefix <text>", help.prefix, parseFilled)
    .option("--dry-run", help.dryRun)
    .action((file: string | undefined, options: ImportOptions) =>
      run(async () => (await import("./import/run.ts")).importProfiles(file, options)),
    );
  add("rotate", "rotate")
    .argument("<profile>", help.name)
    .option("--delete-old", help.deleteOld)
    .action((name: string, options: RotateOptions) =>
      run(async () => (await import("./rotate/run.ts")).rotateKey(name, options)),
    );
  add("doctor", "doctor")
    .argument("[profiles...]", help.doctorNames)
    .option("--fix", help.fix)
    .option("--check", help.check)
    .option("--json", texts.json)
    .action((names: readonly string[], options: DoctorOptions) =>
      run(async () => (await import("./doctor/run.ts")).doctor(names, options, embedding)),
    );
};

async function run(work: () => Promise<void>): Promise<void> {
  const { reportFailure } = await import("../../command/failure.ts");
  await reportFailure(work);
}

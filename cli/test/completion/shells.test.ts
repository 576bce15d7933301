import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { completionScript } from "../../src/commands/completion/scripts.ts";
import { type ShellInTerminal, shellInTerminal } from "../support/shell-in-terminal.ts";

// TAB in real shells at a real terminal. The command that they find answers TAB as alicred does, and else prints its words.

const NAMES = ["prod", "prod eu", "it's", "a:b", "生产"];
const BASH_COMPLETION = "/usr/share/bash-completion/bash_completion";
let home: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "alicred-tab-"));
  await mkdir(join(home, ".aliyun"));
  await mkdir(join(home, "bin"));
  await writeFile(
    join(home, ".aliyun/config.json"),
    JSON.stringify({ profiles: NAMES.map((name) => ({ name, mode: "AK" })) }),
  );
  await writeFile(join(home, "broken.json"), '{"profiles": [{"name": "prod"');
  await writeFile(join(home, "my-provider.json"), "{}");
  await build({
    entryPoints: [new URL("../../src/commands/completion/complete.ts", import.meta.url).pathname],
    bundle: true,
    platform: "node",
    format: "esm",
    outfile: join(home, "complete.mjs"),
    logLevel: "silent",
  });
  await writeFile(
    join(home, "run.mjs"),
    'import { printCompletions } from "./complete.mjs"; printCompletions(process.argv.slice(3), process.env);',
  );
  const command = `#!/bin/sh
if [ "$1" = __complete ]; then exec '${process.execPath}' '${join(home, "run.mjs")}' "$@"; fi
printf '<%s>' "$@"; echo
`;
  await writeFile(join(home, "bin/alicred"), command);
  await chmod(join(home, "bin/alicred"), 0o755);
  await writeFile(join(home, "bin/only-tool"), "#!/bin/sh\n", { mode: 0o755 });
  for (const shell of ["bash", "zsh", "fish"] as const)
    await writeFile(join(home, `completion.${shell}`), completionScript(shell));
  const zshrc = "PROMPT='%%%% '; autoload -Uz compinit; compinit -u -D; eval \"$(cat completion.zsh)\"\n";
  await writeFile(join(home, ".zshrc"), zshrc);
  await writeFile(join(home, ".bashrc"), "PS1='%% '; eval \"$(cat completion.bash)\"\n");
  await writeFile(
    join(home, "with-library"),
    `PS1='%% '; . ${BASH_COMPLETION}; eval "$(cat completion.bash)"\n`,
  );
  await mkdir(join(home, ".config/fish"), { recursive: true });
  const fishrc =
    "function fish_prompt; printf '%%%% '; end\nfunction fish_greeting; end\nset -g fish_autosuggestion_enabled 0\nsource completion.fish\n";
  await writeFile(join(home, ".config/fish/config.fish"), fishrc);
});

afterAll(() => rm(home, { recursive: true, force: true, maxRetries: 5 }));

interface Shell {
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  /** The completion of another program, behind `--`. */
  readonly isHere: boolean;
}

const shells: readonly Shell[] = [
  { name: "bash", file: "/bin/bash", args: ["--noprofile", "-i"], isHere: true },
  {
    name: "bash with bash-completion",
    file: "/bin/bash",
    args: ["--noprofile", "--rcfile", "with-library", "-i"],
    isHere: existsSync(BASH_COMPLETION),
  },
  { name: "zsh", file: "/usr/bin/zsh", args: ["-i"], isHere: true },
  { name: "fish", file: "/usr/bin/fish", args: ["-i"], isHere: true },
].map((shell) => ({ ...shell, isHere: shell.isHere && existsSync(shell.file) }));

async function start({ file, args }: Shell): Promise<ShellInTerminal> {
  const path = [join(home, "bin"), "/usr/bin", "/bin"].join(delimiter);
  const env = { HOME: home, PATH: path, LANG: "C.UTF-8", LC_ALL: "C.UTF-8" };
  const shell = shellInTerminal(file, args, env, home);
  await shell.type("", /%%/);
  return shell;
}

/** The command line after TAB: the words that the command gets. */
async function words(shell: ShellInTerminal, line: string, appears: RegExp): Promise<string> {
  await shell.type(`${line}\t`, appears);
  const printed = await shell.type("\r", /(?:<[^\n]*>)+\n/);
  return /(?:<[^\n]*>)+/.exec(printed)?.[0] ?? printed;
}

describe.each(shells)("$name", (shell) => {
  // Where a machine lacks the shell, the others still tell whether completions are right.
  const inShell = test.skipIf(!shell.isHere);

  inShell("completes commands, options and their values", async () => {
    const terminal = await start(shell);
    expect(await words(terminal, "alicred resol", /resolve/)).toBe("<resolve>");
    expect(await words(terminal, "alicred resolve --js", /--json/)).toBe("<resolve><--json>");
    expect(await words(terminal, "alicred why --as ter", /terraform/)).toBe("<why><--as><terraform>");
    expect(await words(terminal, "alicred why --as=ter", /terraform/)).toBe("<why><--as=terraform>");
  });

  inShell("completes names of profiles, quoted as the shell needs it", async () => {
    const terminal = await start(shell);
    const completed = async (typed: string, appears: RegExp): Promise<string> =>
      words(terminal, `alicred resolve -p ${typed}`, appears);
    expect(await completed("it", /it\S*s/)).toBe("<resolve><-p><it's>");
    expect(await completed("a", /a\S*b/)).toBe("<resolve><-p><a:b>");
    expect(await completed("生", /生产/)).toBe("<resolve><-p><生产>");
    expect(await completed("'prod e", /prod eu/)).toBe("<resolve><-p><prod eu>");
    expect(await words(terminal, "alicred resolve --profile=prod\\ e", /prod\\ eu/)).toBe(
      "<resolve><--profile=prod eu>",
    );
  });

  inShell("lists what fits, and files where a file is wanted", async () => {
    const terminal = await start(shell);
    await terminal.type("alicred resol\t", /resolve/);
    const listed = await terminal.type(" -p \t\t", /生产/);
    for (const name of ["prod", "it", "a:b"]) expect(listed.replaceAll("\\", "")).toContain(name);
    expect(await words(await start(shell), "alicred why --provider-config my-pro", /my-provider\.json/)).toBe(
      "<why><--provider-config><my-provider.json>",
    );
  });

  inShell("says nothing with a broken file", async () => {
    const terminal = await start(shell);
    const after = await terminal.type("alicred why -c broken.json -p prod\tX\r", /<prodX>/);
    expect(after).not.toMatch(/Error|in JSON|unexpected|node:/i);
  });

  inShell("leaves what stands behind -- to the shell", async () => {
    const terminal = await start(shell);
    expect(await words(terminal, "alicred exec prod -- cat my-pro", /my-provider\.json/)).toBe(
      "<exec><prod><--><cat><my-provider.json>",
    );
    expect(await words(terminal, "alicred exec prod -- only-to", /only-tool/)).toBe(
      "<exec><prod><--><only-tool>",
    );
  });
});

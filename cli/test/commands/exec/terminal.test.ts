import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ALICRED, environment, homeFolder } from "../../support/real-command.ts";
import { openTerminal } from "../../support/terminal.ts";

// In a real terminal: job control, Ctrl+C, programs that take the whole screen, and a shell as somebody.

const alicred = ALICRED.map((word) => `'${word}'`).join(" ");

// Windows has no job control.
describe.skipIf(process.platform === "win32").each([
  ["exec", ""],
  ["exec --server", "--server "],
])("%s", (_title, options) => {
  test("Ctrl+Z stops the program and gives the terminal back; fg continues it; its exit code comes through", async () => {
    const home = homeFolder();
    writeFileSync(join(home, "work"), "echo begun\nread line\necho got $line\nexit 9\n");
    const bash = ["bash", "--noprofile", "--norc", "-i"] as const;
    const terminal = openTerminal(bash, environment(home, { PS1: "shell> " }));
    await terminal.until(/shell> /);
    terminal.type(`${alicred} exec ${options}prod -- sh ${home}/work\r`);
    await terminal.until(/begun/);
    terminal.type("\u001a");
    await terminal.until(/Stopped/);
    await terminal.until(/shell> /);
    terminal.type("echo still $((40+2))\r");
    await terminal.until(/still 42/);
    terminal.type("fg\r");
    await terminal.until(/work/);
    terminal.type("on\r");
    await terminal.until(/got on/);
    await terminal.until(/shell> /);
    terminal.type("echo code $?\r");
    await terminal.until(/code 9/);
  });

  test("Ctrl+C is the program's: one that handles it continues", async () => {
    const home = homeFolder();
    writeFileSync(
      join(home, "work"),
      "trap 'echo interrupted' INT\necho begun\nread line\nread line\necho got $line\n",
    );
    const words = [
      ...ALICRED,
      "exec",
      ...options.split(" ").filter(Boolean),
      "prod",
      "--",
      "bash",
      `${home}/work`,
    ];
    const [file = "", ...args] = words;
    const terminal = openTerminal([file, ...args], environment(home));
    await terminal.until(/begun/);
    terminal.type("\u0003");
    await terminal.until(/interrupted/);
    terminal.type("a\rb\r");
    await terminal.until(/got [ab]/);
    expect(await terminal.ended).toMatchObject({ exitCode: 0 });
  });

  test("Ctrl+C ends a program that does not handle it, and the command in the same way", async () => {
    const home = homeFolder();
    const words = [
      ...ALICRED,
      "exec",
      ...options.split(" ").filter(Boolean),
      "prod",
      "--",
      "sh",
      "-c",
      "echo begun; sleep 60",
    ];
    const [file = "", ...args] = words;
    const terminal = openTerminal([file, ...args], environment(home));
    await terminal.until(/begun/);
    terminal.type("\u0003");
    const { exitCode, signal } = await terminal.ended;
    expect(exitCode === 130 || signal === 2).toBe(true);
  });

  test("a program that takes the whole screen works", async () => {
    const home = homeFolder();
    const text = Array.from({ length: 200 }, (_, index) => `line ${index}`).join("\n");
    writeFileSync(join(home, "text"), text);
    const words = [
      ...ALICRED,
      "exec",
      ...options.split(" ").filter(Boolean),
      "prod",
      "--",
      "less",
      `${home}/text`,
    ];
    const [file = "", ...args] = words;
    const terminal = openTerminal([file, ...args], environment(home, { LESS: "" }));
    await terminal.until(/line 10\b/);
    terminal.type("G");
    await terminal.until(/line 199/);
    terminal.type("q");
    expect(await terminal.ended).toMatchObject({ exitCode: 0 });
  });
});

// Windows has no bash.
describe.skipIf(process.platform === "win32")("a shell", () => {
  const shell = { SHELL: "/bin/bash", PS1: "in> " };
  const bash = (...args: readonly string[]): [string, ...string[]] => [...ALICRED, "exec", ...args];

  test("says who it is, and nests with a word about it", async () => {
    const terminal = openTerminal(bash("prod"), environment(homeFolder(), shell));
    await terminal.until(/alicred: bash as prod, cn-shanghai, no expiry; `exit` ends\./);
    terminal.type("echo $ALICRED_PROFILE-$ALICRED_DEPTH-$ALIBABA_CLOUD_ACCESS_KEY_ID\r");
    await terminal.until(/prod-1-STS\.realCommand01/);
    terminal.type(`${alicred} exec prod\r`);
    await terminal.until(/alicred: bash as prod, was prod, cn-shanghai/);
    terminal.type("echo depth $ALICRED_DEPTH\r");
    await terminal.until(/depth 2/);
    terminal.type("exit\r");
    terminal.type("exit 3\r");
    expect(await terminal.ended).toMatchObject({ exitCode: 3 });
  });

  test("with a server, prints the line for the aliyun CLI, whose file goes with the shell", async () => {
    const terminal = openTerminal(bash("--server", "prod"), environment(homeFolder(), shell), { cols: 300 });
    const [, file = ""] = await terminal.until(/here use: aliyun --config-path (\S+)/);
    terminal.type(`cat ${file}; stat -c %a ${file}\r`);
    await terminal.until(/"mode":"CredentialsURI"/);
    await terminal.until(/600/);
    terminal.type("exit\r");
    expect(await terminal.ended).toMatchObject({ exitCode: 0 });
    const { existsSync } = await import("node:fs");
    expect(existsSync(file)).toBe(false);
  });

  test("says nothing with --no-shell-note", async () => {
    const terminal = openTerminal(bash("--no-shell-note", "prod"), environment(homeFolder(), shell));
    terminal.type("echo in $((40+2))\r");
    await terminal.until(/in 42/);
    expect(terminal.text()).not.toContain("alicred:");
    // Its history is written before the home folder goes.
    terminal.type("exit\r");
    await terminal.ended;
  });
});

// The complaint about others: the program that renews and the program that runs fight for the terminal.
describe.skipIf(process.platform === "win32")("while a program has the terminal", () => {
  const ASK = `import { openSync, writeFileSync, writeSync, existsSync } from "node:fs";
const folder = process.argv[2];
const isFirst = !existsSync(folder + "/asked");
let terminal = "a terminal";
try {
  writeSync(openSync("/dev/tty", "w"), isFirst ? "first time\\n" : "CODE?\\n");
} catch {
  terminal = "no terminal";
}
console.error(isFirst ? "" : "NOISE");
writeFileSync(folder + (isFirst ? "/asked" : "/again"), terminal);
const expiration = new Date(Date.now() + 3000).toISOString().replace(/\\.\\d+/, "");
console.log(JSON.stringify({ mode: "StsToken", access_key_id: "STS.a", access_key_secret: "b", sts_token: "c", expiration }));
`;
  const FETCH = `for (let i = 0; i < 200; i++) {
  await (await fetch(process.env.ALIBABA_CLOUD_CREDENTIALS_URI)).text();
  await new Promise((resolve) => setTimeout(resolve, 100));
  if ((await import("node:fs")).existsSync(process.argv[2] + "/again")) break;
}
console.log("finished");
`;

  test("a refresh asks nobody: its program has no terminal and is not heard", async () => {
    const home = homeFolder();
    const profile = {
      name: "ask",
      mode: "External",
      process_command: `${process.execPath} ${home}/ask.mjs ${home}`,
    };
    writeFileSync(join(home, ".aliyun", "config.json"), JSON.stringify({ profiles: [profile] }));
    writeFileSync(join(home, "ask.mjs"), ASK);
    writeFileSync(join(home, "fetch.mjs"), FETCH);
    const words = [
      ...ALICRED,
      "exec",
      "--server",
      "--min-ttl",
      "0",
      "ask",
      "--",
      process.execPath,
      `${home}/fetch.mjs`,
      home,
    ];
    const [file = "", ...args] = words;
    const terminal = openTerminal([file, ...args], environment(home));
    // Before the program has started, it may ask.
    await terminal.until(/first time/);
    await terminal.until(/finished/);
    expect(readFileSync(join(home, "again"), "utf8")).toBe("no terminal");
    expect(terminal.text()).not.toMatch(/CODE|NOISE/);
  });
});

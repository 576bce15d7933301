import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import type { Command } from "commander";
import { afterEach, describe, expect, onTestFinished, test } from "vitest";
import { EXIT } from "../src/command/exit-codes.ts";
import { usageOf } from "../src/command/help-format.ts";
import { VARIABLES } from "../src/commands/exec/variables.ts";
import { readerText } from "../src/commands/help/readers.ts";
import { topicText } from "../src/commands/help/text.ts";
import { TOPICS } from "../src/commands/help/topics.ts";
import { FORMATS } from "../src/commands/resolve/format-names.ts";
import { COMMANDS } from "../src/commands.ts";
import { createProgram } from "../src/mod.ts";
import { LANGUAGES } from "../src/terminal/language.ts";
import { widthOf } from "../src/terminal/terminal.ts";
import { type Printed, runInProcess } from "./support/in-process.ts";
import { homeFolder, startCommand } from "./support/real-command.ts";
import { wholeProgram } from "./support/whole-program.ts";

// The screens of help, in both languages, on narrow and wide terminals.

afterEach(() => {
  createProgram();
});

const whole = await wholeProgram();

function paths(command: Command, path: readonly string[] = []): readonly (readonly string[])[] {
  return [path, ...command.commands.flatMap((each) => paths(each, [...path, each.name()]))];
}

const help = (words: readonly string[], language: "en" | "zh" = "en"): Promise<Printed> =>
  runInProcess(["help", ...words], {}, createProgram({ language }));

describe.each(LANGUAGES)("in the language %s", (language) => {
  test.each([...paths(whole), ...TOPICS.map((topic) => [topic])].map((words) => [words.join(" "), words]))(
    "help %s fits 80 columns",
    async (_name, words) => {
      const { code, stdout } = await help(words, language);
      expect(code).toBe(0);
      // A line to type is not broken.
      const prose = stdout
        .split("\n")
        .filter((line) => !/^ {2}(?:alicred|eval|aliyun|npx|export)\b|https?:/.test(line));
      for (const line of prose) expect(widthOf(line), line).toBeLessThanOrEqual(80);
      // Nothing is left of the library's own English.
      const said = prose.join("\n").replaceAll(/alicred [-\w ]+/g, "");
      if (language === "zh") expect(said).not.toMatch(/^ .*\b[a-z]{3,} [a-z]{2,} [a-z]{3,}\b/m);
    },
  );
});

test("--help, help, and help of a command are the same screen as its --help", async () => {
  expect((await help([])).stdout).toBe((await runInProcess(["--help"], {})).stdout);
  expect((await help(["profiles", "add"])).stdout).toBe(
    (await runInProcess(["profiles", "add", "--help"], {})).stdout,
  );
});

test("every command stands under one of the titles, none under the library's own", async () => {
  const { stdout } = await help([]);
  expect(stdout.match(/^\S.*:$/gm)).toEqual([
    "Options:",
    "Sign in, and keep profiles:",
    "Use an identity:",
    "Look:",
    "Test and extend:",
    "Examples:",
    "More:",
  ]);
});

test("the list of commands tells the arguments that their definitions have", () => {
  const listed = Object.values(COMMANDS).flat();
  expect(whole.commands.map(usageOf)).toEqual(listed.map(({ usage }) => usage));
});

test("a second command line of one program begins with the defaults", async () => {
  const program = createProgram();
  const minTtl = (): unknown => program.commands.find((each) => each.name() === "exec")?.opts()["minTtl"];
  for (const [options, expected] of [
    [["--min-ttl", "1h"], 3_600_000],
    [[], 300_000],
  ] as const) {
    await runInProcess(["exec", "none", ...options, "--", "true"], { HOME: "/nonexistent" }, program);
    expect(minTtl()).toBe(expected);
  }
});

test("a wide terminal is used, but not to its end; titles stand out where there is colour", async () => {
  const { stdout } = process;
  Object.assign(stdout, { isTTY: true, columns: 160, getColorDepth: () => 8 });
  onTestFinished(() => {
    Object.assign(stdout, { isTTY: false, columns: undefined, getColorDepth: undefined });
  });
  const { stdout: screen } = await runInProcess(["resolve", "--help"], { NO_COLOR: "" });
  const widths = screen.split("\n").map((line) => widthOf(stripVTControlCharacters(line)));
  expect(Math.max(...widths)).toBeGreaterThan(80);
  expect(Math.max(...widths)).toBeLessThanOrEqual(100);
  expect(screen).toContain("\u001B[1mOptions:\u001B[22m");
});

test("the topics tell all: exit codes, formats, and variables with their readers in both languages", async () => {
  const codes = (await help(["exit-codes"])).stdout;
  for (const code of Object.values(EXIT)) expect(codes).toMatch(new RegExp(`^ {2}${code} `, "m"));
  const formats = (await help(["formats"])).stdout;
  for (const format of FORMATS) expect(formats).toMatch(new RegExp(`^ {2}${format} `, "m"));
  const environment = (await help(["environment"])).stdout;
  for (const { names, whom } of VARIABLES) {
    for (const name of names) expect(environment).toContain(name);
    // Text that is not a sentence needs no translation.
    if (/[a-z] [a-z]/.test(whom)) expect(readerText[whom], whom).toBeDefined();
  }
});

test("every variable of alicred's own that the code reads or sets is among those that help lists", async () => {
  const root = fileURLToPath(new URL("../../", import.meta.url));
  const sources = ["cli/src", "core/src", "simulators/src", "plugins"].flatMap((folder) =>
    readdirSync(join(root, folder), { encoding: "utf8", recursive: true })
      .filter((file) => file.endsWith(".ts") && !/(?:^|[\\/])(?:node_modules|dist|test|help)[\\/]/.test(file))
      .map((file) => readFileSync(join(root, folder, file), "utf8")),
  );
  const named = new Set(sources.flatMap((text) => text.match(/ALICRED_[A-Z_]+/g) ?? []));
  expect(named.size).toBeGreaterThan(10);
  const { ownRows } = topicText.texts.en;
  const told = ownRows.map(([name, what]) => `${name} ${what}`).join("\n");
  const isTold = (name: string): boolean =>
    told.includes(name) || (name.startsWith("ALICRED_SIMULATE_") && told.includes("ALICRED_SIMULATE_…"));
  expect([...named].filter((name) => !isTold(name))).toEqual([]);
  // No name that nothing reads any more.
  const listed = told.match(/ALICRED_[A-Z_]+/g) ?? [];
  expect(listed.filter((name) => !named.has(name))).toEqual([]);
});

test("help ends without a complaint where nobody reads it to its end", async () => {
  const { child, ended } = startCommand(homeFolder(), ["--help"], { stdio: ["ignore", "pipe", "pipe"] });
  child.stdout?.destroy();
  expect(await ended).toMatchObject({ code: 0, stderr: "" });
});

test("no help for a word that is neither a command nor a topic, but the nearest", async () => {
  const { code, stdout, stderr } = await help(["enviroment"]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(/There is no help for "enviroment"[\s\S]*Did you mean "environment"/);
  const unknown = await runInProcess(["reslve"], {});
  expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining("Did you mean resolve?") });
});

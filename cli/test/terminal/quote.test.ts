import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import { clearLine, quoteIfNeeded, quoteWord, type Syntax, setLine } from "../../src/terminal/quote.ts";
import { evaluateCmd, evaluatePowerShell } from "./shell-models.ts";

// Values that would be commands, ends of quotes or two words if one quote were wrong, and printable characters in an order
// of chance.
const seed = Math.floor(Math.random() * 2 ** 31);
const VALUES: readonly string[] = [
  "LTAI5tExample",
  "",
  " ",
  " two  blanks ",
  "it's",
  "'",
  "''",
  "'leading and trailing'",
  '"double"',
  `both ' and "`,
  `"&echo no&"`,
  '"',
  "$(touch no)",
  "`touch no`",
  `\${HOME}$HOME $env:HOME %PATH% %%`,
  "!history !! ^ ^^ !x!",
  "back\\slash\\",
  "\\'",
  "\\n\\t\\\\",
  "a|b&c;d<e>f(g)h#i*j?k[l]m{n}o~p",
  "tab\there",
  "two\nlines\n",
  "\n",
  "carriage\rreturn\r\n",
  "配置 名称：生产",
  "‘typographic’ ‚quotes‛ “and” „these‟",
  "emoji 🔑",
  "-n",
  "~/home",
  "CAIS+/tok==",
  ...randomTexts(seed, 40),
];

const CASES = VALUES.map((value, index) => [`ALICRED_V${index}`, value] as const);

/** Texts of up to 12 printable ASCII characters. */
function randomTexts(start: number, count: number): readonly string[] {
  let state = start;
  const next = (below: number): number => {
    state = (state * 48_271 + 11) % 2_147_483_647;
    return state % below;
  };
  return Array.from({ length: count }, () =>
    String.fromCharCode(...Array.from({ length: 1 + next(12) }, () => 32 + next(95))),
  );
}

/** The lines for all values that the syntax can express. */
function linesFor(syntax: Syntax, values = CASES): string {
  return values.map(([name, value]) => `${setLine(name, value, syntax)}\n`).join("");
}

const PRINT = `process.stdout.write(JSON.stringify(Object.entries(process.env).filter(([name]) => name.startsWith("ALICRED_V"))))`;

/** Evaluates lines in a shell, and returns the variables that a program sees which it starts. */
function evaluate(shell: readonly string[], lines: string, load: string): ReadonlyMap<string, string> {
  const folder = mkdtempSync(join(tmpdir(), "alicred-quote-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "lines"), lines);
  writeFileSync(join(folder, "print.mjs"), PRINT);
  const [file = "", ...options] = shell;
  const script = `${load}\n${quoteIfNeeded(process.execPath)} print.mjs`;
  const env = { PATH: process.env["PATH"] ?? "", HOME: folder, LANG: "C.UTF-8" };
  const output = execFileSync(file, [...options, "-c", script], { cwd: folder, env, encoding: "utf8" });
  return new Map(JSON.parse(output));
}

function isInstalled(shell: string): boolean {
  try {
    execFileSync(shell, ["-c", "exit 0"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

const SHELLS: readonly (readonly [title: string, shell: readonly string[], syntax: Syntax, load: string])[] =
  [
    ["sh", ["sh"], "sh", 'eval "$(cat lines)"'],
    ["dash", ["dash"], "sh", 'eval "$(cat lines)"'],
    ["bash", ["bash"], "sh", 'eval "$(cat lines)"'],
    ["bash, by source", ["bash"], "sh", ". ./lines"],
    ["bash with history", ["bash", "-H"], "sh", 'eval "$(cat lines)"'],
    ["zsh", ["zsh"], "sh", 'eval "$(cat lines)"'],
    ["zsh where two quotes are one", ["zsh", "-o", "rcquotes"], "sh", 'eval "$(cat lines)"'],
    ["fish, by source", ["fish"], "fish", "cat lines | source"],
    ["fish, by eval", ["fish"], "fish", "eval (cat lines)"],
  ];

describe.each(SHELLS)("%s", (_title, shell, syntax, load) => {
  const [file = ""] = shell;
  // A shell that is not installed cannot evaluate anything.
  test.runIf(isInstalled(file))("gives every value to the programs that it starts", () => {
    expect(evaluate(shell, linesFor(syntax), load), `seed ${seed}`).toEqual(new Map(CASES));
  });

  test.runIf(isInstalled(file))("removes a variable, even one that is not set", () => {
    const name = "ALICRED_V";
    const lines = [clearLine(name, syntax), setLine(name, "x", syntax), clearLine(name, syntax)];
    expect(evaluate(shell, `${lines.join("\n")}\n`, load)).toEqual(new Map());
  });
});

describe("powershell", () => {
  test("gives every value, in plain ASCII, line by line", () => {
    const lines = linesFor("powershell");
    expect(lines).toMatch(/^[ -~\n]*$/);
    expect(evaluatePowerShell(lines), `seed ${seed}`).toEqual(new Map(CASES));
  });

  test("removes a variable", () => {
    expect(clearLine("A", "powershell")).toBe("Remove-Item -ErrorAction Ignore Env:A;");
  });
});

describe("cmd", () => {
  const oneLine = CASES.filter(([, value]) => !/[\n\r]/.test(value));

  test("gives every value of one line", () => {
    expect(evaluateCmd(linesFor("cmd", oneLine)), `seed ${seed}`).toEqual(
      new Map(oneLine.filter(([, value]) => value !== "")),
    );
  });

  test("refuses a line break, which it cannot express", () => {
    expect(() => setLine("A", "two\nlines", "cmd")).toThrow("A holds a line break");
  });

  test("removes a variable", () => {
    expect(clearLine("A", "cmd")).toBe('set "A="');
  });
});

describe("dotenv", () => {
  const shared = CASES.filter(([, value]) => !isRefused(value));

  function isRefused(value: string): boolean {
    try {
      setLine("A", value, "dotenv");
      return false;
    } catch {
      return true;
    }
  }

  test("gives every value that all readers understand", () => {
    expect(new Map(Object.entries(parseEnv(linesFor("dotenv", shared)))), `seed ${seed}`).toEqual(
      new Map(shared),
    );
  });

  test("has what a key, a region, a token, an address and a path in Chinese hold", () => {
    for (const value of [
      "LTAI5tExample",
      "cn-hangzhou",
      "CAIS+/tok==",
      "http://127.0.0.1:1/a",
      "/家/a b",
      "it's",
    ])
      expect(isRefused(value), value).toBe(false);
  });

  test("refuses what they read in different ways", () => {
    for (const value of [`both ' and "`, "ends in \\", `\${HOME}`, "a\\\\b"])
      expect(() => setLine("A", value, "dotenv"), value).toThrow("understand in different ways");
  });

  test("has no quotes around what needs none, as docker run takes it", () => {
    expect(setLine("A", "CAIS+/tok==", "dotenv")).toBe("A=CAIS+/tok==");
  });
});

test("no syntax takes a NUL", () => {
  for (const syntax of ["sh", "fish", "powershell", "cmd", "dotenv"] as const)
    expect(() => setLine("A", "a\0b", syntax)).toThrow("A holds a NUL character");
});

test("a word to copy has quotes only where it needs them", () => {
  expect(quoteIfNeeded("/tmp/a-b.json")).toBe("/tmp/a-b.json");
  expect(quoteIfNeeded("/tmp/a b")).toBe("'/tmp/a b'");
  expect(quoteIfNeeded("")).toBe("''");
  expect(quoteWord("a\nb", "fish")).toBe("'a'\\n'b'");
});

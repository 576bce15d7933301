import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { findSection, type Section } from "../../src/ini-file.ts";

// `python.json` and `go.json` are printed by `python.py` and `main.go` beside them, which say how.

type Sections = Readonly<Record<string, Section>>;
interface Answer {
  readonly parser?: Sections;
  /** The official client's view of the parser's values, where it changes them. */
  readonly client?: Sections;
  readonly error?: string;
}

const corpus: readonly { readonly name: string; readonly text: string }[] = read("corpus.json");
const python: Readonly<Record<string, Answer>> = read("python.json");
const go: Readonly<Record<string, Answer>> = read("go.json");

/** The client that is followed where the two differ, or where the one refuses the file that the other reads. */
const FOLLOWED: Readonly<Record<string, "python" | "go">> = {
  "capitals in keys": "python",
  "a semicolon inside a value": "python",
  "a semicolon behind a value": "go",
  "a backslash before a semicolon": "python",
  "a backslash at the end of the line": "python",
  "double quotes": "go",
  "single quotes": "go",
  backquotes: "go",
  "a comment sign between quotes": "go",
  "JSON on indented lines": "python",
  "keys indented below the first": "go",
  "a key twice": "go",
  "a section twice": "go",
  "a section of defaults": "go",
  "line ends of old Macintoshes": "python",
  "a byte order mark": "go",
  "a per cent sign": "go",
  "a list": "go",
};

/** Read like neither of the two; the reasons are in the README. */
const OWN: Readonly<Record<string, Sections>> = {
  "a number sign inside a value": { default: { value: "ab#cd" } },
  "both inside a value": { default: { value: "ab;cd#ef" } },
  "keys before the first section": { default: { type: "a" } },
  "a key alone": { default: { access_key_id: "LTAI1" } },
  "spaces around a section": { default: { type: "a" } },
  "a bracket in the comment behind a section": { default: { type: "a" } },
  "a section never closed": {},
};

describe("INI files are read as by the official clients", () => {
  test.each(corpus)("$name", ({ name, text }) => {
    const expected = OWN[name] ?? agreed(name);
    expect(sectionsOf(text, Object.keys(expected))).toEqual(expected);
  });

  test("the exceptions are exceptions", () => {
    const names = new Set(corpus.map(({ name }) => name));
    for (const name of Object.keys({ ...FOLLOWED, ...OWN })) {
      expect(names).toContain(name);
      expect([sectionsIn(python[name]), sectionsIn(go[name])], name).not.toEqual([
        OWN[name] ?? sectionsIn(go[name]),
        OWN[name] ?? sectionsIn(python[name]),
      ]);
    }
  });
});

test("a long line of spaces or quotes takes no time", () => {
  const hostile = [" ".repeat(500_000), '" '.repeat(250_000), "[".repeat(500_000), "%(".repeat(250_000)];
  const text = `[default]\n${hostile.map((each, index) => `k${index} = x${each}x`).join("\n")}`;
  // The time of this process alone, in microseconds: other work of the machine does not count.
  const before = process.cpuUsage();
  findSection(text, "default");
  expect(process.cpuUsage(before).user).toBeLessThan(2_000_000);
});

/** The answer of both, or of the one that is followed. */
function agreed(name: string): Sections {
  const followed = FOLLOWED[name];
  if (followed !== undefined) return sectionsIn((followed === "go" ? go : python)[name]) ?? {};
  const answer = sectionsIn(python[name]);
  expect(sectionsIn(go[name]), `${name}: Python and Go differ, and neither is said to be followed`).toEqual(
    answer,
  );
  expect(answer, `${name}: both refuse the file`).toBeDefined();
  return answer ?? {};
}

/** The sections of an answer. An empty value counts as absent here. */
function sectionsIn({ parser, client = parser }: Answer = {}): Sections | undefined {
  return (
    client &&
    mapValues(client, (section) =>
      Object.fromEntries(Object.entries(section).filter(([, value]) => value !== "")),
    )
  );
}

function sectionsOf(text: string, names: readonly string[]): Readonly<Record<string, Section | undefined>> {
  return Object.fromEntries(names.map((name) => [name, findSection(text, name)]));
}

function mapValues(sections: Sections, map: (section: Section) => Section): Sections {
  return Object.fromEntries(Object.entries(sections).map(([name, section]) => [name, map(section)]));
}

function read<T>(file: string): T {
  return JSON.parse(readFileSync(new URL(file, import.meta.url), "utf8"));
}

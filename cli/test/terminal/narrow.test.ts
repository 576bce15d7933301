import { describe, expect, test, vi } from "vitest";
import { tableLines } from "../../src/terminal/table.ts";
import { plain, widthOf } from "../../src/terminal/terminal.ts";
import { inTerminal } from "../support/in-terminal.ts";
import { environment, homeFolder } from "../support/real-command.ts";

// Screens in terminals that are narrower than what they show.

vi.setConfig({ testTimeout: 60_000 });

const KEY = { mode: "AK", access_key_id: "LTAI5tExampleKey9xQ2", access_key_secret: "s".repeat(30) };
const PROFILES = [
  { name: "acme-production-with-a-name-that-is-longer-than-most-terminals-are-wide", ...KEY },
  {
    name: "sso",
    mode: "CloudSSO",
    cloud_sso_sign_in_url: "https://signin.example/acme",
    region_id: "cn-hangzhou",
  },
];

async function screen(cols: number, ...args: readonly string[]): Promise<readonly string[]> {
  const env = environment(homeFolder(PROFILES, "sso"));
  const known = Object.fromEntries(
    Object.entries(env).filter((each): each is [string, string] => each[1] !== undefined),
  );
  const terminal = inTerminal(args, { env: known, cols });
  expect(await terminal.ended).toMatchObject({ exitCode: 0 });
  return terminal.screen().trimEnd().split("\n");
}

describe.each([40, 80])("%i columns", (cols) => {
  test("the list of profiles tells the state of each", async () => {
    const lines = await screen(cols, "profiles", "list");
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(cols);
    expect(lines[0]).toMatch(/^ {2}PROFILE .*STATE$/);
    expect(lines).toContainEqual(expect.stringMatching(/^\* sso .*login needed$/));
    expect(lines).toContainEqual(expect.stringMatching(/^ {2}acme-prod\S*… .*no expiry$/));
  });

  test("a topic of help has every word", async () => {
    const lines = await screen(cols, "help", "environment");
    expect(lines.join(" ").replace(/\s+/g, " ")).toContain("keeps sessions between runs, encrypted");
    expect(lines).not.toContainEqual(expect.stringMatching(/^ *…$/));
  });

  test("a value that people copy is shown whole", async () => {
    const text = (
      await screen(cols, "resolve", "acme-production-with-a-name-that-is-longer-than-most-terminals-are-wide")
    ).join("");
    expect(text).toContain("longer-than-most-terminals-are-wide");
    expect(text).toContain("long-lived access key");
  });
});

test("a last cell without room for a part of it stays whole", () => {
  const lines = tableLines([["an address that fills the line", "in 41 min"]], { columns: 34 });
  expect(lines.map(plain)).toEqual(["an address that fills the line  in 41 min"]);
  const roomy = tableLines([["name", "a long explanation of it"]], { columns: 20 });
  expect(roomy.map(plain)).toEqual(["name  a long explan…"]);
});

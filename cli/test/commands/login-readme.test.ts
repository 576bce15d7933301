import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { type LoginWorld, loginWorld } from "../support/login-world.ts";

// The README shows what the command prints: the same text, but for what differs from run to run.

vi.setConfig({ testTimeout: 30_000 });

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");

/** The output below a command line of the README. */
function shown(line: string): string {
  const [, output] = new RegExp(`^\\$ ${line}.*\\n([^]*?)\`\`\``, "m").exec(readme) ?? [];
  return alike(output ?? "");
}

/** The text without codes, addresses and times. */
function alike(text: string): string {
  return text
    .replace(/\b[A-Z]{4}-[A-Z]{4}\b/g, "CODE")
    .replace(/https?:\/\/[\w.:-]+/g, "ORIGIN")
    .replace(/(?:[\d-]{10} )?\d\d:\d\d \(UTC\+8\), in [^.\n]*/g, "TIME");
}

async function printed(world: LoginWorld, ...args: readonly string[]): Promise<string> {
  const { stdout, stderr } = await world.run(...args);
  return alike(stderr + stdout);
}

const choice = {
  cloud_sso_account_id: "1000000000000001",
  cloud_sso_access_config: "ac-0simulatedreader00001",
};

test("login", async () => {
  const world = await loginWorld();
  const program = join(world.home, "browser.mjs");
  await writeFile(program, "");
  const browser = `${process.execPath} ${program}`;
  const choices = ["--account", "Production", "--access-config", "ReadOnly"];
  const printing = printed(world, "login", "--sso", world.portal, "--browser", browser, ...choices);
  await world.approve();
  expect(await printing).toBe(shown("alicred login --sso"));
});

test("login --all --dry-run", async () => {
  const world = await loginWorld();
  await world.writeConfig([{ name: "Production-ReadOnly", ...world.signedIn(), ...choice }]);
  expect(await printed(world, "login", "Production-ReadOnly", "--all", "--dry-run")).toBe(
    shown("alicred login Production-ReadOnly --all"),
  );
});

test("whoami", async () => {
  const world = await loginWorld();
  await world.writeConfig([{ name: "sso", ...world.signedIn(), ...choice }], { current: "sso" });
  vi.stubEnv("ALIBABA_CLOUD_STS_ENDPOINT", world.url);
  expect(await printed(world, "whoami", "sso")).toBe(shown("alicred whoami"));
});

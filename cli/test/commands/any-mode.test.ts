import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type EveryMode, startEveryMode } from "../support/every-mode.ts";
import { runInProcess } from "../support/in-process.ts";
import { get, served } from "../support/served.ts";

// Any mode into any tool, where no program is run below the command: each mode of config.json through `serve` and
// `export`. Whose credentials a mode leads to is what `resolve` says; `exec` has a test of its own.

let modes: EveryMode;
const rows: string[] = [];

beforeAll(async () => {
  modes = await startEveryMode();
});

afterAll(async () => {
  await modes.close();
  console.log(rows.join("\n"));
});

/** Whose the credentials of a mode are, by `resolve`. */
async function ownerOf(mode: string): Promise<string | undefined> {
  const { stdout } = await runInProcess(["resolve", mode, "--json"], modes.env);
  return modes.ownerOf(JSON.parse(stdout).accessKeyId);
}

test("serve: every mode by the credentials URI", async () => {
  const names = modes.profiles.map(({ name }) => String(name));
  const { profiles } = await served(modes.home, names, modes.env);
  expect(profiles.map(({ profile }) => profile)).toEqual(names);
  for (const { profile, uri } of profiles) {
    const { status, body } = await get(uri);
    const found = modes.ownerOf(JSON.parse(body).AccessKeyId);
    rows.push(`serve          ${profile.padEnd(23)} ${found}`);
    expect({ profile, status, found }).toEqual({ profile, status: 200, found: await ownerOf(profile) });
  }
});

test("export: every mode as a copy, and as a profile that runs alicred", async () => {
  const file = join(modes.home, ".aliyun", "config.json");
  for (const name of modes.profiles.map((each) => String(each["name"]))) {
    for (const way of ["snapshot", "external"] as const) {
      const to = `${name}-${way}`;
      const run = await runInProcess(["export", name, "--way", way, "--name", to], modes.env);
      expect({ to, code: run.code, stderr: run.stderr }).toMatchObject({ to, code: 0 });
      const written = JSON.parse(await readFile(file, "utf8")).profiles.find(
        (each: { name: string }) => each.name === to,
      );
      rows.push(`export ${way.padEnd(8)} ${name.padEnd(22)} ${written.mode}`);
      if (way === "snapshot") expect(modes.ownerOf(written.access_key_id)).toBe(await ownerOf(name));
      else
        expect(written).toMatchObject({ mode: "External", process_command: expect.stringContaining(name) });
    }
  }
});

test("export: a profile that runs alicred is who the profile is", async () => {
  for (const name of ["ChainableRamRoleArn", "CloudSSO"]) {
    const { stdout, stderr } = await runInProcess(["resolve", `${name}-external`, "--json"], modes.env);
    expect(stderr).toBe("");
    expect(modes.ownerOf(JSON.parse(stdout).accessKeyId)).toBe(await ownerOf(name));
  }
});

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type EveryMode, startEveryMode } from "../../support/every-mode.ts";
import { runInProcess } from "../../support/in-process.ts";

// Any mode into any tool: each mode of config.json through `exec` and `exec --server` to the official SDK for Node, in
// homes whose own files would make it somebody else.

const child = fileURLToPath(new URL("../../support/child.mjs", import.meta.url));

/** Whose credentials a profile of the mode leads to. */
const OWNERS = {
  AK: "alice",
  StsToken: "admin",
  RamRoleArn: "admin",
  EcsRamRole: "ecs-app",
  RamRoleArnWithRoleName: "reader",
  RsaKeyPair: "alice",
  OIDC: "rrsa-app",
  ChainableRamRoleArn: "admin",
  CloudSSO: "AliyunReservedSSO-Administrator",
  OAuth: "alice",
  External: "admin",
  CredentialsURI: "reader",
} as const;

let modes: EveryMode;
const rows: string[] = [];

beforeAll(async () => {
  modes = await startEveryMode();
});

afterAll(async () => {
  await modes.close();
  console.log(rows.join("\n"));
});

// This process must not become the program.
beforeEach(() => {
  Object.defineProperty(process, "execve", { value: undefined, configurable: true, writable: true });
});

afterEach(() => {
  Reflect.deleteProperty(process, "execve");
});

/** A home folder with files of somebody else. */
async function homeWith(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  const home = join(modes.home, "homes", name);
  for (const folder of [".aliyun", ".alibabacloud"]) await mkdir(join(home, folder), { recursive: true });
  for (const [path, text] of Object.entries(files)) await writeFile(join(home, path), text);
  return home;
}

/** Runs the SDK below `exec`, and returns what it used, by home. */
async function usedBelow(args: readonly string[], homes: readonly string[]): Promise<Answers> {
  const file = join(modes.home, "answer.json");
  const { code, stderr } = await runInProcess(
    ["exec", ...args, "--", process.execPath, child, file, ...homes],
    { ...modes.env, SHELL: "/bin/sh" },
  );
  expect({ code, stderr: stderr.replace(/^alicred: \w+ has an access key without a token.*\n/, "") }).toEqual(
    { code: 0, stderr: "" },
  );
  return JSON.parse(await readFile(file, "utf8"));
}

interface Answers {
  readonly answers: Readonly<Record<string, { accessKeyId?: string; hasToken?: boolean; error?: string }>>;
  readonly profile: string | undefined;
}

test("the list is that of all modes with an access key", () => {
  expect(modes.profiles.map(({ name }) => name)).toEqual(Object.keys(OWNERS));
});

describe.each([
  ["exec", []],
  ["exec --server", ["--server"]],
] as const)("%s", (title, options) => {
  test.each(Object.entries(OWNERS))("the mode %s is %s", async (mode, owner) => {
    const { answers, profile } = await usedBelow([...options, mode], [modes.home]);
    const used = answers[modes.home];
    expect(used?.error).toBeUndefined();
    const found = modes.ownerOf(used?.accessKeyId ?? "");
    rows.push(`${title.padEnd(14)} ${mode.padEnd(23)} ${found}`);
    expect({ found, profile }).toEqual({ found: owner, profile: mode });
  });

  test("without files, with `current` of every mode, with an INI file: always ours", async () => {
    const foreign = { access_key_id: "LTAIforeign", access_key_secret: "foreign" };
    const ini =
      "[default]\nenable = true\ntype = access_key\naccess_key_id = LTAIini\naccess_key_secret = ini\n";
    const homes = [
      await homeWith("no-files", {}),
      await homeWith("ini", { ".alibabacloud/credentials.ini": ini, ".alibabacloud/credentials": ini }),
    ];
    for (const profile of modes.profiles) {
      const mode = String(profile["name"]);
      const others = modes.profiles.map((each) => (each["name"] === "AK" ? { ...each, ...foreign } : each));
      const config = JSON.stringify({ current: mode, profiles: others });
      homes.push(
        await homeWith(`current-${mode}`, {
          ".aliyun/config.json": config,
          ".alibabacloud/credentials": ini,
        }),
      );
    }
    const { answers } = await usedBelow([...options, "StsToken"], homes);
    const used = homes.map((home) => answers[home]?.accessKeyId ?? answers[home]?.error);
    for (const [index, home] of homes.entries())
      rows.push(`${title.padEnd(14)} ${home.slice(home.lastIndexOf("/") + 1).padEnd(31)} ${used[index]}`);
    expect(new Set(used)).toEqual(new Set(["STS.modesSessionOfAdmin001"]));
  });
});

test("without exec, the files decide: the test above could fail", async () => {
  const ini =
    "[default]\nenable = true\ntype = access_key\naccess_key_id = LTAIini\naccess_key_secret = ini\n";
  const home = await homeWith("alone", { ".alibabacloud/credentials": ini });
  const { execFileSync } = await import("node:child_process");
  const file = join(modes.home, "alone.json");
  execFileSync(process.execPath, [child, file, home], { env: { PATH: process.env["PATH"], HOME: home } });
  expect(JSON.parse(await readFile(file, "utf8")).answers[home]).toMatchObject({ accessKeyId: "LTAIini" });
});

test.each(["Anonymous", "BearerToken"])("the mode %s has no access key: nothing is run", async (mode) => {
  const file = join(modes.home, "none.json");
  await writeFile(file, JSON.stringify({ profiles: [{ name: "p", mode, bearer_token: "x" }] }));
  const { code, stderr } = await runInProcess(["exec", "-c", file, "p", "--", "true"], modes.env);
  expect(code).toBe(125);
  expect(stderr).toContain("NO_ACCESS_KEY");
});

import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { bundledCommand } from "../../support/bundled-command.ts";
import { AK, CANARY, type Home, homeWith } from "./support.ts";

// Secrets from standard input, as scripts give them.

async function piped(
  home: Home,
  args: readonly string[],
  input: string,
): Promise<{ code: number | null; stderr: string }> {
  const env = { PATH: process.env["PATH"], HOME: home.folder, USERPROFILE: home.folder };
  const child = spawn(process.execPath, [await bundledCommand(), "profiles", ...args], { env });
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  // A command that reads nothing closes its end.
  child.stdin.on("error", () => undefined).end(input);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  expect(stdout + stderr).not.toContain(CANARY);
  return { code: await ended, stderr };
}

const secret = `${CANARY}Piped`;

test.each([
  ["a line", `${secret}\n`],
  ["no line break at its end", secret],
  ["the line break of Windows", `${secret}\r\n`],
  ["a byte order mark", `\uFEFF${secret}\n`],
  ["blanks around it", `  ${secret} \n\n`],
])("one secret: %s", async (_form, input) => {
  const home = homeWith({ current: "prod", profiles: [AK] });
  const { code, stderr } = await piped(home, ["set", "prod", "access_key_secret=-"], input);
  expect(code, stderr).toBe(0);
  expect(home.json().profiles[0]).toEqual({ ...AK, access_key_secret: secret });
});

test("several secrets: a line each, in the order of the command line", async () => {
  const home = homeWith(undefined);
  const words = ["add", "s", "mode=StsToken", "access_key_id=-", "sts_token=-", "access_key_secret=-"];
  expect(await piped(home, words, `STS.x\n${secret}T\n${secret}S\n`)).toMatchObject({ code: 0 });
  expect(home.json().profiles[0]).toMatchObject({
    access_key_id: "STS.x",
    sts_token: `${secret}T`,
    access_key_secret: `${secret}S`,
  });
  const { code, stderr } = await piped(
    home,
    words.map((word) => (word === "s" ? "t" : word)),
    `STS.x\n${secret}\n`,
  );
  expect({ code, count: home.json().profiles.length }).toEqual({ code: 2, count: 1 });
  expect(stderr).toContain("Standard input has 2 lines, and 3 fields are to come from it");
});

test("a private key, which has several lines", async () => {
  const home = homeWith(undefined);
  const pem = `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----`;
  const words = ["add", "r", "mode=RsaKeyPair", "key_pair_name=k", "private_key=-"];
  expect(await piped(home, words, `${pem}\n`)).toMatchObject({ code: 0 });
  expect(home.json().profiles[0]).toMatchObject({ private_key: pem });
});

test("nothing on standard input is refused", async () => {
  const home = homeWith({ profiles: [AK] });
  const { code, stderr } = await piped(home, ["set", "prod", "access_key_secret=-"], "");
  expect(code).toBe(2);
  expect(stderr).toContain("access_key_secret is to come from standard input, which is empty");
});

test("20 commands at once change one file, and none of their changes is lost", async () => {
  const home = homeWith({
    current: "p0",
    profiles: Array.from({ length: 400 }, (_, index) => ({ ...AK, name: `p${index}` })),
  });
  const runs = await Promise.all(
    Array.from({ length: 20 }, (_, index) => piped(home, ["set", `p${index}`, `region_id=cn-r${index}`], "")),
  );
  expect(runs.map(({ code }) => code)).toEqual(runs.map(() => 0));
  const { profiles } = home.json();
  expect(profiles).toEqual(
    Array.from({ length: 400 }, (_, index) => ({
      ...AK,
      name: `p${index}`,
      ...(index < 20 && { region_id: `cn-r${index}` }),
    })),
  );
});

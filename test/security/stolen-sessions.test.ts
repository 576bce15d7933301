// A copy of the folder with kept sessions, without the key that lies elsewhere or in a keyring: it is worth nothing.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { nodeHost } from "@alicred/core/host/node";
import { openStored } from "@alicred/shared-cache";
import { expect, test } from "vitest";
import { roleHome } from "../../cli/test/command/sessions/support.ts";

const sessionsOf = (folder: string): string => join(folder, ".cache/alicred/sessions");

test("it tells neither secrets nor who they are of, in any encoding, and no other key opens it", async () => {
  const home = await roleHome();
  const { stdout } = await home.run(["resolve", "-p", "role", "--cache", "--json"]);
  const { accessKeyId, accessKeySecret, securityToken } = JSON.parse(stdout);
  const names = readdirSync(sessionsOf(home.folder));
  expect(names.length).toBeGreaterThan(0);
  const stolen = names.map((name) => readFileSync(join(sessionsOf(home.folder), name), "utf8"));
  const facts = [accessKeyId, accessKeySecret, securityToken, "role", "admin", "1000000000000001"];
  for (const fact of facts) {
    const spellings = [
      fact,
      ...(["base64", "base64url", "hex"] as const).map((each) => Buffer.from(fact).toString(each)),
    ];
    for (const spelling of spellings) expect(`${names} ${stolen}`).not.toContain(spelling.replace(/=+$/, ""));
  }
  for (const [index, text] of stolen.entries()) {
    const id = (names[index] ?? "").replace(/\.json$/, "");
    expect(
      await openStored(nodeHost(), id, JSON.parse(text).value.text, new Uint8Array(32).fill(1)),
    ).toBeUndefined();
  }
});

test("put back under another name it is not taken for that other session", async () => {
  const home = await roleHome();
  await home.run(["resolve", "-p", "role", "--cache", "--json"]);
  const [name = ""] = readdirSync(sessionsOf(home.folder));
  const text = readFileSync(join(sessionsOf(home.folder), name), "utf8");
  const sealed = JSON.parse(text).value.text;
  // The key of this home opens it under its own name alone.
  const { key } = JSON.parse(readFileSync(join(home.folder, ".cache/alicred/key.json"), "utf8"));
  expect(await openStored(nodeHost(), name.replace(/\.json$/, ""), sealed, key)).toBeDefined();
  expect(await openStored(nodeHost(), "0".repeat(32), sealed, key)).toBeUndefined();
});

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { roleHome } from "./support.ts";

test("the list of profiles says of which one a session is kept, and until when", async () => {
  const home = await roleHome();
  const list = async (): Promise<string> => (await home.run(["profiles", "list"])).stdout;
  expect(await list()).toMatch(/^. role .* no session$/m);
  await home.resolve();
  expect(await list()).toMatch(/^. role .* session kept, (?:\d+ min|1 h) left$/m);
  const { stdout } = await home.run(["profiles", "list", "--json"]);
  const role = JSON.parse(stdout).profiles.find(({ name }: { name: string }) => name === "role");
  expect(role).toMatchObject({ state: "kept", expiration: expect.stringMatching(/Z$/) });
  // Another file has none.
  const file = join(home.folder, "other.json");
  writeFileSync(file, readFileSync(join(home.folder, ".aliyun/config.json")));
  const { stdout: other } = await home.run(["profiles", "list", "-c", file]);
  expect(other).toMatch(/^. role .* no session$/m);
});

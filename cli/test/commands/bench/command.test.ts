import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createProgram } from "../../../src/mod.ts";
import { runInProcess } from "../../support/in-process.ts";

const core = new URL("../../../../core/src/mod.ts", import.meta.url).href;
const folder = realpathSync(mkdtempSync(join(tmpdir(), "alicred-bench-")));

/** A plugin whose service is asked over HTTP, and modules that are no use. */
const FILES: Readonly<Record<string, string>> = {
  "acme.mjs": `import { definePlugin, found, nonEmptyString, schemaOf, sendRequest, statusError } from ${JSON.stringify(core)};
export const acmePlugin = definePlugin({
  name: "acme",
  options: schemaOf({ url: nonEmptyString }, ["url"]),
  source: ({ url }) => ({
    name: "acme",
    async resolve(context) {
      const reply = await sendRequest(context, () => ({ method: "GET", url, headers: {} }));
      if (reply.status !== 200) throw statusError(context, "Acme", reply);
      const { id, secret } = JSON.parse(reply.text);
      return found({ accessKeyId: id, accessKeySecret: secret });
    },
  }),
  profileModes: [],
});
`,
  "naive.mjs": `export const subject = { name: "naive", create: ({ issue }) => ({ get: () => issue() }) };`,
  "nothing.mjs": "export const answer = 42;",
};

let calls = 0;
const service = createServer((_request, response) => {
  calls++;
  response.end(JSON.stringify({ id: "LTAIacme", secret: "canary-secret" }));
});

beforeAll(async () => {
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
  await new Promise<void>((resolve) => service.listen(0, "127.0.0.1", resolve));
});

afterAll(() => {
  service.close();
  rmSync(folder, { recursive: true, force: true });
});

const bench = (...words: readonly string[]) => runInProcess(["bench", ...words], {}, createProgram());
const acmeOptions = (): string =>
  JSON.stringify({ url: `http://127.0.0.1:${(service.address() as AddressInfo).port}/` });

test("a plugin's service is asked once, and its answers are replayed as the scenario wants", async () => {
  const plugin = ["--plugin", join(folder, "acme.mjs"), "--options", acmeOptions()];
  const { code, stdout, stderr } = await bench("stampede", "short-sessions", "--quick", "--json", ...plugin);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const { subject, broken, results } = JSON.parse(stdout);
  expect({ subject, broken }).toEqual({ subject: "acme", broken: 0 });
  expect(results[0].rows[1]).toMatchObject({ case: "1,000 callers", figures: { calls: 1, failed: 0 } });
  expect(results[1].rows[0].figures.calls).toBeGreaterThan(1);
  expect(calls).toBe(1);
  expect(stdout).not.toContain("canary");
});

test("a subject of one's own is measured as it is, and what must never happen ends with exit code 1", async () => {
  writeFileSync(
    join(folder, "expired.mjs"),
    `let held;
export const subject = { name: "forever", create: ({ issue }) => ({ get: async () => (held ??= await issue()) }) };`,
  );
  const naive = await bench("short-sessions", "--quick", "--plugin", join(folder, "naive.mjs"));
  expect(naive).toMatchObject({ code: 0, stderr: "naive: 1 scenarios\n" });
  expect(naive.stdout).toMatch(/upstream calls +1,440/);
  const forever = await bench("short-sessions", "--quick", "--plugin", join(folder, "expired.mjs"));
  expect(forever.code).toBe(1);
  expect(forever.stdout).toMatch(/expired credentials served +1,\d+ +must be 0/);
});

test("what cannot be measured is refused, with what was found", async () => {
  const nothing = await bench("hit", "--plugin", join(folder, "nothing.mjs"));
  expect(nothing.code).not.toBe(0);
  expect(nothing.stderr).toContain("neither a plugin nor a subject. Found: answer.");
  const refused = await bench("hit", "--plugin", join(folder, "acme.mjs"), "--options", '{"uri":"x"}');
  expect(refused.stderr).toContain("INVALID_OPTION");
  const text = await bench("hit", "--plugin", join(folder, "acme.mjs"), "--options", "url=x");
  expect(text.stderr).toContain("--options is not a JSON object");
  const alone = await bench("hit", "--options", "{}");
  expect(alone.stderr).toContain("--plugin MODULE");
});

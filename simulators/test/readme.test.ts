import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { createVirtualClock, defaultServices, parseWorld, simulateCloud } from "../src/mod.ts";
import { serve } from "../src/reach/serve/node.ts";
import { createClient, whoAmI } from "./support/worlds.ts";

function read(name: string): string {
  return readFileSync(new URL(name, import.meta.url), "utf8");
}

it("the README shows an example that is tested", () => {
  expect(read("../README.md")).toContain(`\`\`\`ts\n${read("./readme-example.test.ts")}\`\`\``);
});

it("the README shows a world that holds", async () => {
  const [, json = ""] = /```json\n(.*?)```/s.exec(read("../README.md")) ?? [];
  const cloud = simulateCloud({ world: parseWorld(JSON.parse(json)) });
  expect((await cloud.fetch(cloud.credentialsDocument("/releaser").url)).status).toBe(200);
  expect(cloud.ecsInstance().roleName()).toBe("releaser");
});

it("a patient clock waits for clients across a port", async () => {
  const client = createClient({ clock: createVirtualClock({ quietTurns: 100 }) });
  const { cloud } = client;
  await using served = await serve(cloud);
  const startMs = cloud.clock.now();
  async function refresher(): Promise<void> {
    for (;;) {
      await cloud.clock.sleep(3_600_000);
      await (await fetch(client.request(whoAmI, { endpoint: `${served.url}/` }))).json();
    }
  }
  void refresher().catch(() => {});
  await cloud.advance("10h");
  expect(cloud.journal.entries().map(({ at }) => (Date.parse(at) - startMs) / 3_600_000)).toEqual([
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
  ]);
});

it("the README names every service with its operations", () => {
  const readme = read("../README.md");
  const rows = [...readme.matchAll(/^\| `([a-z-]+)` \| (.+) \| (.+) \|$/gm)];
  expect(rows.map(([, name]) => name).sort()).toEqual(defaultServices.map(({ name }) => name).sort());
  for (const { name, operations } of defaultServices) {
    const [, , where = "", cell = ""] = rows.find(([, found]) => found === name) ?? [];
    expect(where).toContain("http");
    const named = [...cell.matchAll(/`(\w+)`/g)].map(([, operation]) => operation);
    if (cell !== "the actions of the API") expect(named).toEqual(operations);
  }
});

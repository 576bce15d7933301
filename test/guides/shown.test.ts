import { readFileSync } from "node:fs";
import { parseWorld, simulateCloud } from "@alicred/simulators";
import { expect, test } from "vitest";

// The guides show tests that are run: the files beside this one.

const own = (name: string): string => readFileSync(new URL(`./${name}`, import.meta.url), "utf8");
const guide = (name: string): string =>
  readFileSync(new URL(`../../docs/guides/${name}.md`, import.meta.url), "utf8");

test.each(["testing", "terraform-and-ci"])("the guide %s shows the test of its name", (name) => {
  expect(guide(name)).toContain(`\`\`\`ts\n${own(`${name}.test.ts`)}\`\`\``);
});

test("the page for other languages shows the first test of a newcomer, which npm run test:clients runs", () => {
  const at = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
  const shown = at("test/clients/newcomers/python/test_first.py");
  expect(at("simulators/helpers/README.md")).toContain(`\`\`\`python\n${shown}\`\`\``);
});

test("the guide of Terraform shows the world of its test", () => {
  expect(guide("terraform-and-ci")).toContain(`\`\`\`json\n${own("world.json")}\`\`\``);
});

test("the world of the guide of Terraform has the roles of its Terraform code", () => {
  const text = guide("terraform-and-ci");
  for (const [, name] of own("world.json").matchAll(/"name": "([\w-]+)"/g))
    expect(text).toContain(`= "${name}"`);
  for (const [, value] of own("world.json").matchAll(/"oidc:\w+": "([^"]+)"/g))
    expect(text).toContain(`"${value}"`);
});

test("the world that the guide of Terraform serves signs tokens that its first role trusts", async () => {
  const world = parseWorld(JSON.parse(own("world.json")));
  const token = await simulateCloud({ world }).oidcIssuer().mint();
  const { sub, aud } = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
  const trusted = Object.fromEntries(
    [...own("world.json").matchAll(/"oidc:(\w+)": "([^"]+)"/g)].map(([, claim, value]) => [claim, value]),
  );
  expect({ sub, aud: [aud].flat() }).toEqual({ sub: trusted.sub, aud: [trusted.aud] });
});

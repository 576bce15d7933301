import { createTestHost, resolveOnce } from "@alicred/conformance";
import { expect, test } from "vitest";
import { codes, tableRows } from "../../../../test/readme-tables.ts";
import { envCredentials } from "../src/mod.ts";

const README = new URL("../README.md", import.meta.url);
const rows = (await tableRows(README, "family, in order")).map((cells) => cells.map(codes));

/** The variables that the source asks for. */
async function namesRead(options: Parameters<typeof envCredentials>[0]): Promise<readonly string[]> {
  const names = new Set<string>();
  const env = (name: string): undefined => void names.add(name);
  await resolveOnce(envCredentials(options), { ...createTestHost(), env });
  // A name that no tool knows is read for a hint alone.
  return [...names].filter((name) => name !== "ALIBABA_CLOUD_ACCESS_KEY");
}

test("the README lists the families in their order, and every variable", async () => {
  const listed = rows.flatMap(([, ...cells]) => cells.flat());
  expect((await namesRead({})).toSorted()).toEqual(listed.toSorted());
  const families = rows.map(([[family = ""] = []]) => family);
  const order = (await namesRead({})).map((name) => families.find((family) => name.startsWith(`${family}_`)));
  expect([...new Set(order)]).toEqual(families);
});

test.each(rows)("%s: each variable gives what its column says, the first that is set", async (...cells) => {
  const [[family = ""] = [], ids = [], secrets = [], tokens = []] = cells;
  expect(ids.length * secrets.length * tokens.length).toBeGreaterThan(0);
  const all = Object.fromEntries([...ids, ...secrets, ...tokens].map((name) => [name, `of-${name}`]));
  for (const left of [...ids.keys()]) {
    const hidden = new Set([...ids.slice(0, left), ...secrets.slice(0, left)]);
    const env = Object.fromEntries(Object.entries(all).filter(([name]) => !hidden.has(name)));
    const { answer } = await resolveOnce(
      envCredentials({ families: [family as never] }),
      createTestHost({ env }),
    );
    expect(answer).toMatchObject({
      credentials: {
        accessKeyId: `of-${ids[left]}`,
        accessKeySecret: `of-${secrets[left]}`,
        securityToken: `of-${tokens[0]}`,
      },
    });
  }
});

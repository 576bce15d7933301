import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { allModes } from "@alicred/presets/profile-modes";
import { simulateCloud } from "@alicred/simulators";
import { describe, expect, test } from "vitest";
import { rootDir } from "../workspace.ts";
import { fieldsOf } from "./tables/recording.ts";

// The pages of the modes: the profiles and policies that they show are ones that work.

const folder = join(rootDir, "docs/modes");
const pages = readdirSync(folder).map((file) => ({ file, text: readFileSync(join(folder, file), "utf8") }));
const packages = ["modes", "platforms"].flatMap((kind) => readdirSync(join(rootDir, "plugins", kind)));

test("every package of a way to authenticate has a page, and no page is without one", () => {
  expect(pages.map(({ file }) => file.replace(".md", "")).sort()).toEqual([...packages, "index"].sort());
});

test("every profile mode has a page that names it", () => {
  const named = pages.map(({ text }) => text).join("\n");
  expect(allModes.filter(({ mode }) => !named.includes(`\`${mode}\``)).map(({ mode }) => mode)).toEqual([]);
});

describe.each(pages)("$file", ({ text }) => {
  const profiles = [...text.matchAll(/```json\n(.*?)```/gs)]
    .map(([, json = ""]) => JSON.parse(json) as Record<string, unknown>)
    .filter(({ name }) => name !== undefined);

  test("shows profiles with fields of their mode alone", async () => {
    for (const profile of profiles) {
      const mode = allModes.find((each) => each.mode === profile["mode"]);
      if (mode === undefined) throw new Error(`no mode is called ${String(profile["mode"])}`);
      const known = new Set([...(await fieldsOf(mode)), "name", "mode", "region_id"]);
      expect(Object.keys(profile).filter((field) => !known.has(field))).toEqual([]);
    }
  });

  test("shows trust policies that the simulated RAM takes", () => {
    const policies = [...text.matchAll(/--AssumeRolePolicyDocument '(.*?)'/gs)].map(([, json = ""]) =>
      JSON.parse(json),
    );
    for (const trustPolicy of policies) {
      const account = { id: "123456789012", roles: [{ name: "shown", trustPolicy }] };
      expect(() => simulateCloud({ world: { accounts: [account] } })).not.toThrow();
    }
  });
});

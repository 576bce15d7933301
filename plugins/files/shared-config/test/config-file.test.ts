import { describe, expect, test } from "vitest";
import { parseConfigFile, presentFields, profilesNamed, regionOf } from "../src/mod.ts";

const FILE = "~/.aliyun/config.json";
const message = (text: string): unknown => {
  try {
    return parseConfigFile(text, FILE, true);
  } catch (thrown) {
    return Object(thrown).message;
  }
};

describe("the text of a file", () => {
  test.each([
    ["empty", "", `${FILE} is empty. Fix it: alicred profiles doctor`],
    ["white space", " \n", `${FILE} is empty. Fix it: alicred profiles doctor`],
    ["a number", "7", `${FILE} is not a JSON object. Fix it: alicred profiles doctor`],
    ["a current that is a list", '{"current":["x"]}', `${FILE}: current: is not text.`],
    ["profiles that are text", '{"profiles":"x"}', `${FILE}: profiles: is not a list.`],
  ])("%s is refused with what is wrong", (_what, text, said) => {
    expect(message(text)).toBe(said);
  });

  test("says where it goes wrong, with line and column where the runtime tells them, and quotes nothing", () => {
    const said = message('{\n  "profiles": [],\n}');
    expect(said).toMatch(
      /^~\/\.aliyun\/config\.json is not valid JSON at position 20( \(line 3 column 1\))?\. Fix it/,
    );
    expect(message(`{"a":"canary`)).not.toContain("canary");
  });

  test("null is like an empty object, and a mark of its byte order counts at the beginning alone", () => {
    const empty = { current: undefined, profiles: [], profilesKey: "profiles" };
    expect(parseConfigFile("null", FILE)).toEqual(empty);
    expect(parseConfigFile("\uFEFF{}", FILE)).toEqual(empty);
    expect(parseConfigFile('{"current":"\uFEFFx"}', FILE)).toMatchObject({ current: "\uFEFFx" });
  });

  test("current may be anything where it does not choose, and is text or nothing then", () => {
    expect(parseConfigFile('{"current":7}', FILE).current).toBeUndefined();
    expect(parseConfigFile('{"current":"x"}', FILE).current).toBe("x");
  });

  test("names of fields are found in any case, the exact one first", () => {
    const exact = parseConfigFile('{"Profiles":[1],"profiles":[2],"CURRENT":"x"}', FILE, true);
    expect(exact).toEqual({ current: "x", profiles: [2], profilesKey: "profiles" });
    expect(parseConfigFile('{"Profiles":[1]}', FILE)).toMatchObject({
      profiles: [1],
      profilesKey: "Profiles",
    });
  });
});

describe("profiles", () => {
  const config = parseConfigFile(
    JSON.stringify({
      profiles: [null, 7, "p", { Name: "p", a: 1 }, { name: "p", Name: "q", a: 2 }, { name: "q" }],
    }),
    FILE,
  );

  test("are found by their name, whatever else is in the list", () => {
    expect(profilesNamed(config, "p").map(({ a }) => a)).toEqual([1, 2]);
    expect(profilesNamed(config, "undefined")).toEqual([]);
  });

  test.each([
    ["a hundred levels", 99, false],
    ["one more", 100, true],
  ])("of %s", (_what, levels, isRefused) => {
    let deep: unknown = 1;
    for (let level = 0; level < levels; level++) deep = { deep };
    const deepConfig = { profiles: [{ name: "p", deep }], profilesKey: "profiles" };
    if (isRefused) expect(() => profilesNamed(deepConfig, "p")).toThrow(/more than 100 levels/);
    else expect(profilesNamed(deepConfig, "p")).toHaveLength(1);
  });

  test("an empty field counts as absent, and one in another case where the exact one is missing", () => {
    expect(presentFields({ mode: "", Mode: "AK", a: null, B: 1, b: 2 })).toEqual({
      Mode: "AK",
      mode: "AK",
      B: 1,
      b: 2,
    });
  });

  test("a region is text that is not blank, without white space around it, and says whose it is", () => {
    const selected = (region_id: unknown): Parameters<typeof regionOf>[0] => ({
      ...{ kind: "profile", file: FILE, path: FILE, fileFrom: undefined, name: "p", from: "", config },
      profiles: [{ name: "p", region_id }],
    });
    expect(regionOf(selected(" cn-hangzhou "))).toEqual({
      value: "cn-hangzhou",
      from: 'field region_id of profile "p"',
    });
    for (const region of [" ", 7, null]) expect(regionOf(selected(region))).toBeUndefined();
  });
});

import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { useLanguage } from "../../../src/terminal/language.ts";
import { AK, type Home, homeWith } from "./support.ts";

// Lines to type after a command with --config-file: they name the file too, or would be about another profile.

afterEach(() => useLanguage("en"));

const LOGIN = {
  name: "sso",
  mode: "CloudSSO",
  region_id: "cn-hangzhou",
  cloud_sso_sign_in_url: "https://signin-cn-shanghai.alibabacloudsso.com/acme/login",
};

/** A home whose profiles lie in another file, in a folder with a blank, and the word for it. */
function elsewhere(content: object): { readonly home: Home; readonly file: string } {
  const home = homeWith(content);
  const file = join(home.folder, "other place", "profiles.json");
  mkdirSync(dirname(file));
  renameSync(home.file, file);
  return { home, file };
}

describe.each(["en", "zh"])("in %s", (language) => {
  const { region_id: _, ...withoutRegion } = AK;
  const content = { current: "gone", profiles: [withoutRegion, LOGIN] };

  test.each([
    ["list", "alicred profiles use NAME"],
    ["show prod", "alicred profiles show prod"],
    ["show prdo", "alicred profiles list"],
    ["show prdo", "alicred profiles add prdo"],
    ["copy prod sso", "alicred profiles set sso"],
    ["doctor", "alicred profiles set prod"],
    ["doctor", "alicred profiles rotate prod"],
    ["doctor", "alicred profiles use prod"],
    ["doctor", "alicred login sso"],
    ["doctor", "alicred exec prod"],
    ["add new mode=AK access_key_id=LTAI5tNew0000000 access_key_secret=env:KEY", "alicred profiles use new"],
    ["add new mode=AK access_key_id=LTAI5tNew0000000 access_key_secret=env:KEY", "alicred profiles set new"],
  ])("profiles %s: %s", async (words, line) => {
    const { home, file } = elsewhere(content);
    const env = { ALICRED_LANG: language, KEY: "s".repeat(30) };
    const { stdout, stderr } = await home.run(["profiles", ...words.split(" "), "-c", file], env);
    const said = `${stdout}${stderr}`;
    expect(said).toContain(`${line} -c '${file}'`);
  });

  test("login says where the login of a profile is", async () => {
    const role = { ...LOGIN, name: "role", mode: "ChainableRamRoleArn", source_profile: "sso" };
    const { home, file } = elsewhere({ current: "role", profiles: [role, LOGIN, AK] });
    const run = (name: string) => home.run(["login", name, "-c", file], { ALICRED_LANG: language });
    expect((await run("role")).stderr).toContain(`alicred login sso -c '${file}'`);
    expect((await run("prod")).stderr).toContain(`alicred whoami prod -c '${file}'`);
  });
});

test("an empty file: both ways to begin name it", async () => {
  const home = homeWith(undefined);
  const file = join(home.folder, "empty.json");
  writeFileSync(file, "");
  const { stderr } = await home.profiles(`list -c ${file}`);
  expect(stderr).toContain(`alicred login -c ${file}, or add one: alicred profiles add -c ${file}`);
});

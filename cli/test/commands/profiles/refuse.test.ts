import { describe, expect, test } from "vitest";
import { AK, CANARY, homeWith } from "./support.ts";

// Wrong use of the commands that change the file: each is refused with a message, no secret is told, and nothing is written.

describe("refused, and nothing is written", () => {
  const two = { current: "prod", profiles: [AK, { ...AK, name: "b" }] };

  test.each([
    ["use prdo", /PROFILE_NOT_FOUND\n.*Did you mean "prod"/],
    ["set prdo region_id=x", /PROFILE_NOT_FOUND/],
    ["rename prdo x", /PROFILE_NOT_FOUND/],
    ["rename prod b", /is a profile "b" already|There is a profile "b"/],
    ["copy prod b", /There is a profile "b"/],
    ["add prod mode=AK", /There is a profile "prod"/],
    [`set prod access_key_secret=${CANARY}`, /access_key_secret is a secret.*access_key_secret=-/],
    [`set prod sts_token=${CANARY}`, /sts_token is a secret/],
    [`set prod their_api_token=${CANARY}`, /their_api_token/],
    [`set prod ${CANARY}${CANARY}`, /is not an assignment/],
    ["set prod regoin_id=x", /not a field that any tool.*Did you mean "region_id"/],
    ["set prod name=x", /alicred profiles rename OLD NEW/],
    ["set prod mode=Chainable", /mode names no mode.*Did you mean/],
    ["set prod expired_seconds=long", /expired_seconds is a whole number/],
    ["set prod enable_vpc=maybe", /enable_vpc is true or false/],
    ["set prod access_key_secret=env:NONE", /variable NONE, which is not set/],
    ["set prod region_id=a REGION-ID=b", /region_id is given twice/],
    ["set prod access_key_secret=- access_key_secret=-", /access_key_secret is given twice/],
    ["import keys.csv --env", /two places/],
    ["add -- -x mode=AK", /must not begin with a hyphen/],
    ["rename prod -- -x", /must not begin with a hyphen/],
    ["set prod access_key_id=", /access_key_id/],
    ["add x mode=AK", /NO_TERMINAL\n.*access_key_id=VALUE/],
    ["add x mode=AK access_key_id=LTAI5t", /NO_TERMINAL\n.*access_key_secret=-/],
    ["add x", /NO_TERMINAL\n.*mode=AK/],
    ["add x mode=CloudSSO cloud_sso_sign_in_url=http://evil.example", /cloud_sso_sign_in_url/],
  ])("%s", async (words, message) => {
    const home = homeWith(two);
    const before = home.text();
    const { code, stdout, stderr } = await home.profiles(words);
    expect({ isFailure: code !== 0, stdout, text: home.text() }).toEqual({
      isFailure: true,
      stdout: "",
      text: before,
    });
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain(CANARY);
  });

  test("a key whose halves are swapped", async () => {
    const home = homeWith(two);
    const { stderr } = await home.profiles(
      "add x mode=AK access_key_id=not-an-id access_key_secret=env:KEY",
      {
        KEY: "LTAI5tSomething0000",
      },
    );
    expect(stderr).toContain("are swapped");
    expect(stderr).not.toContain("LTAI5tSomething0000");
  });

  test("a file that is not UTF-8: its bytes would be lost", async () => {
    const [start = "", end = ""] = JSON.stringify({ profiles: [AK, { name: "|" }] }).split("|");
    const content = Buffer.concat([
      Buffer.from(start),
      Buffer.from([0xc9, 0xfa, 0xb2, 0xfa]),
      Buffer.from(end),
    ]);
    const home = homeWith(content);
    const { code, stderr } = await home.profiles("set prod region_id=cn-beijing");
    expect(code).toBe(1);
    expect(stderr).toMatch(/FILE_UNWRITABLE\n.*not UTF-8/);
    await expect(home.profiles("list")).resolves.toMatchObject({ code: 0 });
  });

  test("a file that is not JSON, quoting nothing of it", async () => {
    const home = homeWith(`{"profiles": [{"name": "prod", "access_key_secret": "${CANARY}" oops`);
    for (const words of ["list", "show prod", "set prod region_id=x", "use prod"]) {
      const { code, stderr } = await home.profiles(words);
      expect(code).toBe(1);
      expect(stderr).toContain("INVALID_CONFIGURATION");
      expect(stderr).not.toContain(CANARY);
    }
  });
});

test("--force sets a field that nobody knows, and breaks a profile", async () => {
  const home = homeWith({ profiles: [AK] });
  expect((await home.profiles("set prod theirs=1 access_key_id= --force")).code).toBe(0);
  expect(home.json().profiles[0]).toMatchObject({ theirs: "1" });
  expect(home.json().profiles[0]).not.toHaveProperty("access_key_id");
});

test("a profile that is incomplete can be completed step by step", async () => {
  const home = homeWith({ profiles: [{ name: "half", mode: "RamRoleArn" }] });
  const { code, stderr } = await home.profiles("set half access_key_id=LTAI5tHalf");
  expect(code).toBe(0);
  expect(stderr).toMatch(/is changed: access_key_id\.\nwarning: It is still not usable/);
});

test("the fields of a third party's mode are known", async () => {
  const source = () => ({
    name: "vault",
    resolve: async () => ({ outcome: "not-configured" as const, lookedFor: ["x"] }),
  });
  const mode = { mode: "Vault", fields: ["vault_path"], source };
  const home = homeWith({ profiles: [] }, [{ name: "vault", profileModes: [mode] }]);
  expect((await home.profiles("add v mode=vault vault_path=secret/a")).code).toBe(0);
  expect(home.json().profiles[0]).toEqual({ name: "v", mode: "Vault", vault_path: "secret/a" });
});

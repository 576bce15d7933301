import { readFileSync } from "node:fs";
import { Credentials } from "@alicred/core";
import { describe, expect, test } from "vitest";
import { childEnvironment } from "../../../src/commands/exec/environment.ts";
import { type Identity, OWN, VARIABLES } from "../../../src/commands/exec/variables.ts";

const session = new Credentials({
  accessKeyId: "STS.ours",
  accessKeySecret: "ourSecret",
  securityToken: "ourToken",
  expiration: "2026-01-07T09:00:00Z",
});
const lasting = new Credentials({ accessKeyId: "LTAIours", accessKeySecret: "ourSecret" });
const URI = "http://127.0.0.1:1/token/prod";

const NAMES = VARIABLES.flatMap(({ names }) => names);
/** An environment in which every variable of the table holds somebody else's. */
const FOREIGN = Object.fromEntries(NAMES.map((name) => [name, "foreign"]));

function child(
  identity: Partial<Identity>,
  outer: NodeJS.ProcessEnv = FOREIGN,
  options = {},
): NodeJS.ProcessEnv {
  return childEnvironment(outer, { credentials: session, ...identity }, options);
}

describe("the variables of a program", () => {
  test("none holds another identity, with keys and with a server", () => {
    for (const credentialsUri of [undefined, URI]) {
      const outer = { ...FOREIGN, [OWN.depth]: undefined, [OWN.switches]: undefined };
      const kept = Object.entries(child({ credentialsUri, region: "cn-x" }, outer)).filter(
        ([, value]) => value === "foreign",
      );
      // The switch says what is not asked, not who one is.
      expect(kept.map(([name]) => name)).toEqual(
        credentialsUri === undefined ? ["ALIBABA_CLOUD_ECS_METADATA_DISABLED"] : [],
      );
    }
  });

  test("keys and a server never meet", () => {
    const served = Object.values(child({ credentialsUri: URI }));
    for (const part of ["STS.ours", "ourSecret", "ourToken"]) expect(served.join("\n")).not.toContain(part);
    expect(Object.values(child({}))).not.toContain(URI);
    expect(child({ credentialsUri: URI })).toMatchObject({
      ALIBABA_CLOUD_CREDENTIALS_URI: URI,
      ALICLOUD_CREDENTIALS_URI: URI,
      ALIBABA_CLOUD_CLI_PROFILE_DISABLED: "true",
      ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true",
      ALIBABA_CLOUD_CREDENTIALS_FILE: expect.stringContaining("nonexistent"),
    });
  });

  test.each(["ALIBABA_CLOUD", "ALIBABACLOUD", "ALICLOUD"])("the family %s has the whole key", (family) => {
    expect(child({ region: "cn-x" })).toMatchObject({
      [`${family}_ACCESS_KEY_ID`]: "STS.ours",
      [`${family}_ACCESS_KEY_SECRET`]: "ourSecret",
      [`${family}_SECURITY_TOKEN`]: "ourToken",
      [`${family}_REGION_ID`]: "cn-x",
    });
  });

  test("a token of another key never stays beside a key that has none, not even with --keep-env", () => {
    for (const keep of [false, true]) {
      const environment = child({ credentials: lasting }, FOREIGN, { keep });
      expect(environment["ALIYUN_LOG_CLI_STS_TOKEN"]).toBe("");
      delete environment["ALIYUN_LOG_CLI_STS_TOKEN"];
      const tokens = Object.keys(environment).filter(
        (name) => /TOKEN$/.test(name) && !/OIDC|BEARER/.test(name),
      );
      expect(tokens).toEqual([]);
    }
  });

  test("--keep-env leaves what is cleared otherwise", () => {
    expect(child({}, FOREIGN, { keep: true })).toMatchObject({
      ALIBABA_CLOUD_PROFILE: "foreign",
      ACCESS_KEY_ID: "STS.ours",
    });
  });

  test("the neighbours get the key in their own forms", () => {
    expect(child({})).toMatchObject({
      OSS_SESSION_TOKEN: "ourToken",
      ALIYUN_LOG_CLI_ACCESSID: "STS.ours",
      ODPS_STS_ACCESS_KEY_ID: "STS.ours",
      SECURITY_TOKEN: "ourToken",
      alicred_serverless_devs_key: JSON.stringify({
        AccessKeyID: "STS.ours",
        AccessKeySecret: "ourSecret",
        SecurityToken: "ourToken",
      }),
    });
    for (const name of ["AccessKeyID", "AccessKeySecret", "AccountID", "ESA_ACCESS_KEY_ID", "BUN_BE_BUN"])
      expect(child({})).not.toHaveProperty([name]);
    expect(child({ credentials: lasting })).toMatchObject({ ESA_ACCESS_KEY_ID: "LTAIours" });
    expect(child({ credentials: lasting })).not.toHaveProperty("ODPS_STS_ACCESS_KEY_ID");
  });

  test("the region of the shell stays where the profile has none, but not that of an outer identity", () => {
    const outer = { ALIBABA_CLOUD_REGION: "cn-shell" };
    expect(child({}, outer)).toMatchObject(outer);
    expect(child({}, { ...outer, [OWN.depth]: "1" })).not.toHaveProperty("ALIBABA_CLOUD_REGION");
  });

  test("says who, until when, how deep, and which switch it set itself", () => {
    expect(child({ profile: "prod" }, { [OWN.depth]: "1" })).toMatchObject({
      ALICRED_PROFILE: "prod",
      ALICRED_EXPIRATION: "2026-01-07T09:00:00.000Z",
      ALICRED_DEPTH: "2",
    });
    const served = { credentialsUri: URI };
    expect(child(served, {})).toMatchObject({ ALICRED_SWITCHES: "ALIBABA_CLOUD_ECS_METADATA_DISABLED" });
    expect(child(served, {})).not.toHaveProperty("ALICRED_EXPIRATION");
    // A source that the person has switched off stays off for everybody.
    expect(child(served, { ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true" })).not.toHaveProperty(
      "ALICRED_SWITCHES",
    );
  });

  test("on Windows, names that differ in case are one variable", () => {
    const environment = child(
      {},
      { alibaba_cloud_access_key_id: "foreign", Path: "x" },
      { platform: "win32" },
    );
    expect(Object.keys(environment).filter((name) => /^alibaba_cloud_access_key_id$/i.test(name))).toEqual([
      "ALIBABA_CLOUD_ACCESS_KEY_ID",
    ]);
    expect(environment).toMatchObject({ ALIBABA_CLOUD_ACCESS_KEY_ID: "STS.ours", Path: "x" });
  });

  test("where a proxy is set, it is not asked for the server", () => {
    const served = { credentialsUri: URI };
    expect(child(served, { HTTP_PROXY: "http://proxy" })).toMatchObject({
      NO_PROXY: "127.0.0.1",
      no_proxy: "127.0.0.1",
    });
    expect(child(served, { http_proxy: "http://proxy", no_proxy: "a.example" })).toMatchObject({
      NO_PROXY: "a.example,127.0.0.1",
    });
    expect(child(served, {})).not.toHaveProperty("NO_PROXY");
    expect(child({}, { HTTP_PROXY: "http://proxy" })).not.toHaveProperty("NO_PROXY");
  });
});

/** The words of the README for a value. */
const WORDS: Readonly<Record<string, string>> = {
  accessKeyId: "key id",
  accessKeySecret: "secret",
  securityToken: "token",
  tokenOrEmpty: "token, else the empty text",
  lastingKeyId: "key id, if there is no token",
  lastingKeySecret: "secret, if there is no token",
  sessionKeyId: "key id, if there is a token",
  sessionKeySecret: "secret, if there is a token",
  serverlessDevsJson: "all three, as JSON",
  region: "region, if there is one",
  credentialsUri: "address",
  absentFile: "a path without a file",
  profile: "name",
  expiration: "end of the session",
  depth: "1, and 1 more inside",
  switches: "name of the switch",
};

describe("the README", () => {
  const readme = readFileSync(new URL("../../../README.md", import.meta.url), "utf8");
  const marks = /<!-- variables -->\n([\s\S]*?)<!-- end -->/;

  test("has the table of the variables, as the code has it", () => {
    const word = (value: string): string => WORDS[value] ?? value;
    const rows = VARIABLES.map(
      ({ names, keys, server, whom }) =>
        `| ${names.map((name) => `\`${name}\``).join(" ")} | ${word(keys)} | ${word(server)} | ${whom} |`,
    );
    const table = ["| variable | `exec` | `exec --server` | for |", "|---|---|---|---|", ...rows, ""].join(
      "\n",
    );
    expect(marks.exec(readme)?.[1]?.trim()).toBe(table.trim());
  });
});

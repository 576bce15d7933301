import { createTestHost } from "@alicred/conformance";
import { type CredentialSource, refreshing, type TraceEntry } from "@alicred/core";
import { credentialsUri } from "@alicred/credentials-uri";
import { envCredentials } from "@alicred/env";
import { external } from "@alicred/external";
import { iniProfile } from "@alicred/ini-profile";
import { aliyunCli } from "@alicred/presets/aliyun-cli";
import { allModes } from "@alicred/presets/profile-modes";
import { terraform } from "@alicred/presets/terraform";
import { sharedConfig } from "@alicred/shared-config";
import { staticCredentials } from "@alicred/static";
import { expect, test } from "vitest";

// Keys that cannot be keys, through every source that takes keys as it finds them: the trace names the place.

interface Place {
  readonly source: CredentialSource;
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  /** The output of the command. */
  readonly stdout?: string;
}

function config(fields: Readonly<Record<string, unknown>>): Pick<Place, "source" | "files"> {
  const profiles = [{ name: "p", ...fields }];
  return {
    source: sharedConfig({ profile: "p", modes: allModes }),
    files: { "/home/test/.aliyun/config.json": JSON.stringify({ profiles }) },
  };
}

/** A key and its secret in every place, and how the trace names the key's place. */
function places(id: string, secret = "s"): Readonly<Record<string, readonly [string, Place]>> {
  const env = { ALIBABA_CLOUD_ACCESS_KEY_ID: id, ALIBABA_CLOUD_ACCESS_KEY_SECRET: secret };
  const fields = { access_key_id: id, access_key_secret: secret };
  const block = { access_key: id, secret_key: secret };
  const profileField = 'field access_key_id of profile "p"';
  const uri = { variables: ["URI"] };
  return {
    code: [
      "argument accessKeyId",
      { source: staticCredentials({ accessKeyId: id, accessKeySecret: secret }) },
    ],
    variables: ["environment variable ALIBABA_CLOUD_ACCESS_KEY_ID", { source: envCredentials(), env }],
    "config.json": [profileField, config({ mode: "AK", ...fields })],
    "provider block": ["argument access_key", { source: terraform(block) }],
    "provider block, by the provider's code": [
      "argument access_key",
      { source: terraform(block, { compat: "provider" }) },
    ],
    "variables, by the provider's code": [
      "environment variable ALIBABA_CLOUD_ACCESS_KEY_ID",
      { source: terraform({}, { compat: "provider" }), env },
    ],
    "variables, as the aliyun CLI makes a profile of them": [
      "environment variable ALIBABA_CLOUD_ACCESS_KEY_ID",
      { source: aliyunCli(), env: { ...env, REGION: "cn-hangzhou" } },
    ],
    "INI file": [
      'field access_key_id of profile "default"',
      {
        source: iniProfile({ modes: allModes }),
        files: {
          "/home/test/.alibabacloud/credentials": `[default]\ntype = access_key\naccess_key_id = ${id}\naccess_key_secret = ${secret}\n`,
        },
      },
    ],
    "command of a profile": [
      'accessKeyId from output of process_command of profile "p"',
      { ...config({ mode: "External", process_command: "helper" }), stdout: JSON.stringify(fields) },
    ],
    command: [
      "accessKeyId from output of the external command",
      { source: external({ command: ["helper"] }), stdout: JSON.stringify(fields) },
    ],
    document: [
      "accessKeyId from environment variable URI",
      {
        source: credentialsUri(uri),
        env: { URI: "file:///document" },
        files: {
          "/document": JSON.stringify({ AccessKeyId: id, AccessKeySecret: secret }),
        },
      },
    ],
  };
}

function warningsOf({ warnings, children }: TraceEntry): readonly string[] {
  return [...warnings, ...children.flatMap(warningsOf)];
}

async function doubtsOf({ source, env = {}, files = {}, stdout = "" }: Place): Promise<TraceEntry> {
  const processes = { run: async () => ({ exitCode: 0, stdout }) };
  const fetch = async (): Promise<Response> => new Response("{}", { status: 403 });
  const host = { ...createTestHost({ env, files, fetch }), processes };
  return refreshing(source, { host }).explain();
}

// The parser of an INI file takes quotes around a value away.
const { "INI file": _ini, ...quotable } = places('"LTAI5tExample"');

test.each(Object.entries(quotable))("quotes around a key: %s", async (_name, [from, place]) => {
  const trace = await doubtsOf(place);
  expect(warningsOf(trace)).toEqual([`${from} has quotes around its value. Remove them.`]);
});

test.each(Object.entries(places("<your-access-key-id>", "undefined")))(
  "placeholders: %s",
  async (_name, [from, place]) => {
    const trace = await doubtsOf(place);
    expect(warningsOf(trace)).toHaveLength(2);
    expect(warningsOf(trace)[0]).toBe(`${from} holds a placeholder. Set the real value.`);
  },
);

const { document, ...others } = places("STS.NUexample");

test.each(Object.entries(others))(
  "the key of a session without its token: %s",
  async (_name, [from, place]) => {
    const trace = await doubtsOf(place);
    expect(warningsOf(trace)).toEqual([
      `${from} begins with STS., as the key of a session does, but its security token is missing. Set the token too.`,
    ]);
  },
);

test("a document with the key of a session and no token is refused", async () => {
  expect(document).toBeDefined();
  if (document !== undefined)
    expect(await doubtsOf(document[1])).toMatchObject({ error: { code: "CREDENTIALS_INCOMPLETE" } });
});

test("a profile of mode AK with a token is told which mode reads it", async () => {
  const fields = { access_key_id: "STS.NUexample", access_key_secret: "s", sts_token: "t" };
  const trace = await doubtsOf(config({ mode: "AK", ...fields }));
  expect(warningsOf(trace)).toContain(
    'field sts_token of profile "p" is ignored in mode AK. Set mode to StsToken.',
  );
});

test("a variable that completes a profile below Terraform's chain is named", async () => {
  const profiles = [
    { name: "p", mode: "ChainableRamRoleArn", source_profile: "q", ram_role_arn: "acs:ram::1:role/r" },
    { name: "q", mode: "AK", access_key_secret: "s" },
  ];
  const trace = await doubtsOf({
    source: terraform({ profile: "p" }, { compat: "provider" }),
    env: { ALIBABA_CLOUD_ACCESS_KEY_ID: "<your-access-key-id>" },
    files: { "/home/test/.aliyun/config.json": JSON.stringify({ profiles }) },
  });
  expect(warningsOf(trace)).toContain(
    "environment variable ALIBABA_CLOUD_ACCESS_KEY_ID holds a placeholder. Set the real value.",
  );
});

test("an override of the preset aliyunCli is named as one", async () => {
  const trace = await doubtsOf({
    source: aliyunCli({
      overrides: { access_key_id: '"LTAI5tExample"', access_key_secret: "s", region_id: "cn-hangzhou" },
    }),
    files: { "/home/test/.aliyun/config.json": '{"current":"p","profiles":[{"name":"p"}]}' },
  });
  expect(warningsOf(trace)[0]).toBe(
    "option overrides.access_key_id has quotes around its value. Remove them.",
  );
});

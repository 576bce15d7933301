import { createTestProfile, resolveOnce } from "@alicred/conformance";
import { expect, test } from "vitest";
import { credentialsUriMode, credentialsUriPlugin } from "../src/mod.ts";
import { BASE, bench } from "./support.ts";

test("the plugin offers the mode, which no field shows, as in the CLI", () => {
  expect(credentialsUriPlugin.profileModes).toEqual([credentialsUriMode]);
  expect(credentialsUriMode.fields).toBeUndefined();
});

test.each([
  ["field credentials_uri", { credentials_uri: `${BASE}/reader` }, {}, []],
  [
    "field credentials_url",
    { credentials_url: `${BASE}/reader` },
    {},
    ['field credentials_url of profile "p" is read as credentials_uri. Rename it.'],
  ],
  [
    "environment variable ALIBABA_CLOUD_CREDENTIALS_URI",
    {},
    { ALIBABA_CLOUD_CREDENTIALS_URI: `${BASE}/reader`, ALICLOUD_CREDENTIALS_URI: `${BASE}/other` },
    [],
  ],
])("CredentialsURI: by %s", async (from, fields, env, warnings) => {
  const source = credentialsUriMode.source(createTestProfile(fields));
  const { answer, trace } = await resolveOnce(source, bench({ env }).host);
  expect(answer).toMatchObject({ outcome: "credentials", credentials: { provenance: ["credentials-uri"] } });
  expect(trace.supplied[0]?.from).toMatch(new RegExp(`^${from}`));
  expect(trace.warnings).toEqual(warnings);
});

test("a profile without a URI fails, and says where one may stand", async () => {
  const { answer } = await resolveOnce(credentialsUriMode.source(createTestProfile({})), bench().host);
  expect(answer).toMatchObject({
    outcome: "failed",
    error: {
      code: "INCOMPLETE_CONFIGURATION",
      message: expect.stringMatching(
        /^field credentials_uri of profile "p" and environment variable ALIBABA_CLOUD_CREDENTIALS_URI are missing/,
      ),
    },
  });
});

test("a URI that is not allowed is refused by profile and field", async () => {
  const source = credentialsUriMode.source(createTestProfile({ credentials_uri: "http://evil.test/canary" }));
  const { answer } = await resolveOnce(source, bench().host);
  expect(answer).toMatchObject({
    outcome: "failed",
    error: {
      code: "INVALID_CONFIGURATION",
      message: expect.stringMatching(
        /^field credentials_uri of profile "p" would send the request to the public host evil\.test over plain HTTP/,
      ),
    },
  });
});

test.each(["1", "true", "TRUE "])(
  "ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS=%s forbids the mode, as in the CLI",
  async (value) => {
    const { cloud, host } = bench({ env: { ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS: value } });
    const source = credentialsUriMode.source(createTestProfile({ credentials_uri: `${BASE}/reader` }));
    expect((await resolveOnce(source, host)).answer).toMatchObject({
      outcome: "failed",
      error: { code: "PERMISSION_DENIED" },
    });
    expect(cloud.journal.count()).toBe(0);
  },
);

test("a field of the wrong kind is refused", () => {
  expect(() => credentialsUriMode.source(createTestProfile({ credentials_uri: 7 }))).toThrowError(
    expect.objectContaining({
      code: "INVALID_CONFIGURATION",
      message: 'profile "p": credentials_uri: is missing or not text.',
    }),
  );
});

// Replies of services, to those who ask for credentials.
import { assumeRole } from "@alicred/assume-role";
import { cloudSso } from "@alicred/cloud-sso";
import type { CredentialSource } from "@alicred/core";
import { credentialsUri } from "@alicred/credentials-uri";
import { ecsRamRole } from "@alicred/ecs-ram-role";
import { oauth } from "@alicred/oauth";
import { oidc } from "@alicred/oidc";
import { platformOidc } from "@alicred/platform-oidc";
import { staticCredentials } from "@alicred/static";
import * as fc from "fast-check";
import { CANARY_SECRET, CANARY_TOKEN } from "../support/canaries.ts";
import { nearJson } from "../support/hostile.ts";
import { replies, repliesOf } from "../support/replies.ts";
import { fuzzHost, resolveAll } from "../support/resolve.ts";
import type { FuzzTarget } from "../target.ts";

const credentials = {
  AccessKeyId: "STS.fuzz",
  AccessKeySecret: CANARY_SECRET,
  SecurityToken: CANARY_TOKEN,
  Expiration: "2026-01-07T09:00:00Z",
};
const failure = {
  RequestId: "A-1",
  Code: "NoPermission",
  Message: CANARY_SECRET,
  Recommend: "https://evil.test/",
};
const role = { roleArn: "acs:ram::1000000000000001:role/admin", roleSessionName: "fuzz" };
const TOKEN_FILE = "/var/run/token";

const env = {
  ACTIONS_ID_TOKEN_REQUEST_URL: "https://run.actions.githubusercontent.test/token?x=1",
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: CANARY_TOKEN,
};

/** Sources that ask over HTTP, by what they are called, with documents that their services answer with. */
const askers: Readonly<
  Record<string, { readonly source: () => CredentialSource; readonly documents: readonly unknown[] }>
> = {
  metadata: {
    source: () => ecsRamRole(),
    documents: [
      { Code: "Success", LastUpdated: "2026-01-07T08:00:00Z", ...credentials },
      { Code: "Failed", ...credentials },
    ],
  },
  sts: {
    source: () =>
      assumeRole({
        from: staticCredentials({ accessKeyId: "LTAIfuzz", accessKeySecret: CANARY_SECRET }),
        ...role,
      }),
    documents: [{ RequestId: "A-1", Credentials: credentials, AssumedRoleUser: { Arn: "a" } }, failure],
  },
  oidc: {
    source: () =>
      oidc({ ...role, oidcProviderArn: "acs:ram::1:oidc-provider/x", token: { file: TOKEN_FILE } }),
    documents: [{ RequestId: "A-1", Credentials: credentials, OIDCTokenInfo: { Subject: "s" } }, failure],
  },
  "cloud-sso": {
    source: () =>
      cloudSso({
        signInUrl: "https://signin-cn-shanghai.alibabacloudsso.com/start/login",
        accountId: "1000000000000001",
        accessConfigurationId: "ac-1",
        accessToken: CANARY_TOKEN,
      }),
    documents: [
      { RequestId: "A-1", CloudCredential: credentials },
      { ErrorCode: "AccessTokenExpired", ErrorMessage: CANARY_SECRET, RequestId: "A-1" },
    ],
  },
  oauth: {
    source: () => oauth({ site: "CN", refreshToken: CANARY_TOKEN }),
    documents: [
      { access_token: CANARY_TOKEN, refresh_token: CANARY_TOKEN, expires_in: 3600, token_type: "Bearer" },
      {
        requestId: "A-1",
        accessKeyId: "STS.fuzz",
        accessKeySecret: CANARY_SECRET,
        securityToken: CANARY_TOKEN,
        expiration: "2026-01-07T09:00:00Z",
      },
      { error: "invalid_grant", error_description: CANARY_SECRET },
    ],
  },
  "credentials-uri": {
    source: () => credentialsUri({ uri: "http://127.0.0.1:1/credentials" }),
    documents: [{ Code: "Success", ...credentials }, { ...credentials, Code: undefined }, failure],
  },
  "platform-token": {
    source: () =>
      platformOidc({ platform: "github-actions", ...role, oidcProviderArn: "acs:ram::1:oidc-provider/x" }),
    documents: [
      { count: 1, value: `e30.${btoa(JSON.stringify({ exp: 1767776400, aud: "sts.aliyuncs.com" }))}.c2ln` },
      { RequestId: "A-1", Credentials: credentials },
      failure,
    ],
  },
};

/** Bodies that are no JSON, such as pages of a proxy and names of roles. */
const otherBody = fc.oneof(
  fc.constantFrom("", "app", "app\nother", "<html>Sign in</html>", "\ufeff{}", CANARY_TOKEN, "null", "[]"),
  fc.constantFrom("{".repeat(2_000), `"${"x".repeat(30_000)}"`, "1e999", '{"a":1}{"b":2}'),
  fc.string({ unit: "binary", maxLength: 40 }),
);

export const serviceTargets: readonly FuzzTarget[] = Object.entries(askers).map(
  ([name, { source, documents }]) => ({
    name,
    grammar: replies(fc.oneof({ weight: 3, arbitrary: nearJson(documents) }, otherBody)),
    words: ["%%", "200", "429", "retry-after=", "Credentials", "Expiration", "Code", "expires_in"],
    feed: (input) =>
      resolveAll(
        source,
        fuzzHost({ fetch: repliesOf(input), env, files: { [TOKEN_FILE]: `e30.${btoa("{}")}.c2ln` } }),
      ),
  }),
);

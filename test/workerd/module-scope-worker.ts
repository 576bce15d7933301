// Everything that can be made before the first request, made before it.

import { env, waitUntil } from "cloudflare:workers";
import { assumeRole } from "@alicred/assume-role";
import { cloudSso } from "@alicred/cloud-sso";
import { chain, refreshing } from "@alicred/core";
import { diagnostics } from "@alicred/core/diagnostics";
import { webHost } from "@alicred/core/host/web";
import { credentialsUri } from "@alicred/credentials-uri";
import { envSource } from "@alicred/env";
import { ossFetch, signingFetch, toAlicloudCredential } from "@alicred/interop";
import { logToConsole } from "@alicred/logs";
import { oauth } from "@alicred/oauth";
import { oidc } from "@alicred/oidc";
import { createIssuer } from "@alicred/platform-oidc/issuer";
import { selfIssued, singlePlatformOidc, vercel } from "@alicred/platform-oidc/single";
import { edge } from "@alicred/presets/edge";
import { sdkDefault } from "@alicred/presets/sdk-default";
import { terraformHttp } from "@alicred/presets/terraform-http";
import { memoryStore, sharedCache } from "@alicred/shared-cache";
import { staticCredentials } from "@alicred/static";
import { cloudflareKv, durableObjectStore } from "@alicred/store-cloudflare";
import { upstashStore } from "@alicred/store-redis/upstash";
import { resolver } from "alicred/edge";

const host = webHost({ env, waitUntil, diagnostics });
const roleArn = "acs:ram::123456789012:role/deploy";
const identity = { roleArn, oidcProviderArn: "acs:ram::123456789012:oidc-provider/ci" };
const key = staticCredentials({ accessKeyId: "LTAIexample", accessKeySecret: "secret" });
const issuer = createIssuer({ issuer: "https://id.example.com/apps", subject: "photos", keys: () => "{}" });
// A binding is used when the first request comes.
const namespace = {} as never;
const objects = durableObjectStore({ namespace });
const stores = [
  memoryStore(),
  objects,
  cloudflareKv({ namespace, store: objects }),
  upstashStore({ url: "https://redis.example", token: "token" }),
];
const sources = [
  key,
  envSource(),
  credentialsUri({ uri: "https://keys.example/" }),
  oidc({ ...identity, token: () => "token" }),
  assumeRole({ from: key, roleArn }),
  cloudSso({
    signInUrl: "https://signin-cn-shanghai.alibabacloudsso.com/start/login",
    accountId: "123456789012",
    accessConfigurationId: "ac-1",
    accessToken: "token",
  }),
  oauth({ site: "INTL", refreshToken: "token", onTokens: () => undefined }),
  singlePlatformOidc(vercel, identity),
  singlePlatformOidc(selfIssued, { ...identity, issuer }),
  edge({ env, assumeRole: { roleArn } }),
  sdkDefault(),
  terraformHttp({ region: "cn-hangzhou", assume_role: { role_arn: roleArn } }),
  ...stores.map((store) => sharedCache({ source: key, store, id: "photos", unencrypted: true })),
];
const onEvent = logToConsole(console, { level: "error" });
const resolvers = [
  ...[...sources, chain(sources)].map((source) => refreshing(source, { host, onEvent })),
  resolver({ env, waitUntil }),
];
const signers = resolvers.flatMap((each) => [
  signingFetch(each, { host, fetch }),
  ossFetch(each, { host, fetch, bucket: "photos", region: "cn-hangzhou" }),
]);
const credentials = resolvers.map((each) => toAlicloudCredential(each, { host, waitUntil }));

export default {
  async fetch(): Promise<Response> {
    const model = await credentials[0]?.getCredential();
    return new Response(
      `${signers.length} ${resolvers.at(-1)?.peek() ?? "nothing yet"} ${model?.accessKeyId}`,
    );
  },
};

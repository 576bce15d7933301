// Everything that can be made before the first request, made before it.

import { env, waitUntil } from "cloudflare:workers";
import { assumeRole } from "@alicred/assume-role";
import { chain, refreshing } from "@alicred/core";
import { webHost } from "@alicred/core/host/web";
import { credentialsUri } from "@alicred/credentials-uri";
import { envSource } from "@alicred/env";
import { signingFetch, toAlicloudCredential } from "@alicred/interop";
import { oidc } from "@alicred/oidc";
import { edge } from "@alicred/presets/edge";
import { sdkDefault } from "@alicred/presets/sdk-default";
import { terraformHttp } from "@alicred/presets/terraform-http";
import { staticCredentials } from "@alicred/static";

const host = webHost({ env, waitUntil });
const roleArn = "acs:ram::123456789012:role/deploy";
const key = staticCredentials({ accessKeyId: "LTAIexample", accessKeySecret: "secret" });
const sources = [
  key,
  envSource(),
  credentialsUri({ uri: "https://keys.example/" }),
  oidc({ roleArn, oidcProviderArn: "acs:ram::123456789012:oidc-provider/ci", token: () => "token" }),
  assumeRole({ from: key, roleArn }),
  edge({ env, assumeRole: { roleArn } }),
  sdkDefault(),
  terraformHttp({ region: "cn-hangzhou", assume_role: { role_arn: roleArn } }),
];
const resolvers = [...sources, chain(sources)].map((source) => refreshing(source, { host }));
const signers = resolvers.map((resolver) => signingFetch(resolver, { host, fetch }));
const credentials = resolvers.map((resolver) => toAlicloudCredential(resolver, { host, waitUntil }));

export default {
  async fetch(): Promise<Response> {
    const model = await credentials[0]?.getCredential();
    return new Response(
      `${signers.length} ${resolvers.at(-1)?.peek() ?? "nothing yet"} ${model?.accessKeyId}`,
    );
  },
};

// The official client of Node: node --import tsx node.ts CONFIG
import * as alicloud from "@alicloud/credentials";
import { type Answer, type ClientConfig, tell } from "./answer.ts";

interface CredentialsModule {
  readonly default: new (
    config?: unknown,
  ) => { getCredential(): Promise<Answer>; getBearerToken(): string | undefined };
  readonly Config: new (fields: ClientConfig) => unknown;
}

// The package is CommonJS: its default export is a property of the default export here.
const { default: Credential, Config } = alicloud.default as unknown as CredentialsModule;

await tell(async (config) => {
  const { credentialsUri, ...others } = config;
  const fields = credentialsUri === undefined ? others : { ...others, credentialsURI: credentialsUri };
  const client = config["type"] === undefined ? new Credential() : new Credential(new Config(fields));
  if (config["type"] === "bearer") return { bearerToken: client.getBearerToken() };
  const { accessKeyId, accessKeySecret, securityToken } = await client.getCredential();
  return { accessKeyId, accessKeySecret, securityToken };
});

// The official SDK: a session from an address, and for a hit also a key that never expires.
import * as alicloud from "@alicloud/credentials";
import type { Contender } from "../harness/peer.ts";

/** The part of `@alicloud/credentials` that is used here. */
interface OfficialModule {
  readonly default: new (config: unknown) => { getCredential(): Promise<unknown> };
  readonly Config: new (fields: Readonly<Record<string, string>>) => unknown;
}

// The package is CommonJS: its default export is a property of the default export here.
const { default: Client, Config } = alicloud.default as unknown as OfficialModule;

const shared = { kind: "peer", package: "@alicloud/credentials" } as const;

export const alicloudUri: Contender = {
  ...shared,
  name: "@alicloud/credentials",
  transport: "HTTP",
  windowMs: 900_000,
  create({ url }) {
    const client = new Client(new Config({ type: "credentials_uri", credentialsURI: `${url}/alicloud` }));
    return { get: () => client.getCredential() };
  },
};

export const alicloudStatic: Contender = {
  ...shared,
  name: "@alicloud/credentials, static key",
  transport: "in process",
  only: ["hit"],
  create() {
    const client = new Client(
      new Config({ type: "access_key", accessKeyId: "LTAI-0", accessKeySecret: "secret" }),
    );
    return { get: () => client.getCredential() };
  },
};

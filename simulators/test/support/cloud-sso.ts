import { type Cloud, defaultWorld, type SimulateCloudOptions, type WorldDescription } from "../../src/mod.ts";
import { challenge, verifier } from "./pkce.ts";
import { createClient } from "./worlds.ts";

export const portal = "https://signin-cn-shanghai.alibabacloudsso.com";
export const clientId = "app-vaz16tltdxs96audqf35";
export const admin = "ac-0simulatedadmin000001";
export const reader = "ac-0simulatedreader00001";
export const production = "1000000000000001";
export const partner = "2000000000000002";

/** The text members of a reply. */
export type Fields = Readonly<Record<string, string>>;

export interface Reply<T> {
  readonly status: number;
  readonly body: T;
}

export interface SsoClient {
  readonly cloud: Cloud;
  /** Sends JSON; members that are `undefined` are left out. */
  post<T = Fields>(path: string, json: Record<string, unknown>, accessToken?: string): Promise<Reply<T>>;
  get<T = Fields>(path: string, accessToken?: string): Promise<Reply<T>>;
  start(change?: Record<string, unknown>): Promise<Reply<Fields>>;
  /** Asks for the token of a device code. */
  poll(deviceCode: string | undefined, change?: Record<string, unknown>): Promise<Reply<Fields>>;
  /** An access token of a user, by the whole flow. */
  login(user: string): Promise<string>;
}

async function read<T>(reply: Response): Promise<Reply<T>> {
  return { status: reply.status, body: (await reply.json()) as T };
}

export function createSsoClient(options: SimulateCloudOptions = {}): SsoClient {
  const { cloud } = createClient(options);
  const bearer = (accessToken: string | undefined): Record<string, string> =>
    accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` };

  const client: SsoClient = {
    cloud,
    async post(path, json, accessToken) {
      const headers = { "content-type": "application/json", ...bearer(accessToken) };
      const request = { method: "POST", headers, body: JSON.stringify(json) };
      return read(await cloud.fetch(`${portal}${path}`, request));
    },
    get: async (path, accessToken) =>
      read(await cloud.fetch(`${portal}${path}`, { headers: bearer(accessToken) })),
    start: (change = {}) =>
      client.post("/device-authorization", {
        PortalUrl: `${portal}/start/login`,
        ClientId: clientId,
        CodeChallenge: challenge(),
        CodeChallengeMethod: "S256",
        ...change,
      }),
    poll: (deviceCode, change = {}) =>
      client.post("/token", {
        ClientId: clientId,
        DeviceCode: deviceCode,
        CodeVerifier: verifier,
        GrantType: "urn:ietf:params:oauth:grant-type:device_code",
        ...change,
      }),
    async login(user) {
      const { body } = await client.start();
      cloud.cloudSso.approve(body["UserCode"] ?? "", { user });
      return (await client.poll(body["DeviceCode"])).body["AccessToken"] ?? "";
    },
  };
  return client;
}

/** The default world, its directory changed. */
export function ssoWorld(change: Partial<NonNullable<WorldDescription["cloudSso"]>>): WorldDescription {
  const { cloudSso } = defaultWorld;
  if (cloudSso === undefined) throw new Error("the default world has a CloudSSO directory");
  return { ...defaultWorld, cloudSso: { ...cloudSso, ...change } };
}

import { type CredentialsInit, createContext, type Host } from "@alicred/core";
import { envCredentials } from "@alicred/env";
import { type Cloud, simulateCloud } from "@alicred/simulators";
import { staticCredentials } from "@alicred/static";
import { callAssumeRole } from "@alicred/sts";
import { configFiles, hostIn, type Mode, type Prepared, profileSource, type Trouble } from "./mode.ts";

type Key = Pick<CredentialsInit, "accessKeyId" | "accessKeySecret" | "securityToken">;

/** A key as it is configured at the moment. */
type Configured = Partial<Key> & { readonly isExpired?: boolean };

interface KeyMode {
  readonly name: string;
  readonly makeKey: (cloud: Cloud, user: "alice" | "bob") => Promise<Key>;
  readonly owners: Readonly<Record<"alice" | "bob", string>>;
  readonly codes: Prepared["codes"];
  /** Whether the configuration may say when the key expires. */
  readonly hasExpiry?: boolean;
  /** Where the key is configured: `read` gives it as it is at the moment, and may take forever. */
  readonly configure: (configured: {
    now(): Configured;
    read(): Promise<Configured>;
  }) => Partial<Host> & Pick<Prepared, "source">;
}

/** A mode whose credentials are configured, not acquired: it asks nobody but its configuration. */
function keyMode({ name, makeKey, owners, codes, hasExpiry, configure }: KeyMode): Mode {
  return {
    name,
    ...(!hasExpiry && { lacks: { "expired reply": "a configured key says nothing of its expiry" } }),
    async prepare() {
      const cloud = simulateCloud();
      let key: Partial<Key> = await makeKey(cloud, "alice");
      const bob = await makeKey(cloud, "bob");
      const standing: Partial<Record<Trouble, true>> = {};
      let calls = 0;
      const now = (): Configured => {
        calls += 1;
        const { accessKeyId = "", accessKeySecret = "", ...rest } = key;
        if (standing.refused) return { accessKeyId, ...rest };
        return {
          accessKeyId,
          accessKeySecret: accessKeySecret + (standing.malformed ? "\u00e9" : ""),
          ...rest,
          ...(standing.expired && { isExpired: true }),
        };
      };
      const read = (): Promise<Configured> =>
        standing.hang ? new Promise(() => undefined) : Promise.resolve(now());
      const { source, ...capabilities } = configure({ now, read });
      const fetch: Host["fetch"] = (url, init) =>
        standing.down ? Promise.reject(new TypeError("down")) : cloud.fetch(url, init);
      return {
        cloud,
        source,
        host: hostIn(cloud, { fetch, ...capabilities }),
        calls: () => calls,
        inject(trouble) {
          standing[trouble] = true;
          return () => void delete standing[trouble];
        },
        codes: { down: "none", malformed: "INVALID_CONFIGURATION", ...codes },
        owner: owners.alice,
        replace() {
          key = bob;
          return owners.bob;
        },
      };
    },
  };
}

const keyOf = async (cloud: Cloud, user: "alice" | "bob"): Promise<Key> => cloud.accessKey(user);
const users = { alice: "user/alice", bob: "user/bob" };

/** A session of a role, made beforehand. */
async function sessionOf(cloud: Cloud, user: "alice" | "bob"): Promise<Key> {
  const host = hostIn(cloud);
  const context = createContext({ host, signal: new AbortController().signal });
  const answer = await staticCredentials(cloud.accessKey("alice")).resolve(context);
  if (answer.outcome !== "credentials") throw new Error("alice has a key");
  const roleArn = `acs:ram::1000000000000001:role/${user === "alice" ? "admin" : "reader"}`;
  const role = { roleArn, roleSessionName: "given" };
  const { accessKeyId, accessKeySecret, securityToken } = await callAssumeRole(
    context,
    answer.credentials,
    role,
  );
  return { accessKeyId, accessKeySecret, securityToken };
}

function profileOf(
  mode: string,
  { accessKeyId, accessKeySecret, securityToken, isExpired }: Configured,
): object {
  return {
    mode,
    access_key_id: accessKeyId,
    access_key_secret: accessKeySecret,
    ...(mode === "StsToken" && { sts_token: securityToken, sts_expiration: isExpired ? 1 : 0 }),
  };
}

const inFile =
  (mode: string): KeyMode["configure"] =>
  ({ read }) => ({
    source: profileSource(),
    files: {
      readText: async (path, maxBytes) => {
        const key = await read();
        return configFiles(() => [profileOf(mode, key)]).readText(path, maxBytes);
      },
    },
  });

const VARIABLES: Readonly<Record<string, keyof Key>> = {
  ALIBABA_CLOUD_ACCESS_KEY_ID: "accessKeyId",
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: "accessKeySecret",
};

export const keyModes: readonly Mode[] = [
  keyMode({
    name: "env",
    makeKey: keyOf,
    owners: users,
    codes: { refused: "INCOMPLETE_CONFIGURATION", hang: "none" },
    configure: ({ now }) => ({
      source: envCredentials(),
      env: (name) => {
        const part = VARIABLES[name];
        return part && now()[part];
      },
    }),
  }),
  keyMode({
    name: "AK",
    makeKey: keyOf,
    owners: users,
    codes: { refused: "INVALID_CONFIGURATION" },
    configure: inFile("AK"),
  }),
  keyMode({
    name: "StsToken",
    makeKey: sessionOf,
    owners: { alice: "assumed-role/admin/given", bob: "assumed-role/reader/given" },
    codes: { refused: "INVALID_CONFIGURATION" },
    hasExpiry: true,
    configure: inFile("StsToken"),
  }),
];

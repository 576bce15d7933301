import { assumeRolePlugin } from "@alicred/assume-role";
import { type CredentialSource, chain, createContext, type Host, refreshing } from "@alicred/core";
import { envCredentials } from "@alicred/env";
import { externalPlugin } from "@alicred/external";
import { sharedConfig } from "@alicred/shared-config";
import { staticPlugin } from "@alicred/static";
import { getCallerIdentity } from "@alicred/sts";
import type { RuntimeCase, RuntimeTest } from "./case.ts";
import { configJson } from "./config-json.ts";
import { alice } from "./world.ts";

const modes = [staticPlugin, assumeRolePlugin, externalPlugin].flatMap(
  ({ profileModes = [] }) => profileModes,
);
const NO_FILES = "the runtime has no file system";
const NO_PROCESSES = "the runtime has no files and starts no processes";

/** Asks STS for the identity of a source's credentials, over the runtime's own network. */
async function identityOf(t: RuntimeTest, host: Host, source: CredentialSource): Promise<string> {
  const resolver = refreshing(source, { host });
  const credentials = await resolver.get();
  resolver.close();
  const context = createContext({ host, signal: new AbortController().signal });
  return (await getCallerIdentity(context, credentials, { endpoint: t.origin })).arn;
}

function withFile(t: RuntimeTest): Host {
  const text = configJson(t.origin);
  return { ...t.host, homeDirectory: () => "/home/me", files: { readText: async () => text } };
}

const ADMIN = "acs:ram::1000000000000001:assumed-role/admin/runtimes";
const READER = "acs:ram::1000000000000001:assumed-role/reader/runtimes";

/** From configuration to credentials that STS accepts, with the runtime's own host and network. */
export const realPathCases: readonly RuntimeCase[] = [
  {
    name: "real path: environment variables",
    async run(t) {
      const variables: Record<string, string> = {
        ALIBABA_CLOUD_ACCESS_KEY_ID: alice.accessKeyId,
        ALIBABA_CLOUD_ACCESS_KEY_SECRET: alice.accessKeySecret,
      };
      const host = { ...t.host, env: (name: string) => variables[name] };
      t.equal(await identityOf(t, host, envCredentials()), "acs:ram::1000000000000001:user/alice");
    },
  },
  {
    name: "real path: a RamRoleArn profile, after an environment that has nothing",
    async run(t) {
      const source = chain([envCredentials(), sharedConfig({ modes })]);
      t.equal(await identityOf(t, withFile(t), source), ADMIN);
    },
  },
  {
    name: "real path: a ChainableRamRoleArn profile on the RamRoleArn one",
    async run(t) {
      t.equal(await identityOf(t, withFile(t), sharedConfig({ profile: "reader", modes })), READER);
    },
  },
  {
    name: "real path: the RamRoleArn profile of a config.json on disk",
    except: {
      workerd: NO_FILES,
      "workerd-nodejs-compat": NO_FILES,
      "edge-runtime": NO_FILES,
      chromium: NO_FILES,
    },
    async run(t) {
      t.equal(await identityOf(t, t.host, sharedConfig({ profile: "admin", modes })), ADMIN);
    },
  },
  {
    name: "real path: an External profile on disk, and the command that it names",
    except: {
      workerd: NO_PROCESSES,
      "workerd-nodejs-compat": NO_PROCESSES,
      "edge-runtime": NO_PROCESSES,
      chromium: NO_PROCESSES,
    },
    async run(t) {
      const source = sharedConfig({ profile: "external", modes });
      t.equal(await identityOf(t, t.host, source), "acs:ram::1000000000000001:user/alice");
    },
  },
  {
    name: "real path: without files the shared config is not configured, and says why",
    async run(t) {
      const host = { ...t.host, files: undefined };
      const trace = await refreshing(sharedConfig({ profile: "admin", modes }), { host }).explain();
      t.equal(trace.outcome, "not-configured");
      t.deepEqual(trace.lookedFor, ["~/.aliyun/config.json (no file system in this runtime)"]);
    },
  },
];

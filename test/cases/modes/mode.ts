import { assumeRolePlugin } from "@alicred/assume-role";
import { cloudSsoPlugin } from "@alicred/cloud-sso";
import type { CredentialSource, ErrorCode, Fetch, Files, Host } from "@alicred/core";
import { webHost } from "@alicred/core/host/web";
import { credentialsUriPlugin } from "@alicred/credentials-uri";
import { ecsRamRolePlugin } from "@alicred/ecs-ram-role";
import { externalPlugin } from "@alicred/external";
import { oauthPlugin } from "@alicred/oauth";
import { oidcPlugin } from "@alicred/oidc";
import type { ModeProvider } from "@alicred/plugin-kit";
import { rsaKeyPairPlugin } from "@alicred/rsa-key-pair";
import { sharedConfig } from "@alicred/shared-config";
import {
  type Cloud,
  type Fault,
  type FaultTarget,
  simulateCloud,
  type WorldDescription,
} from "@alicred/simulators";
import { staticPlugin } from "@alicred/static";
import type { RuntimeName } from "../case.ts";

/** The columns of the matrix. */
export type Situation =
  | "success"
  | "refresh"
  | "upstream down"
  | "permanent refusal"
  | "malformed reply"
  | "expired reply"
  | "abort";

/** Faults of a mode, besides success and refresh. */
export type Trouble = "down" | "refused" | "malformed" | "expired" | "hang";

/** One row of the matrix: an auth mode, by its name in `config.json` where it has one. */
export interface Mode {
  readonly name: string;
  readonly except?: Partial<Readonly<Record<RuntimeName, string>>>;
  /** Situations that this mode cannot come into, each with the reason. */
  readonly lacks?: Partial<Readonly<Record<Situation, string>>>;
  /** A world of its own, in which the mode is configured. */
  prepare(): Promise<Prepared>;
}

export interface Prepared {
  readonly cloud: Cloud;
  readonly host: Host;
  readonly source: CredentialSource;
  /** How the ARN of the credentials' owner ends. */
  readonly owner: string;
  /** How often something was asked for that could have failed: a service, a file, a command. */
  calls(): number;
  /** Brings a trouble about. The function that it returns ends it. */
  inject(trouble: Trouble): () => void;
  /** The error that the trouble makes; by default `troubleCodes`. `"none"`: it does not concern this mode. */
  readonly codes?: Partial<Readonly<Record<Trouble, ErrorCode | "none">>>;
  /** For credentials without an expiry: changes the configuration to that of somebody else, whose ARN ends so. */
  readonly replace?: () => string;
}

export const troubleCodes: Readonly<Record<Trouble, ErrorCode>> = {
  down: "UPSTREAM_UNAVAILABLE",
  refused: "UPSTREAM_REFUSED",
  malformed: "RESPONSE_MALFORMED",
  expired: "CREDENTIALS_EXPIRED",
  hang: "UPSTREAM_TIMEOUT",
};

const modes: readonly ModeProvider[] = [
  staticPlugin,
  assumeRolePlugin,
  ecsRamRolePlugin,
  oidcPlugin,
  credentialsUriPlugin,
  cloudSsoPlugin,
  oauthPlugin,
  externalPlugin,
  rsaKeyPairPlugin,
];

const CONFIG_PATH = "/home/me/.aliyun/config.json";

/** The first of the profiles, as read from a `config.json` in memory. */
export function profileSource(): CredentialSource {
  return sharedConfig({ profile: "first", configFile: CONFIG_PATH, modes });
}

/** Files in memory: the `config.json` with these profiles, and at any other path what `more` gives. */
export function configFiles(
  profiles: () => readonly object[],
  more: () => Promise<string | undefined> = async () => undefined,
): Files {
  const named = (): object[] =>
    profiles().map((fields, index) => ({ name: ["first", "second"][index], ...fields }));
  return {
    readText: async (path) =>
      path === CONFIG_PATH ? JSON.stringify({ current: "", profiles: named() }) : more(),
  };
}

/** A host in a simulated cloud: its clock, its network, and whatever else is given. */
export function hostIn(cloud: Cloud, more: Partial<Host> = {}): Host {
  const fetch: Fetch = (url, init) => cloud.fetch(url, init);
  return { ...webHost({ clock: cloud.clock, fetch }), ...more };
}

/** A mode that asks one service, which the faults of the cloud strike. */
export function serviceMode(
  name: string,
  upstream: FaultTarget,
  refusal: string,
  fields: (cloud: Cloud) => readonly object[] | Promise<readonly object[]>,
  more: Partial<Omit<Prepared, "host">> & {
    readonly owner: string;
    readonly host?: (cloud: Cloud) => Partial<Host>;
    /** Default: that of the simulators. */
    readonly world?: WorldDescription;
  },
): Mode {
  const { host: extraHost, world, ...prepared } = more;
  return {
    name,
    async prepare() {
      const cloud = simulateCloud({ world });
      const profiles = await fields(cloud);
      const faults: Readonly<Record<Trouble, Fault>> = {
        down: { kind: "unavailable", ...upstream },
        refused: { kind: "error", code: refusal, ...upstream },
        malformed: { kind: "malformed-json", ...upstream },
        expired: { kind: "expired-credentials", ...upstream },
        hang: { kind: "hang", ...upstream },
      };
      return {
        cloud,
        host: hostIn(cloud, {
          files: configFiles(
            () => profiles,
            () => cloud.oidcIssuer().mint(),
          ),
          ...extraHost?.(cloud),
        }),
        source: profileSource(),
        calls: () => cloud.journal.count({ service: upstream.service ?? "" }),
        inject: (trouble) => cloud.faults.add(faults[trouble]).remove,
        ...prepared,
      };
    },
  };
}

import { createTestHost, type Resolution, resolveOnce, type TestHost } from "@alicred/conformance";
import { type Credentials, type Host, type Resolver, refreshing } from "@alicred/core";
import { type Cloud, type SimulateCloudOptions, simulateCloud } from "@alicred/simulators";
import { type PlatformOidcOptions, platformOidc } from "../src/mod.ts";
import type { Fake, Machine } from "./fakes/fake.ts";

const ACCOUNT = "1000000000000001";
export const ROLE: string = `acs:ram::${ACCOUNT}:role/app`;
export const PROVIDER: string = `acs:ram::${ACCOUNT}:oidc-provider/platform`;

/** The RAM side of a recipe. */
export function worldOf(
  { issuer, audience, trusted }: Pick<Fake, "issuer" | "audience" | "trusted">,
  jwks?: { readonly keys: readonly object[] },
): NonNullable<SimulateCloudOptions["world"]> {
  const trustPolicy = {
    Version: "1" as const,
    Statement: [
      {
        Effect: "Allow" as const,
        Action: "sts:AssumeRole",
        Principal: { Federated: [PROVIDER] },
        Condition: {
          StringEquals: { "oidc:iss": issuer, "oidc:aud": audience },
          StringLike: { "oidc:sub": trusted },
        },
      },
    ],
  };
  return {
    accounts: [
      {
        id: ACCOUNT,
        roles: [{ name: "app", trustPolicy }],
        oidcProviders: [
          { name: "platform", issuer, clientIds: [audience], ...(jwks && { jwks: jwks as never }) },
        ],
      },
    ],
    ...(jwks === undefined && { oidcIssuers: [{ issuer, audience, tokenSeconds: 300 }] }),
  };
}

export interface Bench {
  readonly cloud: Cloud;
  readonly machine: Machine;
  readonly host: TestHost & Host;
  readonly resolver: Resolver;
  readonly options: PlatformOidcOptions;
  /** The tokens that STS was sent, in order. */
  readonly sent: readonly string[];
  /** Lets the platform give a new token, with its own subject or another one. */
  issue(subject?: string): Promise<string>;
  /** Calls as a program on the platform does. */
  get(): Promise<Credentials>;
  /** Asks the source once, for the answer and the trace. */
  resolve(given?: Partial<PlatformOidcOptions>): Promise<Resolution>;
}

/** A machine of a platform without a token yet, and the cloud that trusts the platform. */
export function bench(fake: Fake): Bench {
  const cloud = simulateCloud({ world: worldOf(fake) });
  const machine = fake.machine();
  const sent: string[] = [];
  const base = createTestHost({
    clock: cloud.clock,
    env: machine.env,
    files: machine.files,
    async fetch(url, init) {
      const own = machine.fetch?.(new URL(url), init);
      if (own) return own;
      sent.push(new URLSearchParams(init.body).get("OIDCToken") ?? "");
      return cloud.fetch(url, init);
    },
  });
  const host = { ...base, processes: machine.processes };
  const options: PlatformOidcOptions = {
    platform: fake.name,
    roleArn: ROLE,
    oidcProviderArn: PROVIDER,
    ...machine.options,
  };
  const resolver = refreshing(platformOidc(options), { host });
  return {
    cloud,
    machine,
    host,
    resolver,
    options,
    sent,
    async issue(subject = fake.subject) {
      const token = await cloud.oidcIssuer().mint({ claims: { sub: subject } });
      machine.give(token);
      return token;
    },
    get: () => resolver.get(machine.input ? { input: machine.input() } : undefined),
    resolve: (given) =>
      resolveOnce(platformOidc({ ...options, ...given }), host, undefined, { input: machine.input?.() }),
  };
}

/** The error of a promise that rejects. */
export async function errorOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => new Error("it did not reject"),
    (thrown: unknown) => thrown,
  );
}

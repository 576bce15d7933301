import { deepEqual, equal, match, ok } from "node:assert/strict";
import {
  createTestHost,
  createTestProfile,
  pluginContract,
  refusalOf,
  resolveOnce,
  sourceContract,
  type TestHost,
} from "@alicred/conformance";
import { AlicredError, type Clock, type Resolver, refreshing } from "@alicred/core";
import { vault, vaultMode, vaultPlugin } from "../src/mod.ts";
import { createFakeVault, type FakeVault, type FakeVaultOptions } from "./fake-vault.ts";

/** One test, for any runner. */
export interface Case {
  readonly name: string;
  readonly run: () => void | Promise<void>;
}

const TOKEN = "canary-vault-token";
const ENV = { VAULT_ADDR: "https://vault.test:8200", VAULT_TOKEN: TOKEN };
const SECRETS = [TOKEN, "canary-secret-1", "canary-session-1"];
const MINUTE_MS = 60_000;

interface Bench {
  readonly host: TestHost;
  readonly fake: FakeVault;
  readonly resolver: Resolver;
  /** Passes time. */
  advance(ms: number): void;
}

/** Everything of a test: a host with its own clock, a fake Vault, and a resolver. */
function bench(options: Partial<FakeVaultOptions> = {}, env: Record<string, string> = ENV): Bench {
  let nowMs = Date.parse("2026-01-07T08:00:00Z");
  const clock: Clock = { ...createTestHost().clock, now: () => nowMs };
  const fake = createFakeVault({ clock, token: TOKEN, ...options });
  const host = createTestHost({ env, clock, fetch: fake.fetch });
  const resolver = refreshing(vault({ role: "deploy" }), { host });
  const advance = (ms: number): void => {
    nowMs += ms;
  };
  return { host, fake, resolver, advance };
}

const contract = sourceContract({
  unset: () => ({ source: vault({ role: "deploy" }), host: bench({}, {}).host }),
  partial: () => ({
    source: vault({ role: "deploy" }),
    host: bench({}, { VAULT_ADDR: ENV.VAULT_ADDR }).host,
  }),
  complete: () => ({ source: vault({ role: "deploy" }), host: bench().host }),
  secrets: SECRETS,
});

const ofPlugin = pluginContract(vaultPlugin, {
  options: { role: "deploy" },
  refused: [{}, { role: `../${TOKEN}` }, { role: "deploy", address: TOKEN }],
  modes: {
    Vault: {
      fields: { vault_role: "deploy" },
      refused: [{}, { vault_role: "deploy", vault_address: TOKEN }],
    },
  },
  secrets: SECRETS,
});

/** The error with which the resolver fails. */
async function errorOf(resolver: Resolver): Promise<AlicredError> {
  const error = await resolver.get().then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  ok(error instanceof AlicredError);
  for (const secret of SECRETS)
    ok(!`${error.stack}${JSON.stringify(error)}`.includes(secret), "no secret shows");
  return error;
}

export const cases: readonly Case[] = [
  ...contract,
  ...ofPlugin,
  {
    name: "a key of a RAM user lives as long as its lease",
    async run() {
      const { host, resolver } = bench();
      const { accessKeyId, accessKeySecret, expiresAtMs, securityToken, provenance } = await resolver.get();
      deepEqual([accessKeyId, accessKeySecret, securityToken], ["LTAIkey1", "canary-secret-1", undefined]);
      deepEqual([expiresAtMs, provenance], [host.clock.now() + 60 * MINUTE_MS, ["vault"]]);
    },
  },
  {
    name: "a session of a RAM role comes with its token and expiration, and is not renewed",
    async run() {
      const { host, fake, advance } = bench();
      const resolver = refreshing(vault({ role: "assumed" }), { host });
      const { securityToken, expiresAtMs } = await resolver.get();
      deepEqual([securityToken, expiresAtMs], ["canary-session-1", host.clock.now() + 60 * MINUTE_MS]);
      advance(59.5 * MINUTE_MS);
      equal((await resolver.get()).accessKeyId, "STS.key2");
      deepEqual(fake.done, ["issue 1", "issue 2"]);
    },
  },
  {
    name: "a lease is renewed instead of making another RAM user, until its longest life",
    async run() {
      const { host, fake, resolver, advance } = bench();
      const first = await resolver.get();
      advance(59.5 * MINUTE_MS);
      const renewed = await resolver.get();
      equal(renewed.accessKeyId, first.accessKeyId);
      equal(renewed.accessKeySecret, first.accessKeySecret);
      equal(renewed.expiresAtMs, host.clock.now() + 60 * MINUTE_MS);
      advance(59.5 * MINUTE_MS);
      equal((await resolver.get()).accessKeyId, "LTAIkey2");
      deepEqual(fake.done, ["issue 1", "renew 1", "renew 1", "issue 2"]);
    },
  },
  {
    name: "a lease that ended is not renewed",
    async run() {
      const { fake, resolver, advance } = bench();
      await resolver.get();
      advance(61 * MINUTE_MS);
      equal((await resolver.get()).accessKeyId, "LTAIkey2");
      deepEqual(fake.done, ["issue 1", "issue 2"]);
    },
  },
  {
    name: "a key that a service rejected is not renewed: the next one is new",
    async run() {
      const { fake, resolver } = bench();
      resolver.invalidate(await resolver.get());
      equal((await resolver.get()).accessKeyId, "LTAIkey2");
      deepEqual(fake.done, ["issue 1", "issue 2"]);
    },
  },
  {
    name: "closing the resolver revokes the lease",
    async run() {
      const { fake, resolver } = bench();
      await resolver.get();
      resolver.close();
      await fake.revoked();
      deepEqual(fake.done, ["issue 1", "revoke 1"]);
    },
  },
  {
    name: "explaining makes no key, and says that the source would answer",
    async run() {
      const { fake, resolver } = bench();
      const { outcome } = await resolver.explain();
      equal(outcome, "would-answer");
      deepEqual(fake.done, []);
    },
  },
  {
    name: "a refused token says what to check, and quotes nothing of Vault's answer",
    async run() {
      const { fake, resolver } = bench({ token: "another" });
      const error = await errorOf(resolver);
      deepEqual([error.code, error.status, error.retryable], ["UPSTREAM_REFUSED", 403, false]);
      match(error.message, /^Vault answered 403\. Check the token/);
      deepEqual(fake.done, ["refuse"]);
    },
  },
  {
    name: "too many requests: the pause that Vault asks for is kept",
    async run() {
      const { fake, resolver } = bench();
      fake.trouble = "throttled";
      const { code, retryAfterMs } = await errorOf(resolver);
      deepEqual([code, retryAfterMs], ["UPSTREAM_THROTTLED", 120_000]);
    },
  },
  {
    name: "a sealed Vault has a code of its own, and works again once it is unsealed",
    async run() {
      const { fake, resolver, advance } = bench();
      fake.trouble = "sealed";
      const { code, retryable, status } = await errorOf(resolver);
      deepEqual([code, retryable, status], ["VAULT_SEALED", true, 503]);
      fake.trouble = undefined;
      advance(MINUTE_MS);
      equal((await resolver.get()).accessKeyId, "LTAIkey1");
    },
  },
  {
    name: "a page of a proxy and an empty answer are malformed, not a crash",
    async run() {
      for (const trouble of ["page", "empty"] as const) {
        const { fake, resolver } = bench();
        fake.trouble = trouble;
        match((await errorOf(resolver)).code, /^(RESPONSE_MALFORMED|CREDENTIALS_INCOMPLETE)$/);
      }
    },
  },
  {
    name: "options are checked, and none is quoted",
    run() {
      const error = refusalOf(() => vaultPlugin.source({ role: `../${TOKEN}`, address: TOKEN }), [TOKEN]);
      equal(error.code, "INVALID_OPTION");
      match(error.message, /role: is not the name of a role; address: is not an https: address/);
    },
  },
  {
    name: "a profile of the mode Vault gives address, token and role, and the trace names its fields",
    async run() {
      const { host } = bench({}, {});
      const fields = {
        mode: "Vault",
        vault_role: "deploy",
        vault_address: "https://vault.test",
        vault_token: TOKEN,
      };
      const { answer, trace } = await resolveOnce(
        vaultMode.source(createTestProfile(fields, { name: "v" })),
        host,
      );
      equal(answer.outcome, "credentials");
      deepEqual(
        trace.supplied.map(({ from }) => from),
        ['field vault_address of profile "v"', 'field vault_token of profile "v"'],
      );
    },
  },
  {
    name: "a profile without its role is refused by the name of the field",
    run() {
      const profile = createTestProfile({ mode: "Vault", vault_token: TOKEN }, { name: "v" });
      const { code, message } = refusalOf(() => vaultMode.source(profile), [TOKEN]);
      deepEqual([code, message], ["INVALID_CONFIGURATION", 'profile "v": vault_role: is missing.']);
    },
  },
];

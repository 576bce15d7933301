import { inspect } from "node:util";
import { ask, createContext, refreshing } from "@alicred/core";
import { expect, test } from "vitest";
import { type OidcOptions, oidc } from "../src/mod.ts";
import { bench, FILE, PROVIDER, ROLE, RRSA, serverClockOf } from "./support.ts";

test.each(["value", "file", "variable", "function", "promise"])("by %s", async (kind) => {
  const env: Record<string, string> = {};
  const { cloud, resolve, renew } = await bench(env);
  const token = await renew();
  env["MY_TOKEN"] = token;
  const from = {
    value: ` ${token}\n`,
    file: { file: FILE },
    variable: { variable: "MY_TOKEN" },
    function: () => token,
    promise: async (signal: AbortSignal) => (signal.aborted ? "" : token),
  }[kind];
  const { answer, trace } = await resolve({ roleArn: ROLE, oidcProviderArn: PROVIDER, token: from });
  expect(answer.outcome).toBe("credentials");
  cloud.expectNoSecrets(trace);
});

test("an expired one is an error that says so, once STS has refused it; a new one ends it", async () => {
  const { cloud, host, renew } = await bench();
  await renew(600);
  cloud.clock.moveTo(cloud.clock.now() + 700_250);
  const resolver = refreshing(oidc(), { host });
  const error = await resolver.get().catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({
    code: "CREDENTIALS_EXPIRED",
    source: "oidc",
    retryable: true,
    message: expect.stringMatching(
      /^environment variable ALIBABA_CLOUD_OIDC_TOKEN_FILE contains a token that expired 10[01] s ago\. Renew it\.$/,
    ),
  });
  expect(cloud.journal.count()).toBe(1);
  cloud.expectNoSecrets(error, inspect(error, { depth: 10 }));
  await renew();
  cloud.clock.moveTo(cloud.clock.now() + 5_000);
  expect((await resolver.get()).provenance).toEqual(["oidc"]);
});

test("without files no variable that names one is asked for", async () => {
  const { host } = await bench();
  const { files: _files, ...bare } = host;
  const unset = await refreshing(oidc(), { host: { ...bare, env: () => undefined } })
    .get()
    .catch(String);
  expect(unset).toContain("ALIBABA_CLOUD_OIDC_TOKEN");
  expect(unset).not.toContain("_FILE");
  const half = await refreshing(oidc({ roleArn: ROLE, oidcProviderArn: PROVIDER }), {
    host: { ...bare, env: () => undefined },
  })
    .get()
    .catch(String);
  expect(half).toContain("environment variable ALIBABA_CLOUD_OIDC_TOKEN");
  expect(half).not.toContain("_FILE");
});

test.each([70 * 60_000, 8 * 3_600_000])(
  "a clock that is %d ms fast does not make a good one useless",
  async (aheadMs) => {
    const { host } = await bench();
    const { clock } = host;
    const fast = { ...host, clock: { now: () => clock.now() + aheadMs, sleep: clock.sleep.bind(clock) } };
    const resolver = refreshing(oidc(), { host: fast });
    expect((await resolver.get()).provenance).toEqual(["oidc"]);
  },
);

test("one that is known to have expired is not sent again, nor one that expired days ago", async () => {
  const { cloud, host, renew } = await bench();
  await renew(600);
  cloud.clock.moveTo(cloud.clock.now() + 700_000);
  const resolver = refreshing(oidc(), { host });
  for (let attempt = 0; attempt < 3; attempt++) {
    await expect(resolver.get()).rejects.toMatchObject({ code: "CREDENTIALS_EXPIRED" });
    cloud.clock.moveTo(cloud.clock.now() + 120_000);
  }
  expect(cloud.journal.count()).toBe(1);
  cloud.clock.moveTo(cloud.clock.now() + 48 * 3_600_000);
  await expect(refreshing(oidc(), { host }).get()).rejects.toMatchObject({ code: "CREDENTIALS_EXPIRED" });
  expect(cloud.journal.count()).toBe(1);
});

test("one that expires this instant is not sent, once the time of STS is known", async () => {
  const { cloud, host, renew } = await bench();
  await renew(600);
  const expiresAtMs = cloud.clock.now() + 600_000;
  const { signal } = new AbortController();
  const context = createContext({ host, signal, serverClock: serverClockOf(host.clock) });
  expect((await ask(context, oidc())).outcome).toBe("credentials");
  cloud.clock.moveTo(expiresAtMs);
  expect(await ask(context, oidc())).toMatchObject({ error: { code: "CREDENTIALS_EXPIRED" } });
  expect(cloud.journal.count()).toBe(1);
});

test("one that expired days ago is not sent, even if the clock of STS is as far behind", async () => {
  const { cloud, host, renew } = await bench();
  await renew(600);
  cloud.clock.moveTo(cloud.clock.now() + 48 * 3_600_000);
  const { signal } = new AbortController();
  const serverClock = serverClockOf(host.clock, 72 * 3_600_000);
  const answer = await ask(createContext({ host, signal, serverClock }), oidc());
  expect(answer).toMatchObject({ error: { code: "CREDENTIALS_EXPIRED" } });
  expect(cloud.journal.count()).toBe(0);
});

test("a page of an error that a function gives once is over after a pause of seconds", async () => {
  const { cloud, host } = await bench();
  const good = (await host.files?.readText(FILE, 9_999)) ?? "";
  let calls = 0;
  const token = (): string => (calls++ === 0 ? "<html>502 Bad Gateway</html>" : good);
  const resolver = refreshing(oidc({ token }), { host });
  await expect(resolver.get()).rejects.toMatchObject({ code: "RESPONSE_MALFORMED", retryable: true });
  cloud.clock.moveTo(cloud.clock.now() + 2_000);
  expect((await resolver.get()).provenance).toEqual(["oidc"]);
});

test("a token without an expiry is for STS to judge", async () => {
  const { cloud, resolve } = await bench();
  const token = await cloud.oidcIssuer().mint({ claims: { exp: null } });
  expect((await resolve({ token })).answer).toMatchObject({
    outcome: "failed",
    error: { serverCode: "AuthenticationFail.OIDCToken.Invalid" },
  });
});

test.each<[string, OidcOptions["token"], string]>([
  ["no token at all", "canary", "INVALID_CONFIGURATION"],
  ["three invalid parts", "canary.canary.canary", "INVALID_CONFIGURATION"],
  ["white space", " \n", "INCOMPLETE_CONFIGURATION"],
  ["a file that is missing", { file: "/canary" }, "FILE_UNREADABLE"],
  ["a variable that is not set", { variable: "MY_TOKEN" }, "INCOMPLETE_CONFIGURATION"],
  ["a function that gives nothing", () => undefined as never, "RESPONSE_MALFORMED"],
  ["a page of an error", () => "<html>502 Bad Gateway canary</html>", "RESPONSE_MALFORMED"],
  ["a line end within", "canary\r\nx: y", "INVALID_CONFIGURATION"],
  ["a function that throws", () => Promise.reject(new Error("token=canary")), "SOURCE_THREW"],
])("%s fails before any call, and is not quoted", async (_name, token, code) => {
  const { cloud, resolve } = await bench();
  const { answer } = await resolve({ token });
  expect(answer).toMatchObject({ outcome: "failed", error: { code } });
  expect(inspect(answer, { depth: 10 })).not.toContain("canary");
  expect(cloud.journal.count()).toBe(0);
});

test("an empty file, and a runtime without files", async () => {
  const { files, resolve } = await bench();
  files[FILE] = "\n";
  expect((await resolve()).answer).toMatchObject({ error: { code: "INCOMPLETE_CONFIGURATION" } });
  const without = await bench(RRSA, { files: undefined });
  expect((await without.resolve()).answer).toMatchObject({
    outcome: "failed",
    error: {
      code: "FILE_UNREADABLE",
      message:
        "environment variable ALIBABA_CLOUD_OIDC_TOKEN_FILE names a file and this runtime has no file system.",
    },
  });
});

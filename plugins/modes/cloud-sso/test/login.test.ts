import { createTestHost, createTestProfile } from "@alicred/conformance";
import { createContext, type Host, type ResolveContext } from "@alicred/core";
import type { LoginCode, LoginTerminal, ProfileFields } from "@alicred/plugin-kit";
import { defaultWorld, type SimulateCloudOptions, type WorldDescription } from "@alicred/simulators";
import { describe, expect, test } from "vitest";
import { cloudSsoLogin, cloudSsoLoginMode } from "../src/login.ts";
import { cloudSsoMode } from "../src/mod.ts";
import { ACCOUNT, ADMINISTRATOR, type Bench, bench, HOUR_MS, READ_ONLY, SIGN_IN_URL } from "./support.ts";

const { cloudSso } = defaultWorld;
if (cloudSso === undefined) throw new Error("the default world has a directory");

const fields: ProfileFields = { mode: "CloudSSO", cloud_sso_sign_in_url: SIGN_IN_URL };

interface LoginBench extends Bench {
  readonly context: ResolveContext;
  readonly abort: AbortController;
  readonly codes: readonly LoginCode[];
  /** Milliseconds that the login slept, in order. */
  readonly sleeps: readonly number[];
  readonly terminal: LoginTerminal;
}

/** A bench whose clock turns by itself while the login sleeps, and whose person decides after some polls. */
function loginBench(
  decide: (bench: Bench, poll: number, code: string) => void,
  options: SimulateCloudOptions = {},
  env: Readonly<Record<string, string>> = {},
): LoginBench {
  const own = bench(options);
  const { cloud } = own;
  const codes: LoginCode[] = [];
  const sleeps: number[] = [];
  const abort = new AbortController();
  const host: Host = createTestHost({
    env,
    clock: {
      now: () => cloud.clock.now(),
      async sleep(ms, signal) {
        // Deadlines of requests have signals of their own.
        if (signal !== abort.signal) return cloud.clock.sleep(ms, signal);
        signal?.throwIfAborted();
        sleeps.push(ms);
        await cloud.advance(ms);
        decide(own, sleeps.length, codes[0]?.userCode ?? "");
        signal?.throwIfAborted();
      },
    },
    fetch: (url, init) => cloud.fetch(url, init),
  });
  const context = createContext({ host, signal: abort.signal });
  const terminal: LoginTerminal = {
    showCode: async (code) => void codes.push(code),
    authorize: () => Promise.reject(new Error("no browser comes back")),
    choose: async ({ name, current, choices }) => {
      if (current !== undefined) return current;
      const all = await choices();
      return all.find((each) => each.name === (name === "account" ? "Production" : "ReadOnly"))?.id ?? "";
    },
  };
  return { ...own, context, abort, codes, sleeps, terminal };
}

const approve = ({ cloud }: Bench, poll: number, code: string): void => {
  if (poll === 3) cloud.cloudSso.approve(code, { user: "alice" });
};

describe("the sign-in by a device code", () => {
  test("shows the code with its full address, and asks at the portal's interval until the person approves", async () => {
    const { context, terminal, codes, sleeps, cloud } = loginBench(approve);
    const startedAtMs = cloud.clock.now();
    const signedIn = await cloudSsoLogin.signIn(context, fields, terminal);
    expect(codes).toEqual([
      {
        userCode: expect.stringMatching(/^[A-Z]{4}-[A-Z]{4}$/),
        address: expect.stringContaining(`/device/code?user_code=${codes[0]?.userCode}`),
        endsAtMs: startedAtMs + 600_000,
      },
    ]);
    expect(sleeps).toEqual([5_000, 5_000, 5_000]);
    expect(signedIn).toEqual({
      access_token: expect.any(String),
      cloud_sso_access_token_expire: Math.floor(cloud.clock.now() / 1000) + 28_800,
    });
    const profile = createTestProfile({ ...fields, ...signedIn });
    expect(await cloudSsoLogin.isAccepted(context, profile)).toBe(true);
    expect(cloudSsoLogin.held(profile.fields)?.endsAtMs).toBe(
      Number(signedIn["cloud_sso_access_token_expire"]) * 1000,
    );
  });

  test("ends at once when the person denies", async () => {
    const { context, terminal, sleeps } = loginBench(({ cloud }, poll, code) => {
      if (poll === 2) cloud.cloudSso.deny(code);
    });
    await expect(cloudSsoLogin.signIn(context, fields, terminal)).rejects.toMatchObject({
      code: "LOGIN_DENIED",
    });
    expect(sleeps).toHaveLength(2);
  });

  test("ends when the code does", async () => {
    const { context, terminal, sleeps } = loginBench(() => undefined);
    await expect(cloudSsoLogin.signIn(context, fields, terminal)).rejects.toMatchObject({
      code: "LOGIN_EXPIRED",
    });
    expect(sleeps).toHaveLength(120);
  });

  test("slows down when it is told to", async () => {
    const world: WorldDescription = {
      ...defaultWorld,
      cloudSso: { ...cloudSso, tooFastPolling: "slow-down" },
    };
    const slowed = loginBench(
      (own, poll, code) => {
        if (poll === 1)
          own.cloud.faults.add({ kind: "error", code: "SlowDown", operation: "CreateAccessToken", times: 1 });
        approve(own, poll, code);
      },
      { world },
    );
    await cloudSsoLogin.signIn(slowed.context, fields, slowed.terminal);
    expect(slowed.sleeps).toEqual([5_000, 10_000, 10_000]);
  });

  test.each([
    ["a lost connection", { kind: "connection-reset" }],
    ["an overloaded portal", { kind: "unavailable" }],
    ["throttling", { kind: "throttling" }],
  ] as const)("survives %s", async (_name, fault) => {
    const { context, terminal, cloud } = loginBench(approve);
    cloud.faults.add({ ...fault, operation: "CreateAccessToken", times: 1 });
    expect(await cloudSsoLogin.signIn(context, fields, terminal)).toHaveProperty("access_token");
  });

  test("ends when the caller gives up, with the caller's reason", async () => {
    const reason = new Error("Ctrl+C");
    const own = loginBench((_own, poll) => {
      if (poll === 2) own.abort.abort(reason);
    });
    await expect(cloudSsoLogin.signIn(own.context, fields, own.terminal)).rejects.toBe(reason);
  });

  test("says what the portal does not accept, and shows no code then", async () => {
    const variable = { ALIBABACLOUD_SSO_CLIENT_ID: "app-unknown" };
    const { context, terminal, codes } = loginBench(approve, {}, variable);
    await expect(cloudSsoLogin.signIn(context, fields, terminal)).rejects.toMatchObject({
      code: "UPSTREAM_REFUSED",
      serverCode: "InvalidClient",
    });
    expect(codes).toEqual([]);
  });

  test.each([["file:///etc/passwd"], ["http://signin.example.com/device/code"], ["javascript:alert(1)"]])(
    "opens no address such as %s",
    async (address) => {
      const { context, terminal } = loginBench(approve);
      const evil = createContext({
        ...context,
        host: {
          ...context.host,
          fetch: async () =>
            Response.json({ DeviceCode: "d", UserCode: "ABCD-EFGH", VerificationUriComplete: address }),
        },
      });
      await expect(cloudSsoLogin.signIn(evil, fields, terminal)).rejects.toMatchObject({
        code: "RESPONSE_MALFORMED",
      });
    },
  );
});

describe("the places to which it leads", () => {
  const signedIn = async (user = "alice"): Promise<LoginBench & { readonly held: ProfileFields }> => {
    const own = loginBench(() => undefined);
    return { ...own, held: own.signIn(user) };
  };

  test("are chosen by the terminal, the access configuration in the chosen account", async () => {
    const { context, terminal, held } = await signedIn();
    const login = { ...fields, access_token: held["access_token"] };
    expect(await cloudSsoLogin.choose?.(context, login, terminal)).toEqual({
      cloud_sso_account_id: ACCOUNT,
      cloud_sso_access_config: READ_ONLY,
    });
  });

  test("are asked for nothing when the profile has a choice", async () => {
    const { context, terminal, held, cloud } = await signedIn();
    expect(await cloudSsoLogin.choose?.(context, held, terminal)).toEqual({
      cloud_sso_account_id: ACCOUNT,
      cloud_sso_access_config: ADMINISTRATOR,
    });
    expect(cloud.journal.entries()).toEqual([]);
  });

  test("are every account with every access configuration, by all pages", async () => {
    const world: WorldDescription = { ...defaultWorld, cloudSso: { ...cloudSso, maxPageSize: 1 } };
    const own = loginBench(() => undefined, { world });
    const places = (await cloudSsoLogin.places?.(own.context, own.signIn())) ?? [];
    expect(places.map(({ words }) => `${words["account"]} ${words["config"]}`)).toEqual([
      "Production Administrator",
      "Production ReadOnly",
      "Partner Administrator",
      "Partner ReadOnly",
    ]);
    expect(places[1]).toEqual({
      words: { account: "Production", "account-id": ACCOUNT, config: "ReadOnly", "config-id": READ_ONLY },
      fields: { cloud_sso_account_id: ACCOUNT, cloud_sso_access_config: READ_ONLY },
    });
  });

  test("end with the access token", async () => {
    const { context, held, cloud } = await signedIn();
    await cloud.advance(9 * HOUR_MS);
    expect(await cloudSsoLogin.isAccepted(context, createTestProfile(held))).toBe(false);
    await expect(cloudSsoLogin.places?.(context, held)).rejects.toMatchObject({ code: "LOGIN_REQUIRED" });
  });
});

test("the plugin's own mode has no login, so that programs that only resolve do not contain it", () => {
  expect(cloudSsoMode).not.toHaveProperty("login");
  expect(cloudSsoLoginMode).toEqual({ ...cloudSsoMode, login: cloudSsoLogin });
});

import { describe, expect, test, vi } from "vitest";
import { inTerminal } from "../support/in-terminal.ts";
import { loginWorld } from "../support/login-world.ts";

// `alicred login` as a person at a terminal sees it: the picker, the pasted address, Ctrl+C.

vi.setConfig({ testTimeout: 90_000 });

const ENTER = "\r";
const CTRL_C = "\u0003";
const CTRL_D = "\u0004";
const owned = {
  cloud_sso_account_id: "1000000000000001",
  cloud_sso_access_config: "ac-0simulatedreader00001",
};

// Windows has other terminals.
describe.skipIf(process.platform === "win32")("at a terminal", () => {
  test("account and access configuration are picked by searching, and the only one is not asked for", async () => {
    const { env, portal, approve, profile } = await loginWorld();
    const terminal = inTerminal(["login", "--sso", portal, "acme"], { env });
    await terminal.shows(/Code {2}[A-Z]{4}-[A-Z]{4}/);
    await approve();
    await terminal.shows(/Which account\? \(2\)/);
    await terminal.shows(/Partner {2}2000000000000002[\s\S]*Production {2}1000000000000001/);
    // Words in any order.
    terminal.type("0001 PROD");
    await terminal.shows(/0001 PROD.*1 match/);
    terminal.type(ENTER);
    await terminal.shows(/Which access configuration\? \(2\)/);
    terminal.type("read");
    await terminal.shows(/ReadOnly {2}ac-0simulatedreader00001/);
    terminal.type(ENTER);
    await terminal.shows(/Next: alicred exec acme -- aliyun sts GetCallerIdentity/);
    expect((await terminal.ended).exitCode).toBe(0);
    expect(terminal.screen()).toContain("It leads to Production (1000000000000001), ReadOnly.");
    expect(await profile("acme")).toMatchObject(owned);
  });

  test("--pick begins with the choice that the profile has", async () => {
    const world = await loginWorld();
    await world.writeConfig([{ name: "sso", ...world.signedIn(), ...owned }]);
    const terminal = inTerminal(["login", "sso", "--pick"], world);
    await terminal.shows(/● Production {2}1000000000000001/);
    terminal.type(ENTER);
    await terminal.shows(/● ReadOnly {2}ac-0simulatedreader00001/);
    terminal.type(ENTER);
    expect((await terminal.ended).exitCode).toBe(0);
    expect(await world.profile("sso")).toMatchObject(owned);
  });

  test.each([
    ["while the browser is waited for", /Ctrl\+C stops/, async () => undefined],
    ["at the picker", /Which account\?/, async (approve: () => Promise<void>) => approve()],
  ])("Ctrl+C %s cancels with 130, and nothing is written", async (_when, pattern, act) => {
    const world = await loginWorld();
    const terminal = inTerminal(["login", "--sso", world.portal, "acme"], { env: world.env });
    await terminal.shows(/Ctrl\+C stops/);
    await act(world.approve);
    await terminal.shows(pattern);
    terminal.type(CTRL_C);
    expect(await terminal.ended).toMatchObject({ exitCode: 130 });
    expect(terminal.screen()).toMatch(/alicred: CANCELLED\n+Cancelled\. Nothing was changed\./);
    expect(await world.configText()).toBeUndefined();
  });

  test.each([
    ["at a choice", [/How do you sign in\?/]],
    ["at a line of text", [/How do you sign in\?/, /The sign-in address, such as/]],
  ])("Ctrl+D %s cancels with 130, as the end of the input", async (_where, questions) => {
    const { env, configText } = await loginWorld();
    const terminal = inTerminal(["login"], { env });
    for (const [index, question] of questions.entries()) {
      if (index > 0) terminal.type(ENTER);
      await terminal.shows(question);
    }
    terminal.type(CTRL_D);
    expect(await terminal.ended).toMatchObject({ exitCode: 130 });
    expect(terminal.screen()).toMatch(/alicred: CANCELLED\n+Cancelled\. Nothing was changed\./);
    expect(await configText()).toBeUndefined();
  });

  test("nothing is configured: the person is asked how to sign in", async () => {
    const { env, portal, approve, profiles } = await loginWorld();
    const terminal = inTerminal(["login"], { env });
    await terminal.shows(/How do you sign in\?/);
    terminal.type(ENTER);
    await terminal.shows(/The sign-in address, such as/);
    terminal.type(`${portal}${ENTER}`);
    await approve("bob");
    await terminal.shows(/Profile "Production-ReadOnly" is written/);
    expect((await terminal.ended).exitCode).toBe(0);
    expect(await profiles()).toHaveLength(1);
  });

  test("OAuth over SSH: the address of the browser elsewhere is pasted, or the code in it", async () => {
    for (const paste of ["address", "code"]) {
      const world = await loginWorld();
      await world.writeConfig([
        { name: "me", mode: "OAuth", oauth_site_type: "CN", oauth_endpoint: world.url },
      ]);
      const env = { ...world.env, SSH_CONNECTION: "1 2 3 4" };
      const terminal = inTerminal(["login", "me"], { env, cols: 400 });
      await terminal.shows(/Open {2}http:\S+\n[\s\S]*Paste the address/);
      const [, address = ""] = /Open {2}(\S+)/.exec(terminal.screen()) ?? [];
      terminal.type(`http://127.0.0.1:12345/cli/callback?state=forged&code=x${ENTER}`);
      await terminal.shows(/This is not an address of this sign-in[^\n]*\n[\s\S]*◆ {2}Paste the address/);
      const back = world.cloud.oauth.approve(address, { user: "alice" });
      expect(back.origin).toBe("http://127.0.0.1:12345");
      terminal.type(`${paste === "address" ? back.href : back.searchParams.get("code")}${ENTER}`);
      await terminal.shows(/Signed in\. Profile "me" is written/);
      expect((await terminal.ended).exitCode).toBe(0);
      expect(await world.profile("me")).toMatchObject({ oauth_refresh_token: expect.any(String) });
    }
  });

  test("the address is shown whole in a narrow terminal, and the QR code on request", async () => {
    const { env, portal, approve } = await loginWorld();
    const terminal = inTerminal(["login", "--sso", portal, "acme", "--qr"], { env, cols: 60 });
    await terminal.shows(/█▀▀|▄▄▄▄▄/);
    await approve("bob");
    expect((await terminal.ended).exitCode).toBe(0);
    expect(terminal.screen()).toMatch(
      /Open {2}http:\/\/127\.0\.0\.1:\d+\/device\/code\?user_code=[A-Z-]{9}\n/,
    );
  });

  test("something is shown while the portal takes its time, and is gone when the code is shown", async () => {
    const { env, portal, approve, delay } = await loginWorld();
    delay(1_500);
    const terminal = inTerminal(["login", "--sso", portal, "acme"], { env });
    await terminal.shows(/Asking for a sign-in …$/);
    await terminal.shows(/Asking for a sign-in …\rCode {2}[A-Z-]{9}/);
    await approve("bob");
    expect((await terminal.ended).exitCode).toBe(0);
  });

  test("--prune asks before it removes", async () => {
    const world = await loginWorld();
    const gone = { name: "gone", mode: "CloudSSO", cloud_sso_sign_in_url: world.portal };
    const profiles = [
      { name: "sso", ...world.signedIn("bob") },
      { ...gone, alicred_login_all: world.portal },
    ];
    for (const [answer, isKept] of [
      ["n", true],
      ["y", false],
    ] as const) {
      await world.writeConfig(profiles);
      const terminal = inTerminal(["login", "sso", "--all", "--prune"], { env: world.env });
      await terminal.shows(/Remove 1 profiles that are no longer wanted \(gone\)\?/);
      terminal.type(answer);
      expect((await terminal.ended).exitCode).toBe(0);
      expect((await world.profiles()).some(({ name }) => name === "gone")).toBe(isKept);
      expect(await world.profile("Production-ReadOnly")).toHaveProperty("access_token");
    }
  });
});

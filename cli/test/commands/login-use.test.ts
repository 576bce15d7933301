import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { loginWorld } from "../support/login-world.ts";
import { readWritten } from "../support/read-written.ts";

// How `alicred login` is used, rightly and wrongly, where there is no terminal to ask at.

vi.setConfig({ testTimeout: 30_000 });

const CHOICE = ["--account", "Production", "--access-config", "readonly"];

const owned = {
  cloud_sso_account_id: "1000000000000001",
  cloud_sso_access_config: "ac-0simulatedreader00001",
};

describe("without a terminal", () => {
  test.each([
    [["login"], /NO_TERMINAL\n.*--sso URL, or --oauth/],
    [["login", "--sso", "PORTAL"], /NO_TERMINAL\n.*--account ID --access-config NAME/],
    [["login", "--oauth", "--remote"], /NO_TERMINAL\n.*--no-browser/],
    [["login", "sso", "--pick"], /NO_TERMINAL\n.*--account ID --access-config NAME/],
  ])("%j names the option that answers", async (args, message) => {
    const world = await loginWorld();
    if (args.includes("sso")) await world.writeConfig([{ name: "sso", ...world.signedIn(), ...owned }]);
    const { code, stderr, stdout } = await world.run(
      ...args.map((word) => (word === "PORTAL" ? world.portal : word)),
    );
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(message);
  });
});

describe("wrong use", () => {
  const key = { name: "prod", mode: "AK", access_key_id: "LTAI", access_key_secret: "s" };
  const role = { name: "audit", mode: "ChainableRamRoleArn", source_profile: "sso", ram_role_arn: "r" };

  test.each([
    [
      ["login", "prod"],
      'Profile "prod" has an access key; nothing to log in to. Whose it is: alicred whoami prod.',
    ],
    [["login", "audit"], 'Profile "audit" leads to the login of "sso". Sign in there: alicred login sso'],
    [["login", "ecs"], 'Profile "ecs" is of mode EcsRamRole; nothing to log in to.'],
    [["login", "porduction"], 'has no profile "porduction"'],
    [["login", "--sso", "nonsense"], "--sso is not the sign-in address of a CloudSSO portal"],
    [["login", "--sso", "http://example.com/start/login"], "--sso is not the sign-in address"],
    [["login", "--sso", "https://a.example/", "--oauth"], "Leave one out."],
    [["login", "--site", "intl"], "--site is for --oauth"],
    [["login", "--oauth", "--device"], "no device code. To sign in on another machine: --remote"],
    [["login", "--prune"], "--prune is for --all"],
    [["login", "sso", "--region", "cn-beijing"], "alicred profiles set sso region_id=REGION"],
    [["login", "oauth", "--pick"], 'The login of profile "oauth" leads to one identity'],
    [["login", "oauth", "--all"], 'The login of profile "oauth" leads to one identity'],
    [["login", "sso", "--all", "--account", "Production"], "--all makes a profile for every account"],
    [["login", "--sso", "PORTAL", ...CHOICE, "--", "-x"], "must not begin with a hyphen"],
    [["login", "sso", "--account", "Prodction", "--access-config", "x"], "--account Prodction names nothing"],
    [["login", "sso", "--timeout", "soon"], "Write a span with its unit"],
    [["login", "--sso", "PORTAL", "prod"], 'Profile "prod" exists, and its mode is AK.'],
    [
      ["login", "--sso", "PORTAL", "--name", "{team}", ...CHOICE],
      "{team} is not a word of this login. It has {account}",
    ],
  ])("%j", async (args, message) => {
    const world = await loginWorld();
    const oauth = { name: "oauth", mode: "OAuth", oauth_site_type: "CN" };
    const ecs = { name: "ecs", mode: "EcsRamRole" };
    await world.writeConfig([{ name: "sso", ...world.signedIn(), ...owned }, key, role, oauth, ecs]);
    const before = await world.configText();
    const { code, stderr, stdout } = await world.run(
      ...args.map((word) => (word === "PORTAL" ? world.portal : word)),
    );
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
    expect(await world.configText()).toBe(before);
  });
});

test.each([
  ["--name", "{team}"],
  ["--all", "--name", "{team}"],
  ["--", "-x"],
])("nobody signs in for a name that cannot be: %j", async (...words) => {
  const world = await loginWorld();
  const choice = words.includes("--all") ? [] : CHOICE;
  const { code, stderr } = await world.run("login", "--sso", world.portal, ...choice, ...words);
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("INVALID_OPTION") });
  expect(stderr).not.toContain("Open");
  expect(world.cloud.cloudSso.pending()).toEqual([]);
});

test("the browser is opened by the program that is named, after code and address were printed", async () => {
  const world = await loginWorld();
  const opened = join(world.home, "opened.txt");
  const opener = join(world.home, "open.mjs");
  await writeFile(
    opener,
    `import { writeFileSync } from "node:fs"; writeFileSync(process.argv[2], process.argv[3]);`,
  );
  const browser = `${process.execPath} ${opener} ${opened} %s`;
  const running = world.run("login", "--sso", world.portal, "--browser", browser, ...CHOICE);
  const address = await vi.waitFor(() => readWritten(opened), { timeout: 20_000 });
  await world.approve();
  const { stderr } = await running;
  expect(stderr.split("\n").slice(0, 3)).toEqual([
    expect.stringMatching(/^Code {2}/),
    `Open  ${address}`,
    "The browser was opened. Waiting until you have signed in; Ctrl+C stops.",
  ]);
});

test.each([
  [{ SSH_CONNECTION: "1 2 3 4" }, [], "No browser opens in an SSH session."],
  [{ SSH_CONNECTION: "1 2 3 4" }, ["--no-browser"], "Open the address yourself."],
  [{}, ["--device"], "Open the address yourself."],
  [{}, ["--browser", "/nonexistent/browser"], "The browser could not be opened. Open the address yourself."],
])("with %j and %j no browser is opened, and the person is told", async (env, args, message) => {
  const world = await loginWorld(undefined, env);
  const running = world.run("login", "--sso", world.portal, ...args, ...CHOICE);
  await world.approve();
  expect(await running).toMatchObject({ code: 0, stderr: expect.stringContaining(message) });
});

test("--json prints the outcome for programs", async () => {
  const world = await loginWorld();
  const running = world.run("login", "--sso", world.portal, "--json", ...CHOICE);
  await world.approve();
  const { stdout } = await running;
  expect(JSON.parse(stdout)).toEqual({
    profile: "Production-ReadOnly",
    mode: "CloudSSO",
    signedIn: true,
    loginExpiration: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
  });
});

test("OAuth: the browser comes back to 127.0.0.1, and the tokens and the session are kept", async () => {
  const world = await loginWorld();
  const before = { name: "me", mode: "OAuth", oauth_site_type: "CN", oauth_endpoint: world.url };
  await world.writeConfig([before, { name: "other", mode: "AK", region_id: "cn-shenzhen" }], {
    current: "other",
  });
  const program = join(world.home, "browser.mjs");
  // A browser in which somebody approves, as the page's form sends it, and which then follows the service's redirect.
  await writeFile(
    program,
    `const [, , address] = process.argv;
const body = new URLSearchParams({ user: "alice", decision: "approve" });
const headers = { origin: new URL(address).origin };
const { headers: back } = await fetch(address, { method: "POST", headers, body, redirect: "manual" });
await fetch(back.get("location"));
`,
  );
  const browser = `${process.execPath} ${program}`;
  const { code, stdout } = await world.run("login", "--oauth", "--site", "intl", "me", "--browser", browser);
  expect(code).toBe(0);
  expect(stdout).toBe(
    'Signed in. Profile "me" is written to ~/.aliyun/config.json.\nNext: alicred exec me -- aliyun sts GetCallerIdentity\n',
  );
  expect(await world.profile("me")).toEqual({
    ...before,
    oauth_site_type: "INTL",
    region_id: "ap-southeast-1",
    oauth_access_token: expect.any(String),
    oauth_access_token_expire: expect.any(Number),
    oauth_refresh_token: expect.any(String),
    access_key_id: expect.stringMatching(/^STS\./),
    access_key_secret: expect.any(String),
    sts_token: expect.any(String),
    sts_expiration: expect.any(Number),
  });
  const again = await world.run("login", "me");
  expect(again).toMatchObject({ code: 0, stderr: "" });
  expect(again.stdout).toContain('Profile "me" is signed in; the service does not say for how long.');
});

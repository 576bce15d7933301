import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { type LoginWorld, loginWorld } from "../support/login-world.ts";
import { readWritten } from "../support/read-written.ts";

vi.setConfig({ testTimeout: 30_000 });

const ACCOUNT = "1000000000000001";

async function world(): Promise<LoginWorld> {
  const own = await loginWorld();
  const { accessKeyId, accessKeySecret } = own.cloud.accessKey("alice");
  const choice = { cloud_sso_account_id: ACCOUNT, cloud_sso_access_config: "ac-0simulatedreader00001" };
  await own.writeConfig(
    [
      { name: "alice", mode: "AK", access_key_id: accessKeyId, access_key_secret: accessKeySecret },
      { name: "sso", ...own.signedIn(), ...choice },
    ],
    { current: "sso" },
  );
  return own;
}

describe("console", () => {
  test("--print prints the address alone, which signs a browser in once, until the session ends", async () => {
    const own = await world();
    const { code, stdout, stderr } = await own.run("console", "--endpoint", own.url, "--print");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const address = new URL(stdout.trim());
    expect(address.origin).toBe(own.url);
    expect(Object.fromEntries(address.searchParams)).toEqual({
      Action: "Login",
      LoginUrl: "https://signin.aliyun.com/",
      Destination: "https://home.console.aliyun.com/",
      SigninToken: expect.any(String),
    });
    const page = await (await fetch(address)).text();
    expect(page).toContain("AliyunReservedSSO-ReadOnly/alice");
    expect(own.cloud.console.signIns()).toMatchObject([
      {
        identity: expect.stringContaining("ReadOnly/alice"),
        destination: "https://home.console.aliyun.com/",
      },
    ]);
    expect((await fetch(address)).status).toBeGreaterThanOrEqual(400);
  });

  test("sends the secrets in the body: none is in an address, on the screen or in an argument", async () => {
    const own = await world();
    const { stdout } = await own.run("console", "--endpoint", own.url, "--print");
    const { access_key_secret: secret, sts_token: token } = await own.profile("sso");
    for (const value of [secret, token]) {
      expect(value).toEqual(expect.any(String));
      expect(stdout).not.toContain(encodeURIComponent(String(value)));
    }
    const [issued] = own.cloud.journal.entries({ operation: "GetSigninToken" });
    expect(issued).toMatchObject({ method: "POST", decision: "allowed" });
    expect(JSON.stringify(issued)).not.toContain("send it in the body");
  });

  test.each([
    ["oss", "https://oss.console.aliyun.com/"],
    ["https://ecs.console.aliyun.com/server", "https://ecs.console.aliyun.com/server"],
  ])("goes to %s", async (destination, address) => {
    const own = await world();
    const args = ["console", "--endpoint", own.url, "--print", "--destination", destination];
    const { stdout } = await own.run(...args);
    expect(new URL(stdout.trim()).searchParams.get("Destination")).toBe(address);
  });

  test("opens the browser that is named", async () => {
    const own = await world();
    const opened = join(own.home, "opened.txt");
    const opener = join(own.home, "open.mjs");
    const program = `import { writeFileSync } from "node:fs"; writeFileSync(process.argv[2], process.argv[3]);`;
    await writeFile(opener, program);
    const browser = `${process.execPath} ${opener} ${opened}`;
    const { code, stdout, stderr } = await own.run("console", "--endpoint", own.url, "--browser", browser);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect(stderr).toMatch(
      /^The console was opened: https:\/\/home\.console\.aliyun\.com\/\nIts session ends .*\(UTC\+8\), in 1[45] min/,
    );
    const address = await vi.waitFor(() => readWritten(opened), { timeout: 10_000 });
    expect((await fetch(address)).status).toBe(200);
  });

  test("prints the address where no browser can be opened", async () => {
    const own = await loginWorldOverSsh();
    const { code, stdout, stderr } = await own.run("console", "--endpoint", own.url);
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /^No browser opens in an SSH session\. Open the address yourself:\nIt is good for/,
    );
    expect(stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/federation\?Action=Login&/);
  });

  test.each([
    [["alice"], 1, "The console takes the session of a role, and these credentials are a long-lived key."],
    [["--destination", "https://evil.example/"], 2, "is neither an address of the console nor a product"],
    [["--destination", "https://aliyun.com.evil.example/"], 2, "neither an address"],
    [["--destination", "http://ecs.console.aliyun.com/"], 2, "neither an address"],
    [["--endpoint", "http://evil.example"], 2, "--endpoint is not an origin"],
    [["--print", "--copy"], 2, "Choose one."],
    [["--copy"], 2, "--print, because there is no terminal with a clipboard"],
  ])("%j fails with %d", async (args, code, message) => {
    const own = await world();
    const printed = await own.run("console", "--endpoint", own.url, ...args);
    expect(printed).toMatchObject({ code, stdout: "", stderr: expect.stringContaining(message) });
  });

  test("of a RAM user's session says that the console takes roles", async () => {
    const own = await loginWorld();
    const { accessToken, refreshToken, accessExpiresAtMs } = own.cloud.oauth.signIn("alice");
    await own.writeConfig([
      {
        name: "me",
        mode: "OAuth",
        oauth_site_type: "CN",
        oauth_endpoint: own.url,
        oauth_access_token: accessToken,
        oauth_refresh_token: refreshToken,
        oauth_access_token_expire: Math.floor(accessExpiresAtMs / 1000),
      },
    ]);
    const { code, stderr } = await own.run("console", "me", "--endpoint", own.url, "--print");
    expect(code).toBe(1);
    expect(stderr).toContain("Choose a profile that assumes a role.");
  });
});

async function loginWorldOverSsh(): Promise<LoginWorld> {
  const own = await world();
  vi.stubEnv("SSH_CONNECTION", "1 2 3 4");
  return own;
}

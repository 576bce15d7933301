import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { describeInChromium } from "../../../simulators/test/browser/browser.ts";
import { inTerminal } from "../support/in-terminal.ts";
import { type LoginWorld, loginWorld } from "../support/login-world.ts";

// Both logins and the console from the command to the pages of the services in a real browser, and back.

vi.setConfig({ testTimeout: 90_000 });

interface OpenedWorld extends LoginWorld {
  /** Stands for the person's browser on the command line. */
  readonly browser: string;
  /** The address with which the command opened it. */
  opened(): Promise<string>;
}

async function openedWorld(): Promise<OpenedWorld> {
  const world = await loginWorld();
  const file = join(world.home, "opened.txt");
  const program = join(world.home, "browser.mjs");
  await writeFile(
    program,
    `import { writeFileSync } from "node:fs"; writeFileSync(process.argv[2], process.argv[3]);`,
  );
  return {
    ...world,
    browser: `${process.execPath} ${program} ${file}`,
    // The file exists before the address is in it.
    opened: () =>
      vi.waitFor(
        async () => {
          const address = await readFile(file, "utf8");
          if (address === "") throw new Error("no address yet");
          return address;
        },
        { timeout: 30_000 },
      ),
  };
}

describeInChromium("login and console", (chromium) => {
  it("CloudSSO: the code of the terminal is that of the page, and the person approves", async () => {
    const world = await openedWorld();
    const terminal = inTerminal(["login", "--sso", world.portal, "acme", "--browser", world.browser], world);
    const { page } = await chromium.open();
    await page.goto(await world.opened());
    // The browser may be quicker than the terminal.
    await terminal.shows(/Code {2}\S+/);
    const [, code = "none"] = /Code {2}(\S+)/.exec(terminal.screen()) ?? [];
    await page.getByText(code, { exact: true }).waitFor();
    await page.getByRole("radio", { name: "Bob Berg" }).check();
    await page.getByRole("button", { name: "Approve" }).click();
    await page.getByRole("heading", { name: "Device signed in" }).waitFor();
    await terminal.shows(/Signed in\. Profile "acme" is written/);
    expect((await terminal.ended).exitCode).toBe(0);
    expect(await world.profile("acme")).toMatchObject({ cloud_sso_account_id: "1000000000000001" });
  });

  it("CloudSSO: the person denies, and the command ends at once", async () => {
    const world = await openedWorld();
    const terminal = inTerminal(["login", "--sso", world.portal, "acme", "--browser", world.browser], world);
    const { page } = await chromium.open();
    await page.goto(await world.opened());
    await page.getByRole("button", { name: "Deny" }).click();
    await terminal.shows(/alicred: LOGIN_DENIED/);
    expect((await terminal.ended).exitCode).toBe(1);
    expect(await world.configText()).toBeUndefined();
  });

  it.each([
    ["Approve", /Signed in\. Profile "me" is written/, 0, "Signed in. You can close this page"],
    ["Deny", /alicred: LOGIN_DENIED/, 1, "The sign-in was refused."],
  ])("OAuth: %s brings the browser back to the command", async (button, shown, exitCode, said) => {
    const world = await openedWorld();
    await world.writeConfig([
      { name: "me", mode: "OAuth", oauth_site_type: "INTL", oauth_endpoint: world.url },
    ]);
    const before = await world.configText();
    const terminal = inTerminal(["login", "me", "--browser", world.browser], world);
    const { page, complaints } = await chromium.open();
    await page.goto(await world.opened());
    await page.getByRole("radio", { name: "alice" }).check();
    await page.getByRole("button", { name: button }).click();
    await page.getByText(said).waitFor();
    expect(new URL(page.url()).hostname).toBe("127.0.0.1");
    await terminal.shows(shown);
    expect((await terminal.ended).exitCode).toBe(exitCode);
    // The page of the command loads nothing, not even an icon of its own.
    expect(complaints.filter((each) => !/favicon|404/.test(each))).toEqual([]);
    if (exitCode !== 0) expect(await world.configText()).toBe(before);
    else expect(await world.profile("me")).toMatchObject({ sts_token: expect.any(String) });
  });

  it("console: the browser is signed in as the role", async () => {
    const world = await openedWorld();
    const choice = {
      cloud_sso_account_id: "1000000000000001",
      cloud_sso_access_config: "ac-0simulatedreader00001",
    };
    await world.writeConfig([{ name: "sso", ...world.signedIn(), ...choice }], { current: "sso" });
    const running = world.run("console", "--endpoint", world.url, "--browser", world.browser);
    const { page } = await chromium.open();
    await page.goto(await world.opened());
    await page.getByRole("heading", { name: "Signed in as AliyunReservedSSO-ReadOnly/alice" }).waitFor();
    expect(await running).toMatchObject({ code: 0, stdout: "" });
  });
});

import { expect, it, onTestFinished } from "vitest";
import { createControl } from "../../src/reach/control/mod.ts";
import { serve } from "../../src/reach/serve/node.ts";
import { assumeAdmin, type Client, createClient, whoAmI } from "../support/worlds.ts";
import { describeInChromium, type OpenPage } from "./browser.ts";

const token = "a-token-for-the-dashboard";

describeInChromium("the dashboard", (browser) => {
  /** A cloud on a port, and its dashboard in a page. */
  async function open(hash = `#token=${token}`): Promise<OpenPage & { client: Client; url: string }> {
    const client = createClient();
    const control = createControl(client.cloud, { token });
    const served = await serve(control.cloud, { control });
    onTestFinished(() => served.close());
    const opened = await browser.open();
    await opened.page.goto(`${served.url}/_alicred/${hash}`);
    return { ...opened, client, url: served.url };
  }

  it("shows the clock and moves it", async () => {
    const { client, page, origins, complaints, url } = await open();
    const time = page.locator("#time");
    await time.filter({ hasText: "08:00:00" }).waitFor();
    for (const [button, then] of [
      ["+1 min", "08:01:00"],
      ["+1 h", "09:01:00"],
      ["+6 h", "15:01:00"],
    ] as const) {
      await page.getByRole("button", { name: button, exact: true }).click();
      await time.filter({ hasText: then }).waitFor();
    }
    expect(client.cloud.clock.now()).toBe(Date.UTC(2026, 0, 7, 15, 1));
    await page.getByLabel("Speed").selectOption("3600");
    await page.getByRole("button", { name: "Run" }).click();
    await page.getByText("running 3600 ×").waitFor();
    expect(client.cloud.clock.speed()).toBe(3600);
    client.cloud.clock.setSpeed(5);
    await page.getByText("running 5 ×").waitFor();
    expect(await page.getByLabel("Speed").inputValue()).toBe("5");
    await page.getByRole("button", { name: "Freeze" }).click();
    await page.getByText("frozen").waitFor();
    expect(client.cloud.clock.speed()).toBe(0);
    expect([...origins]).toEqual([url]);
    expect(complaints).toEqual([]);
  });

  it("shows requests as they come, with what was decided and why", async () => {
    const { client, page } = await open();
    await page.getByText("No request yet.").waitFor();
    const [, tried = ""] = /^curl '(.*)'$/.exec((await page.locator("#try").textContent()) ?? "") ?? [];
    expect((await (await fetch(tried)).json()) as object).toMatchObject({ Code: "MissingAccessKeyId" });
    await client.call(whoAmI, { timestamp: "2020-01-01T00:00:00Z" });
    const row = page.locator("#journal tr", { hasText: "InvalidTimeStamp.Expired" });
    await row.waitFor();
    await row.click();
    await page.getByText("skewMs").waitFor();
    await client.cloud.fetch("http://127.0.0.1/<img src=x onerror=alert(1)>");
    await page.locator("#journal tr", { hasText: "/%3Cimg" }).waitFor();
    await page.getByLabel("Filter the journal").fill("unmatched");
    await row.waitFor({ state: "hidden" });
    client.cloud.expectNoSecrets(await page.content());
  });

  it("shows credentials with the life that they have left", async () => {
    const { client, page } = await open();
    await page.getByText("None issued that is still good.").waitFor();
    await client.call(assumeAdmin);
    const credential = page.locator(".credential", { hasText: "admin/session" });
    await credential.getByText("1 h 0 min").waitFor();
    const share = (): Promise<number> =>
      credential.locator(".bar").evaluate((bar) => {
        const { width } = bar.firstElementChild?.getBoundingClientRect() ?? { width: Number.NaN };
        return Math.round((width / bar.getBoundingClientRect().width) * 100);
      });
    await expect.poll(share).toBe(100);
    await client.cloud.advance("45m");
    await credential.getByText("15 min", { exact: true }).waitFor();
    await expect.poll(share).toBe(25);
    await client.cloud.advance("15m");
    await credential.waitFor({ state: "detached" });
  });

  it("switches faults on and off by their names", async () => {
    const { client, page } = await open();
    await page.getByLabel("Service").selectOption("sts");
    await page.getByLabel("Find a fault").fill("latency");
    const row = page.locator(".fault", { hasText: "latency" });
    await row.getByLabel("ms").fill("1500");
    await row.getByRole("switch").click();
    await page.getByRole("switch", { name: "latency", checked: true }).waitFor();
    expect(client.cloud.faults.list()).toMatchObject([
      { fault: { kind: "latency", ms: 1500, service: "sts" } },
    ]);
    await page.getByRole("button", { name: "latency, sts, 0 hits" }).click();
    await page.getByRole("switch", { name: "latency", checked: false }).waitFor();
    expect(client.cloud.faults.list()).toEqual([]);

    await page.getByLabel("Find a fault").fill("recovers");
    const scenario = page.getByRole("switch", { name: "uri-null-then-recovery" });
    await scenario.click();
    await page.getByRole("switch", { name: "uri-null-then-recovery", checked: true }).waitFor();
    expect(client.cloud.faults.list()).toHaveLength(2);
    await scenario.click();
    await page.getByRole("switch", { name: "uri-null-then-recovery", checked: false }).waitFor();
    expect(client.cloud.faults.list()).toEqual([]);
  });

  it("says what a fault needs", async () => {
    const { client, page } = await open();
    await page.getByRole("switch", { name: "error", exact: true }).click();
    await page.getByRole("alert").filter({ hasText: "error needs: code" }).waitFor();
    expect(client.cloud.faults.list()).toEqual([]);
  });

  it("resets when asked twice", async () => {
    const { client, page } = await open();
    await client.call(whoAmI);
    await page.locator("#journal tr").first().waitFor();
    await page.getByRole("button", { name: "Reset" }).click();
    await page.getByRole("button", { name: "Forget everything?" }).click();
    await page.getByText("No request yet.").waitFor();
    expect(client.cloud.journal.count()).toBe(0);
  });

  it("takes the token out of the address, asks for one, and accepts no wrong one", async () => {
    const { page, url } = await open();
    await page.locator("#time").waitFor();
    expect(page.url()).toBe(`${url}/_alicred/`);
    const other = await open("");
    await other.page.getByLabel("Token").waitFor();
    expect(await other.page.getByText("another token").isVisible()).toBe(false);
    await other.page.getByLabel("Token").fill("a-wrong-token-of-course");
    await other.page.getByRole("button", { name: "Open" }).click();
    await other.page.getByText("not signed in").waitFor();
    await other.page.getByRole("alert").filter({ hasText: "another token" }).waitFor();
    expect(await other.page.getByRole("button", { name: "Reset" }).isVisible()).toBe(false);
    await other.page.getByLabel("Token").fill(token);
    await other.page.getByRole("button", { name: "Open" }).click();
    await other.page.locator("#time").waitFor();
  });

  it("says when the cloud is gone", async () => {
    const client = createClient();
    const control = createControl(client.cloud, { token });
    const served = await serve(control.cloud, { control });
    const { page } = await browser.open();
    await page.goto(`${served.url}/_alicred/#token=${token}`);
    await page.getByText("live", { exact: true }).waitFor();
    await served.close();
    await page.getByText("no connection").waitFor();
  });
});

import { expect, it, onTestFinished } from "vitest";
import { type Cloud, simulateCloud } from "../../src/mod.ts";
import { createControl } from "../../src/reach/control/mod.ts";
import { serve } from "../../src/reach/serve/node.ts";
import { createSsoClient } from "../support/cloud-sso.ts";
import { assumeAdmin, createClient, whoAmI } from "../support/worlds.ts";
import { describeInChromium, type OpenPage } from "./browser.ts";

const token = "a-token-for-the-dashboard";

describeInChromium("the dashboard for people and operators", (browser) => {
  async function open(cloud: Cloud, options: Parameters<typeof browser.open>[0] = {}): Promise<OpenPage> {
    const control = createControl(cloud, { token });
    const served = await serve(control.cloud, { control });
    onTestFinished(() => served.close());
    const opened = await browser.open(options);
    await opened.page.goto(`${served.url}/_alicred/#token=${token}`);
    await opened.page.getByText("live", { exact: true }).waitFor();
    return opened;
  }

  it("approves and denies logins that wait", async () => {
    const sso = createSsoClient();
    const { body: first } = await sso.start();
    const { body: second } = await sso.start();
    const { page } = await open(sso.cloud);
    await page.getByLabel("User", { exact: true }).selectOption("alice");
    await page.getByRole("button", { name: `Approve ${first["UserCode"]}` }).click();
    await page.getByText(first["UserCode"] ?? "").waitFor({ state: "detached" });
    expect((await sso.poll(first["DeviceCode"])).body).toHaveProperty("AccessToken");
    await page.getByRole("button", { name: `Deny ${second["UserCode"]}` }).click();
    await page.getByText("Logins that wait").waitFor({ state: "hidden" });
    expect(sso.cloud.cloudSso.pending()).toEqual([]);
  });

  it("switches keys, copies them, hardens and rotates instances", async () => {
    const cloud = simulateCloud();
    const { page } = await open(cloud, { permissions: ["clipboard-read", "clipboard-write"] });
    await page.getByRole("switch", { name: "Key of alice", checked: true }).click();
    await page.getByRole("switch", { name: "Key of alice", checked: false }).waitFor();
    expect(cloud.world.directory.accessKey("LTAI5tAliceMayAssume0001")?.active).toBe(false);
    const clipboard = (): Promise<string> => page.evaluate("navigator.clipboard.readText()");
    await page.getByRole("button", { name: "Copy the id of the key of bob" }).click();
    await page.getByText("The id is in the clipboard.").waitFor();
    expect(await clipboard()).toBe("LTAI5tBobMayDoNothing001");
    await page.getByRole("button", { name: "Copy the secret of the key of bob" }).click();
    await page.getByText("The secret is in the clipboard.").waitFor();
    expect(await clipboard()).toBe(cloud.accessKey("bob").accessKeySecret);
    cloud.expectNoSecrets(await page.content());
    const { id } = cloud.ecsInstance();
    await page.getByRole("switch", { name: `Tokens required by ${id}` }).click();
    await page.getByRole("switch", { name: `Tokens required by ${id}`, checked: true }).waitFor();
    expect(cloud.ecsInstance().metadataOptions().httpTokens).toBe("required");
    await page.getByRole("button", { name: `Rotate the credentials of ${id}` }).click();
    await page.getByText("live", { exact: true }).waitFor();
  });

  it("limits a fault to an operation, the nth request, a share and a time", async () => {
    const cloud = simulateCloud();
    const { page } = await open(cloud);
    await page.getByLabel("Service").selectOption("sts");
    await page.getByLabel("Operation", { exact: true }).selectOption("AssumeRole");
    await page.getByLabel("Only the nth request").fill("2");
    await page.getByLabel("Share of requests").fill("0.5");
    await page.getByLabel("At most so many times").fill("3");
    await page.getByLabel("How long").selectOption("an hour");
    await page.getByRole("switch", { name: "throttling", exact: true }).click();
    await page.getByRole("switch", { name: "throttling", exact: true, checked: true }).waitFor();
    const target = { service: "sts", operation: "AssumeRole", nth: 2, rate: 0.5, times: 3 };
    expect(cloud.faults.list()).toMatchObject([
      { fault: { kind: "throttling", ...target, until: "2026-01-07T09:00:00.000Z" } },
    ]);
    await page.getByLabel("Find a fault").fill("throttling");
    await page.getByText("Seen in the field").waitFor({ state: "hidden" });
  });

  it("searches the whole journal, and shows the latest that fit", async () => {
    const client = createClient();
    await client.call(assumeAdmin);
    for (let i = 0; i < 400; i++) await client.cloud.fetch("https://oss-cn-hangzhou.aliyuncs.com/");
    const { page } = await open(client.cloud);
    await page.getByText("401 of 401, the latest 300 shown").waitFor();
    expect(await page.locator("#journal tr.entry").count()).toBe(300);
    await page.getByLabel("Filter the journal").fill("assumerole");
    await page.getByText("1 of 401", { exact: true }).waitFor();
    const opener = page.getByRole("button", { name: /^Details of AssumeRole/ });
    await opener.focus();
    await page.keyboard.press("Enter");
    await page.getByText("credentialKind").waitFor();
    expect(await opener.getAttribute("aria-expanded")).toBe("true");
    await page.keyboard.press("Space");
    await page.getByText("credentialKind").waitFor({ state: "detached" });
  });

  it("draws refreshes in time", async () => {
    const client = createClient();
    const { page } = await open(client.cloud);
    for (let i = 0; i < 3; i++) {
      await client.call({ ...assumeAdmin, DurationSeconds: "900" });
      await expect.poll(() => page.locator(".life").count()).toBe(i + 1);
      await client.cloud.advance("10m");
    }
    const lane = page.locator(".lane", { hasText: "admin/session" });
    await lane.waitFor();
    const lefts = await lane
      .locator(".life")
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().left));
    expect([...lefts].sort((a, b) => a - b)).toEqual(lefts);
    expect(new Set(lefts).size).toBe(3);
    expect(await page.locator("#timeline").getAttribute("aria-label")).toContain("3 issued");
  });
});

describeInChromium("the look of the dashboard", (browser) => {
  it.each([
    [400, "light"],
    [400, "dark"],
    [800, "light"],
    [1200, "dark"],
    [1600, "light"],
    [1600, "dark"],
  ] as const)(
    "at %i pixels, %s: nothing overflows, and every text has the contrast of AA",
    async (width, colorScheme) => {
      const client = createClient();
      await client.call(assumeAdmin);
      await client.call(whoAmI, { timestamp: "2020-01-01T00:00:00Z" });
      await client.cloud.fetch("http://127.0.0.1/none");
      await client.cloud.advance("50m");
      client.cloud.faults.add({ kind: "throttling", operation: "AssumeRole" });
      const control = createControl(client.cloud, { token });
      const served = await serve(control.cloud, { control });
      onTestFinished(() => served.close());
      const { page, complaints } = await browser.open({
        colorScheme,
        viewport: { width, height: 900 },
        reducedMotion: "reduce",
      });
      await page.goto(`${served.url}/_alicred/#token=${token}`);
      await page.locator("#journal tr").first().waitFor();
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
      expect(await page.evaluate(`(${faint})()`)).toEqual([]);
      expect(complaints).toEqual([]);
    },
  );
});

/** Runs in the page: texts whose contrast with what is behind them is below that of WCAG's level AA. */
const faint = `() => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = ([r, g, b, a], below) => [r, g, b].map((part, i) => part * a + below[i] * (1 - a));
  const behind = (element) => {
    if (element === null) return rgba(getComputedStyle(document.documentElement).backgroundColor).slice(0, 3);
    const own = rgba(getComputedStyle(element).backgroundColor);
    return own[3] === 1 ? own.slice(0, 3) : over(own, behind(element.parentElement));
  };
  const light = (rgb) => {
    const [r, g, b] = rgb.map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const found = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (node.data.trim() === "" || ["SCRIPT", "STYLE", "OPTION"].includes(element.tagName) || !element.checkVisibility()) continue;
    const style = getComputedStyle(element);
    const ground = behind(element);
    const [a, b] = [light(over(rgba(style.color), ground)), light(ground)].sort((x, y) => y - x);
    const size = Number.parseFloat(style.fontSize);
    const wanted = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
    const contrast = (a + 0.05) / (b + 0.05);
    if (contrast < wanted) found.add(node.data.trim() + ": " + contrast.toFixed(2));
  }
  return [...found];
}`;

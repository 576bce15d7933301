import { expect, it, onTestFinished } from "vitest";
import { defaultWorld } from "../../src/mod.ts";
import { createControl } from "../../src/reach/control/mod.ts";
import { serve } from "../../src/reach/serve/node.ts";
import { createClient } from "../support/worlds.ts";
import { describeInChromium } from "./browser.ts";

const token = "a-token-for-the-dashboard";
const LONG = "a".repeat(64);

describeInChromium("the dashboard with long values", (browser) => {
  it.each([400, 1600])("keeps them within their cards at %i pixels", async (width) => {
    const [account, ...others] = defaultWorld.accounts;
    const user = { name: LONG, accessKeys: [{ id: `LTAI5t${"X".repeat(120)}` }] };
    const accounts = account ? [{ ...account, users: [...(account.users ?? []), user] }, ...others] : others;
    const { cloud } = createClient({ world: { ...defaultWorld, accounts } });
    await cloud.fetch(`https://${"h".repeat(60)}.example/${"p".repeat(400)}`);
    // An instant may be a number, too.
    const until = Date.UTC(2036, 0, 7, 8);
    cloud.faults.add({ kind: "throttling", clientKey: "k".repeat(120), rate: 1 / 3, until });
    const control = createControl(cloud, { token });
    const served = await serve(control.cloud, { control });
    onTestFinished(() => served.close());
    const { page, complaints } = await browser.open({ viewport: { width, height: 900 } });
    await page.goto(`${served.url}/_alicred/#token=${token}`);
    await page.getByText("33.3 % until 2036-01-07 08:00, 0 hits").waitFor();
    await page.locator("#keys b", { hasText: LONG }).waitFor();
    await page.locator("#journal .chip", { hasText: "421 unmatched" }).waitFor();
    const beyond = await page.evaluate(() => {
      const right = (element: Element | null): number => element?.getBoundingClientRect().right ?? 0;
      const within = (selector: string): boolean => {
        const all = [...document.querySelectorAll(`${selector} *`)];
        return all.every((one) => right(one) <= right(document.querySelector(selector)) + 1);
      };
      return {
        page: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        cards: [".people", ".journal", "#active"].filter((selector) => !within(selector)),
      };
    });
    expect(beyond).toEqual({ page: 0, cards: [] });
    expect(complaints).toEqual([]);
  });
});

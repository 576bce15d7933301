// Pages of other sites, in a real browser with its preflights: they can neither read nor change anything of `alicred serve` and of
// the control API, and of the simulators' services only what is meant for pages.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { simulateCloud } from "@alicred/simulators";
import { createControl } from "@alicred/simulators/control";
import { serve } from "@alicred/simulators/serve";
import { expect, it, onTestFinished } from "vitest";
import { served } from "../../cli/test/support/served.ts";
import { describeInChromium, startSite, type TestBrowser } from "../../simulators/test/browser/browser.ts";

const TOKEN = "a-token-for-the-control-api";
const SECRET = "canary-5ecret";

/** The requests that a page can make, and what it can read of the answers: statuses, texts, or that there is nothing to read. */
async function attack(browser: TestBrowser, url: string): Promise<readonly string[]> {
  const site = await startSite("<!doctype html><title>evil</title>");
  const { page } = await browser.open();
  await page.goto(site.url);
  return page.evaluate(async (address) => {
    const body = '{"kind":"hang"}';
    const requests: readonly RequestInit[] = [
      {},
      { mode: "no-cors" },
      { credentials: "include" },
      { headers: { authorization: "Bearer guess" } },
      { headers: { "x-alicred": "1" } },
      { method: "POST", body, headers: { "content-type": "text/plain" } },
      { method: "POST", body, mode: "no-cors" },
      { method: "POST", body, headers: { "content-type": "application/json" } },
      { method: "PUT", body },
      { method: "DELETE" },
    ];
    const seen: string[] = [];
    for (const request of requests) {
      const reply = await fetch(address, request).catch(() => undefined);
      seen.push(reply === undefined ? "blocked" : `${reply.type} ${await reply.text()}`);
    }
    // Scripts and pictures are loaded from anywhere, and run or measured.
    const script = document.createElement("script");
    const loaded = new Promise<string>((resolve) => {
      script.onload = () => resolve("script ran");
      script.onerror = () => resolve("blocked");
    });
    script.src = address;
    document.head.append(script);
    seen.push(await loaded);
    return seen;
  }, url);
}

describeInChromium("requests of other sites", (browser) => {
  it("alicred serve: even a page that knows the secret address reads nothing", async () => {
    const home = mkdtempSync(join(tmpdir(), "alicred-cross-origin-"));
    onTestFinished(() => rmSync(home, { recursive: true, force: true }));
    mkdirSync(join(home, ".aliyun"));
    const profile = { name: "p", mode: "AK", access_key_id: "LTAIexample", access_key_secret: SECRET };
    writeFileSync(join(home, ".aliyun/config.json"), JSON.stringify({ current: "p", profiles: [profile] }));
    const { profiles } = await served(home, ["p"]);
    const seen = await attack(browser, profiles[0]?.uri ?? "");
    expect(seen.filter((each) => !/^(blocked|opaque )$/.test(each))).toEqual([]);
  });

  it("the control API: no page reads, and none changes anything", async () => {
    const cloud = simulateCloud();
    const control = createControl(cloud, { token: TOKEN });
    await using server = await serve(() => control.cloud(), { control });
    for (const path of ["faults", "clock", "world", "reset", "snapshots"]) {
      const seen = await attack(browser, `${server.url}/_alicred/${path}`);
      expect(seen.filter((each) => !/^(blocked|opaque )$/.test(each))).toEqual([]);
    }
    expect(cloud.faults.list()).toEqual([]);
    expect(control.cloud()).toBe(cloud);
  });

  it("a simulated service answers pages as the real one does, with nothing but its refusal of an unsigned call", async () => {
    const cloud = simulateCloud();
    await using server = await serve(cloud);
    const seen = await attack(browser, `${server.url}/sts/?Action=GetCallerIdentity&Version=2015-04-01`);
    for (const each of seen) cloud.expectNoSecrets(each);
    expect(seen.join("\n")).not.toMatch(/AccessKeySecret|SecurityToken/);
  });
});

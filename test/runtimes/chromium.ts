import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { CaseResult } from "../cases/run.ts";
import { launchChromium, missingChromium } from "./launch-chromium.ts";
import { listen, type Served } from "./listen.ts";
import type { Runtime } from "./runtime.ts";

export const chromium: Runtime = {
  name: "chromium",
  async missing() {
    return missingChromium();
  },
  async run({ origin, bundles }) {
    const site = await servePage(await readFile(bundles.script, "utf8"));
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      await page.goto(site.url);
      const results = await page.evaluate(`runAlicredCases("chromium", ${JSON.stringify(origin)})`);
      return { version: browser.version(), results: JSON.parse(String(results)) as CaseResult[] };
    } finally {
      await browser.close();
      await site.close();
    }
  },
};

/** A loopback page is a secure context, which WebCrypto asks for, and may fetch from other loopback ports. */
function servePage(script: string): Promise<Served> {
  return listen(
    createServer((request, response) => {
      const isScript = request.url === "/cases.js";
      response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
      response.end(isScript ? script : "<!doctype html><script src=/cases.js></script>");
    }),
  );
}

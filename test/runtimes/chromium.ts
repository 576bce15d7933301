import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { chromium as launcher } from "playwright-core";
import type { CaseResult } from "../cases/run.ts";
import { listen, type Served } from "./listen.ts";
import type { Runtime } from "./runtime.ts";

const places = [
  process.env["CHROMIUM_PATH"],
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
];

// No sandbox, because containers rarely allow one; the rest keeps the browser from calling home.
const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const chromium: Runtime = {
  name: "chromium",
  async missing() {
    return find() === undefined ? "no Chromium or Chrome found; install one or set CHROMIUM_PATH" : undefined;
  },
  async run({ origin, bundles }) {
    const site = await servePage(await readFile(bundles.script, "utf8"));
    const browser = await launcher.launch({ executablePath: find() ?? "", headless: true, args });
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

function find(): string | undefined {
  return places.find((place) => place !== undefined && existsSync(place));
}

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

import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { launchChromium, missingChromium } from "../../../test/runtimes/launch-chromium.ts";

export interface TestBrowser {
  /** A page of its own, with what it asked for and complained about. */
  open(options?: BrowserContextOptions): Promise<OpenPage>;
}

export interface OpenPage {
  readonly page: Page;
  /** Origins of everything that the page loaded. */
  readonly origins: ReadonlySet<string>;
  /** Errors on its console; a blocked resource is one. */
  readonly complaints: readonly string[];
}

/** For a page that hangs: playwright waits half a minute by itself. */
const PAGE_TIMEOUT_MS = 60_000;

/** Tests that share a Chromium. Where there is none they are skipped, and with `CI=true` that is a failure. */
export function describeInChromium(what: string, tests: (browser: TestBrowser) => void): void {
  const missing = missingChromium();
  if (missing !== undefined) console.error(`\nNOT TESTED IN A BROWSER: ${what}: ${missing}\n`);

  it("a browser exists where the tests must be complete", () => {
    if (process.env["CI"] === "true") expect(missing).toBeUndefined();
  });

  describe.skipIf(missing !== undefined)(`${what} in Chromium`, () => {
    let browser: StartedBrowser;
    beforeAll(async () => {
      browser = await startBrowser();
    });
    afterAll(() => browser.close());
    tests({ open: (options) => browser.open(options) });
  });
}

interface StartedBrowser extends TestBrowser {
  close(): Promise<void>;
}

async function startBrowser(): Promise<StartedBrowser> {
  const home = mkdtempSync(join(tmpdir(), "alicred-browser-"));
  const browser: Browser = await launchChromium({ home });
  return {
    async open(options) {
      const context = await browser.newContext(options);
      onTestFinished(() => context.close());
      const page = await context.newPage();
      page.setDefaultTimeout(PAGE_TIMEOUT_MS);
      const origins = new Set<string>();
      const complaints: string[] = [];
      page.on("request", (request) => {
        if (!request.url().startsWith("data:")) origins.add(new URL(request.url()).origin);
      });
      page.on("console", (message) => {
        if (message.type() === "error") complaints.push(message.text());
      });
      return { page, origins, complaints };
    },
    async close() {
      await browser.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/**
 * A site on loopback that answers every request with the same page; `asked` resolves with the first address that
 * matches.
 */
export async function startSite(
  html: string,
  path = "/",
): Promise<{ readonly url: string; readonly asked: Promise<URL> }> {
  let arrived = (_: URL): void => {};
  const asked = new Promise<URL>((resolve) => {
    arrived = resolve;
  });
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    if (url.pathname === path) arrived(url);
    response.setHeader("content-type", "text/html").end(html);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, asked };
}

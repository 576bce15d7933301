import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

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

/** Advice for installing Chromium; `undefined` if it exists. */
export function missingChromium(): string | undefined {
  return find() === undefined ? "no Chromium or Chrome found; install one or set CHROMIUM_PATH" : undefined;
}

/** A headless Chromium; `home` is where it may write, beside its temporary profile. */
export function launchChromium(options: { readonly home?: string } = {}): Promise<Browser> {
  const { home } = options;
  return chromium.launch({
    executablePath: find() ?? "",
    headless: true,
    args,
    ...(home !== undefined && { env: { ...process.env, HOME: home } }),
  });
}

function find(): string | undefined {
  return places.find((place) => place !== undefined && existsSync(place));
}

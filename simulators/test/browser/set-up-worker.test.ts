import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { expect, it, onTestFinished } from "vitest";
import { listen } from "../../../test/runtimes/listen.ts";
import { describeInChromium } from "./browser.ts";

// msw/browser has no types for programs on Node, such as this one.
const program = `
  import { setupWorker } from "msw/browser";
  import { simulateCloud } from "../../src/mod.ts";
  import { handlers } from "../../src/reach/msw.ts";
  const cloud = simulateCloud();
  await setupWorker(...handlers(cloud)).start({ onUnhandledRequest: "bypass", quiet: true });
  window.told = async (url, init) => {
    const reply = await fetch(url, init).catch((error) => error);
    const answer = reply instanceof Error ? reply.name : [reply.status, await reply.text()];
    return { answer, journal: cloud.journal.entries().map(({ host, decision }) => [host, decision]) };
  };
  window.addFault = (fault) => void cloud.faults.add(fault);
`;

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: fileURLToPath(new URL(".", import.meta.url)) },
    bundle: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    write: false,
  });
  return outputFiles[0]?.text ?? "";
}

describeInChromium("behind setupWorker", (browser) => {
  it("answers the page's own fetch, and leaves other hosts alone", async () => {
    const worker = readFileSync(createRequire(import.meta.url).resolve("msw/mockServiceWorker.js"), "utf8");
    const files: Readonly<Record<string, string>> = {
      "/mockServiceWorker.js": worker,
      "/program.js": await bundle(),
    };
    const server = createServer(({ url = "" }, response) => {
      const script = files[url];
      response.setHeader("content-type", script === undefined ? "text/html" : "text/javascript");
      response.end(
        script ?? (url === "/" ? "<!doctype html><script type=module src=/program.js></script>" : "a file"),
      );
    });
    const site = await listen(server);
    onTestFinished(() => site.close());
    const { page, complaints } = await browser.open();
    await page.goto(site.url);
    await page.waitForFunction("window.told");
    const told = (url: string, init = {}): Promise<unknown> =>
      page.evaluate(`told(${JSON.stringify(url)}, ${JSON.stringify(init)})`);

    const token = { method: "PUT", headers: { "X-aliyun-ecs-metadata-token-ttl-seconds": "60" } };
    expect(
      await told("https://sts.aliyuncs.com/?Action=GetCallerIdentity&Version=2015-04-01&Format=JSON"),
    ).toMatchObject({
      answer: [400, expect.stringContaining("MissingAccessKeyId")],
      journal: [["sts.aliyuncs.com", "denied"]],
    });
    expect(await told("https://signin-cn-shanghai.alibabacloudsso.com/token", token)).toMatchObject({
      journal: [
        ["sts.aliyuncs.com", "denied"],
        ["signin-cn-shanghai.alibabacloudsso.com", "unmatched"],
      ],
    });
    expect(await told("/a-file")).toMatchObject({ answer: [200, "a file"], journal: { length: 2 } });
    await page.evaluate(`addFault({ kind: "connection-reset" })`);
    expect(await told("https://sts.aliyuncs.com/")).toMatchObject({ answer: "TypeError" });
    expect(complaints.filter((text) => !/status of 40\d|ERR_FAILED/.test(text))).toEqual([]);
  });
});

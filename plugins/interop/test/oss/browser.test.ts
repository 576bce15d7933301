import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { createVirtualClock } from "@alicred/simulators";
import { serve } from "@alicred/simulators/serve";
import { expect, test } from "vitest";
import { launchChromium, missingChromium } from "../../../../test/runtimes/launch-chromium.ts";
import { listen } from "../../../../test/runtimes/listen.ts";
import { toAliOss } from "../../src/ali-oss.ts";
import { ossFetch, ossUrl, presign, presignForm } from "../../src/oss.ts";
import { bench } from "../support.ts";

const photos = { bucket: "simulated-bucket", region: "cn-hangzhou" };
const client = readFileSync(
  createRequire(import.meta.url).resolve("ali-oss/dist/aliyun-oss-sdk.min.js"),
  "utf8",
);

/** Runs in the page: four parts, of which a session that has ended in between signs only the first. */
const UPLOAD = `(async ([endpoint]) => {
  const client = new OSS({
    region: "oss-cn-hangzhou",
    endpoint,
    bucket: "simulated-bucket",
    ...(await session()),
    refreshSTSToken: () => session(),
    refreshSTSTokenInterval: 0,
  });
  let parts = 0;
  await client.multipartUpload("large.bin", new Blob([new Uint8Array(4 * 102400).fill(7)]), {
    partSize: 102400,
    parallel: 1,
    async progress() {
      if (parts++ === 2) await endSession();
    },
  });
})`;

/** Runs in the page: an upload by a form and one by a presigned URL, and a download. */
const DIRECT = `(async ([form, put, get]) => {
  const body = new FormData();
  for (const [name, value] of Object.entries(form.fields)) body.set(name, value);
  body.set("file", new Blob(["by a form"]), "a.txt");
  const sent = await fetch(form.url, { method: "POST", body });
  const file = new Blob(["by a URL"], { type: "image/png" });
  const stored = await fetch(put.url, { method: "PUT", headers: put.headers, body: file });
  return [sent.status, stored.status, await (await fetch(get.url)).text()];
})`;

test("a browser uploads to OSS: by ali-oss through a renewal, by a form and by a presigned URL", async (context) => {
  const missing = missingChromium();
  // With CI=true a missing browser is a failure.
  if (missing !== undefined && process.env["CI"] !== "true") context.skip(missing);
  // The client tells the time by the machine's clock, which the cloud's follows.
  const all = bench({ clock: createVirtualClock({ startMs: Date.now(), speed: 1 }) });
  const { host, resolver } = all;
  await using served = await serve(all.cloud);
  const endpoint = served.url.replace("127.0.0.1", "localhost");
  const site = await listen(
    createServer((_request, response) => {
      response.setHeader("content-type", "text/html");
      response.end("<!doctype html>");
    }),
  );
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.goto(site.url);
    await page.exposeFunction("session", async () => {
      const { accessKeyId, accessKeySecret, stsToken } = await toAliOss(resolver);
      return { accessKeyId, accessKeySecret, stsToken };
    });
    await page.exposeFunction("endSession", () => resolver.invalidate());
    await page.addScriptTag({ content: client });
    const run = (script: string, args: readonly unknown[]): Promise<unknown> =>
      page.evaluate(`${script}(${JSON.stringify(args)})`);

    await run(UPLOAD, [endpoint]);
    const uploads = all.cloud.journal
      .entries()
      .filter(({ operation, status }) => operation === "UploadPart" && status === 200);
    expect(new Set(uploads.map(({ accessKeyId }) => accessKeyId)).size).toBe(2);
    const oss = ossFetch(resolver, { host, fetch: all.cloud.fetch });
    expect((await (await oss(ossUrl(photos, "large.bin"))).arrayBuffer()).byteLength).toBe(4 * 102_400);

    const place = { host, ...photos, endpoint, pathStyle: false };
    const form = await presignForm(resolver, { ...place, key: "form.txt", maxBytes: 100 });
    const headers = { "content-type": "image/png" };
    const put = await presign(resolver, { ...place, key: "url.png", method: "PUT", headers });
    const get = await presign(resolver, { ...place, key: "url.png" });
    // A form is signed in its body, so the simulated cloud knows it by the path of the service.
    const atService = { ...form, url: `${form.url}oss/` };
    expect(await run(DIRECT, [atService, put, get])).toEqual([204, 200, "by a URL"]);
    expect(await (await oss(ossUrl(photos, "form.txt"))).text()).toBe("by a form");
  } finally {
    await browser.close();
    await site.close();
  }
});

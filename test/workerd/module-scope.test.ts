import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build } from "esbuild";
import { Miniflare, type Request, Response } from "miniflare";
import { beforeAll, describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
let everything: string;
let documented: string;

async function bundle(entry: BuildOptions): Promise<string> {
  const { outputFiles } = await build({
    ...entry,
    write: false,
    bundle: true,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    target: "es2022",
    external: ["cloudflare:workers"],
  });
  return outputFiles?.[0]?.text ?? "";
}

beforeAll(async () => {
  everything = await bundle({
    entryPoints: [fileURLToPath(new URL("module-scope-worker.ts", import.meta.url))],
  });
  const readme = await readFile(`${root}plugins/presets/README.md`, "utf8");
  const contents = /```ts\n([^`]*cloudflare:workers[^`]*)```/.exec(readme)?.[1] ?? "";
  documented = await bundle({ stdin: { contents, loader: "ts", resolveDir: root } });
});

const dates = ["2023-01-01", "2024-09-23", "2025-06-01", "2026-04-01"];
const settings = dates.flatMap((date) => [[date, []] as const, [date, ["nodejs_compat"]] as const]);

interface Called {
  readonly url: string;
  readonly authorization: string;
}

/** The upstreams: documents of credentials at one address, and the OpenAPI everywhere else. */
async function inWorker(
  script: string,
  compatibilityDate: string,
  compatibilityFlags: readonly string[],
  use: (get: () => Promise<string>) => Promise<void>,
): Promise<readonly Called[]> {
  const calls: Called[] = [];
  const worker = new Miniflare({
    modules: true,
    script,
    compatibilityDate,
    compatibilityFlags: [...compatibilityFlags],
    bindings: { ALIBABA_CLOUD_CREDENTIALS_URI: "https://keys.example/credentials" },
    cf: false,
    async outboundService({ url, headers }: Request) {
      calls.push({ url, authorization: headers.get("authorization") ?? "" });
      if (new URL(url).hostname !== "keys.example") return new Response("called");
      await new Promise((resolve) => setTimeout(resolve, 100));
      return Response.json({
        Code: "Success",
        AccessKeyId: `STS.${calls.length}`,
        AccessKeySecret: "secret",
        SecurityToken: "token",
        Expiration: new Date(Date.now() + 3_600_000).toISOString(),
      });
    },
  });
  try {
    await use(async () => (await worker.dispatchFetch("http://worker.test/")).text());
  } finally {
    await worker.dispose();
  }
  return calls;
}

describe.each(settings)("workerd at %s with flags %j", (date, flags) => {
  test("a Worker that makes everything at module scope starts and answers", async () => {
    const calls = await inWorker(everything, date, flags, async (get) => {
      expect(await get()).toBe("36 nothing yet LTAIexample");
    });
    expect(calls).toEqual([]);
  });

  test("in the documented Worker ten requests make one call for credentials", async () => {
    const calls = await inWorker(documented, date, flags, async (get) => {
      expect(new Set(await Promise.all(Array.from({ length: 10 }, get)))).toEqual(new Set(["called"]));
    });
    const ofKeys = calls.filter(({ url }) => url.startsWith("https://keys.example/"));
    const ofService = calls.filter(({ url }) => url === "https://sts.cn-hangzhou.aliyuncs.com/");
    expect([ofKeys.length, ofService.length, calls.length]).toEqual([1, 10, 11]);
    for (const { authorization } of ofService) expect(authorization).toMatch(/^ACS3-HMAC-SHA256 .*STS\.1,/);
  });
});

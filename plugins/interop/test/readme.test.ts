import { readFileSync } from "node:fs";
import { createVirtualClock } from "@alicred/simulators";
import { serve } from "@alicred/simulators/serve";
import { expect, test } from "vitest";
import { type AliOssOptions, signingFetch, toAlicloudCredential, toAliOss } from "../src/mod.ts";
import { $OpenApiUtil, Sts } from "./official.ts";
import { createOssLike } from "./oss-like.ts";
import { type Bench, bench, SESSION_ARN } from "./support.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const [callAny, officialClient, aliOss] = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(
  ([, code = ""]) => code,
);

/** Runs an example with the names that it imports or takes for granted, and returns one that it declares. */
async function runExample(
  code: string | undefined,
  names: Record<string, unknown>,
  result: string,
): Promise<unknown> {
  const body = `return (async () => {${(code ?? "").replace(/^import .*$/gm, "")}; return ${result}; })()`;
  return new Function(...Object.keys(names), body)(...Object.values(names)) as Promise<unknown>;
}

function names({ cloud, host, resolver }: Bench): Record<string, unknown> {
  const waitUntil = (): void => undefined;
  return { signingFetch, toAlicloudCredential, toAliOss, resolver, host, fetch: cloud.fetch, waitUntil };
}

test("the example of signingFetch calls STS", async () => {
  const reply = (await runExample(callAny, names(bench()), "reply")) as Response;
  expect(await reply.json()).toMatchObject({ Arn: SESSION_ARN });
});

test("the example of toAlicloudCredential calls STS with the official client", async () => {
  // That client tells the time by the machine's clock.
  const all = bench({ clock: createVirtualClock({ startMs: Date.now(), speed: 1 }) });
  await using served = await serve(all.cloud);
  // As the example, but for the address.
  class LocalSts extends Sts {
    constructor(config: ConstructorParameters<typeof Sts>[0]) {
      config.endpoint = new URL(served.url).host;
      config.protocol = "HTTP";
      super(config);
    }
  }
  const given = { ...names(all), Sts: { default: LocalSts }, $OpenApiUtil };
  expect(await runExample(officialClient, given, "body.arn")).toBe(SESSION_ARN);
});

test("the example of toAliOss makes a client that signs with the session of the moment", async () => {
  const all = bench();
  class Oss {
    readonly request: ReturnType<typeof createOssLike>["request"];
    constructor(options: AliOssOptions) {
      this.request = createOssLike(options, all.cloud.clock.now).request;
      expect(options).toMatchObject({ region: "oss-cn-hangzhou", bucket: "photos" });
    }
  }
  const client = (await runExample(aliOss, { ...names(all), OSS: Oss }, "client")) as Oss;
  const seen = new Set<string>();
  for (let hour = 0; hour < 3; hour++) {
    const { accessKeyId, securityToken } = await all.resolver.get();
    expect(await client.request()).toEqual({ accessKeyId, stsToken: securityToken });
    seen.add(accessKeyId);
    await all.cloud.advance("61m");
  }
  expect(seen.size).toBe(3);
});

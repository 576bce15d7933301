import { expect, it, onTestFinished, vi } from "vitest";
import { denoHost } from "../../src/host/deno.ts";
import { nodeHost } from "../../src/host/node.ts";
import { webHost } from "../../src/host/web.ts";
import { found, type Host, refreshing } from "../../src/mod.ts";

type WaitUntil = NonNullable<Host["waitUntil"]>;

it.each<[string, (options: { waitUntil: WaitUntil }) => Host]>([
  ["nodeHost", nodeHost],
  ["denoHost", denoHost],
  ["webHost", webHost],
])("%s keeps a refresh alive by the platform's waitUntil", async (_, makeHost) => {
  // For denoHost, which asks Deno for the permission to read its own variable.
  vi.stubGlobal("Deno", { permissions: { querySync: () => ({ state: "denied" }) } });
  onTestFinished(() => void vi.unstubAllGlobals());
  const waitUntil = vi.fn<WaitUntil>();
  const key = { accessKeyId: "LTAIexample", accessKeySecret: "secret" };
  const source = { name: "vault", resolve: async () => found(key) };
  await refreshing(source, { host: makeHost({ waitUntil }) }).get();
  expect(waitUntil).toHaveBeenCalledTimes(1);
  await expect(waitUntil.mock.calls[0]?.[0]).resolves.toBeUndefined();
});

it("webHost takes an environment of any type, such as an interface without an index", () => {
  interface Env {
    readonly TOKEN: string;
    readonly KV: { get(key: string): Promise<string> };
  }
  const env: Env = { TOKEN: "value", KV: { get: async () => "x" } };
  const read = webHost({ env }).env;
  expect([read?.("TOKEN"), read?.("KV"), read?.("toString")]).toEqual(["value", undefined, undefined]);
});

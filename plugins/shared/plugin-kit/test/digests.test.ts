import type { Mac } from "@alicred/core";
import { nodeHost } from "@alicred/core/host/node";
import fc from "fast-check";
import { describe, expect, it, test, vi } from "vitest";
import { keptMacs, percentEncoded, webDigests } from "../src/digests.ts";

test("the digests of WebCrypto are those of Node's host", async () => {
  const { digests } = nodeHost();
  if (digests === undefined) throw new Error("the host has digests");
  const text = fc.string({ unit: "grapheme" });
  const data = fc.oneof(text, fc.uint8Array());
  const key = fc.oneof(fc.string({ minLength: 1 }), fc.uint8Array({ minLength: 1, maxLength: 100 }));
  const encoding = fc.constantFrom("hex" as const, "base64" as const);
  const hash = fc.constantFrom("SHA-1" as const, "SHA-256" as const);
  const sameDigests = fc.asyncProperty(data, key, text, encoding, hash, async (data, key, text, to, hash) => {
    expect(await webDigests.sha256(data, to)).toBe(await digests.sha256(data, to));
    const [web, native] = [await webDigests.hmac(hash, key), await digests.hmac(hash, key)];
    expect(await web(text, to)).toBe(await native(text, to));
  });
  await fc.assert(sameDigests, { seed: 20261130, numRuns: 100 });
});

describe("a kept HMAC", () => {
  function prepared(): {
    readonly prepare: ReturnType<typeof vi.fn>;
    readonly macOf: ReturnType<typeof keptMacs>;
  } {
    const prepare = vi.fn(
      (_digests, secret: string, scope: string): Mac =>
        (text) =>
          [secret, scope, text].join(),
    );
    return { prepare, macOf: keptMacs(prepare) };
  }
  const key = { accessKeySecret: "one" };

  it("is prepared once for a key and a scope", async () => {
    const { prepare, macOf } = prepared();
    for (const scope of ["a", "b", "a", "b"])
      expect(await (await macOf(webDigests, key, scope))("text", "hex")).toBe(`one,${scope},text`);
    expect(prepare).toHaveBeenCalledTimes(2);
    await macOf(webDigests, { ...key }, "a");
    expect(prepare).toHaveBeenCalledTimes(3);
  });

  it("answers at once from then on", async () => {
    const { macOf } = prepared();
    await macOf(webDigests, key);
    expect(macOf(webDigests, key)).toBeTypeOf("function");
  });

  it("is prepared again when the key has another secret", async () => {
    const { macOf } = prepared();
    const changing = { accessKeySecret: "one" };
    await macOf(webDigests, changing);
    changing.accessKeySecret = "two";
    expect(await (await macOf(webDigests, changing))("text", "hex")).toBe("two,,text");
    expect(await (await macOf(webDigests, changing))("text", "hex")).toBe("two,,text");
  });

  it("is forgotten with the older ones when the ninth scope comes", async () => {
    const { prepare, macOf } = prepared();
    for (let day = 0; day < 9; day++) await macOf(webDigests, key, `day ${day}`);
    await macOf(webDigests, key, "day 8");
    expect(prepare).toHaveBeenCalledTimes(9);
    await macOf(webDigests, key, "day 0");
    expect(prepare).toHaveBeenCalledTimes(10);
  });

  it("waits for no promise of another call, which could belong to a request that has ended", async () => {
    const never = new Promise<Mac>(() => undefined);
    const mac: Mac = () => "code";
    const prepare = vi.fn<() => Mac | Promise<Mac>>().mockReturnValueOnce(never).mockReturnValue(mac);
    const macOf = keptMacs(prepare);
    void macOf(webDigests, key);
    expect(await macOf(webDigests, key)).toBe(mac);
  });

  it("is not kept when preparing it fails", async () => {
    const prepare = vi.fn<() => Mac>().mockImplementationOnce(() => {
      throw new Error("no");
    });
    const macOf = keptMacs(prepare);
    await expect(macOf(webDigests, key)).rejects.toThrow("no");
    await macOf(webDigests, key);
    expect(prepare).toHaveBeenCalledTimes(2);
  });
});

test("percent-encoding leaves the unreserved characters alone, and never throws", () => {
  expect(percentEncoded("AZaz09-_.~")).toBe("AZaz09-_.~");
  expect(percentEncoded("a b!'()*+é/中🔑\n")).toBe(
    "a%20b%21%27%28%29%2A%2B%C3%A9%2F%E4%B8%AD%F0%9F%94%91%0A",
  );
  expect(percentEncoded("a\ud83d")).toBe("a%EF%BF%BD");
  const likeUrls = fc.property(fc.string({ unit: "grapheme" }), (text) => {
    const expected = new URLSearchParams([["", text]]).toString().slice(1);
    expect(percentEncoded(text)).toBe(
      expected.replaceAll("+", "%20").replaceAll("*", "%2A").replaceAll("%7E", "~"),
    );
  });
  fc.assert(likeUrls, { seed: 20261130 });
});

import type { Mac } from "@alicred/core";
import { nodeHost } from "@alicred/core/host/node";
import fc from "fast-check";
import { describe, expect, it, test, vi } from "vitest";
import { keptMacs, webDigests } from "../src/digests.ts";

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

  it("is prepared once for a key, until the scope is another one", async () => {
    const { prepare, macOf } = prepared();
    for (const scope of ["a", "a", "b", "b", "a"])
      expect(await (await macOf(webDigests, key, scope))("text", "hex")).toBe(`one,${scope},text`);
    expect(prepare).toHaveBeenCalledTimes(3);
    await macOf(webDigests, { ...key }, "a");
    expect(prepare).toHaveBeenCalledTimes(4);
  });

  it("is prepared again when the key has another secret", async () => {
    const { macOf } = prepared();
    const changing = { accessKeySecret: "one" };
    await macOf(webDigests, changing);
    changing.accessKeySecret = "two";
    expect(await (await macOf(webDigests, changing))("text", "hex")).toBe("two,,text");
    expect(await (await macOf(webDigests, changing))("text", "hex")).toBe("two,,text");
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

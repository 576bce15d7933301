import { describe, expect, it } from "vitest";
import { simulateCloud } from "../../src/mod.ts";
import { createRecorder, createReplay, withTape } from "../../src/reach/cassette/mod.ts";

describe("a recording", () => {
  it("keeps the length that a reply to HEAD states", async () => {
    const recorder = createRecorder({
      fetch: async () => new Response(null, { headers: { "content-length": "9", etag: '"x"' } }),
    });
    const request = new Request("https://b.oss-cn-hangzhou.aliyuncs.com/a", { method: "HEAD" });
    const live = await withTape(simulateCloud(), recorder).fetch(request);
    expect(live.headers.get("content-length")).toBe("9");
    const again = await withTape(simulateCloud(), createReplay(recorder.cassette())).fetch(request);
    expect([again.status, again.headers.get("content-length")]).toEqual([200, "9"]);
  });

  it("has no checksum of a body that it does not hold, so that clients do not take it for damaged", async () => {
    const bytes = Uint8Array.of(0, 255, 1);
    const headers = { "x-oss-hash-crc64ecma": "123", "content-md5": "abc=" };
    const replies = [
      new Response(bytes, { headers }),
      new Response(bytes, { headers: { ...headers, "content-encoding": "gzip" } }),
      new Response(null, { headers }),
    ];
    const recorder = createRecorder({ fetch: async () => replies.shift() ?? Response.error() });
    const cloud = withTape(simulateCloud(), recorder);
    const url = "https://b.oss-cn-hangzhou.aliyuncs.com/a";
    const crcOf = ({ headers: got }: Response): string | null => got.get("x-oss-hash-crc64ecma");
    expect(crcOf(await cloud.fetch(url))).toBe("123");
    // A compressed body reaches the client as `fetch` has decoded it.
    expect(crcOf(await cloud.fetch(url))).toBeNull();
    expect(crcOf(await cloud.fetch(url, { method: "PUT", body: "x" }))).toBe("123");
    const replay = withTape(simulateCloud(), createReplay(recorder.cassette()));
    const first = await replay.fetch(url);
    expect([crcOf(first), first.headers.get("content-md5")]).toEqual([null, null]);
    expect(crcOf(await replay.fetch(url))).toBeNull();
    expect(crcOf(await replay.fetch(url, { method: "PUT", body: "x" }))).toBe("123");
  });
});

import { createVirtualClock } from "@alicred/simulators";
import { serve } from "@alicred/simulators/serve";
import { expect, test } from "vitest";
import { toAliOss } from "../../src/ali-oss.ts";
import { ossFetch, ossUrl } from "../../src/oss.ts";
import { bench } from "../support.ts";
import { Oss } from "./official-oss.ts";

const PART_BYTES = 102_400;

test.each([false, true])(
  "ali-oss renews its session in the middle of a multipart upload, V4: %s",
  async (isV4) => {
    // That client tells the time by the machine's clock, which the cloud's follows.
    const all = bench({ clock: createVirtualClock({ startMs: Date.now(), speed: 1 }) });
    await using served = await serve(all.cloud);
    const client = new Oss({
      region: "oss-cn-hangzhou",
      endpoint: served.url,
      bucket: "simulated-bucket",
      authorizationV4: isV4,
      ...(await toAliOss(all.resolver)),
    });
    const file = Buffer.alloc(4 * PART_BYTES, "alicred");
    let parts = 0;
    await client.multipartUpload("large.bin", file, {
      partSize: PART_BYTES,
      parallel: 1,
      async progress() {
        // As at the end of a session: what the client holds is no longer what the resolver has.
        if (parts++ === 2) all.resolver.invalidate();
      },
    });
    const uploads = all.cloud.journal.entries().filter(({ operation }) => operation === "UploadPart");
    expect(uploads).toHaveLength(4);
    expect(new Set(uploads.map(({ accessKeyId }) => accessKeyId)).size).toBe(2);
    expect(all.sessions()).toBe(2);
    const oss = ossFetch(all.resolver, { host: all.host, fetch: all.cloud.fetch });
    const stored = await oss(ossUrl({ bucket: "simulated-bucket", region: "cn-hangzhou" }, "large.bin"));
    expect(Buffer.from(await stored.arrayBuffer()).equals(file)).toBe(true);
  },
);

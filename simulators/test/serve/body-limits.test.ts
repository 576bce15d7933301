import { request as httpRequest } from "node:http";
import { describe, expect, it } from "vitest";
import { defineService, simulateCloud } from "../../src/mod.ts";
import { serve } from "../../src/reach/serve/node.ts";

const mebibyte = new Uint8Array(1024 * 1024);

/** Sends mebibytes until there is an answer, or as many as are asked for. */
function pour(
  url: string,
  mebibytes: number,
  headers: Record<string, string>,
): Promise<{ status: number | undefined; sent: number }> {
  return new Promise((resolve, reject) => {
    let sent = 0;
    let answered = false;
    const outgoing = httpRequest(url, { method: "POST", headers }, (reply) => {
      answered = true;
      reply.resume();
      resolve({ status: reply.statusCode, sent });
      outgoing.destroy();
    });
    outgoing.on("error", (error) => (answered ? undefined : reject(error)));
    function more(): void {
      if (answered) return;
      if (sent === mebibytes) return void outgoing.end();
      sent += 1;
      outgoing.write(mebibyte, () => setImmediate(more));
    }
    more();
  });
}

describe("a body that is too long", () => {
  it.each([
    ["of a length that is announced", true],
    ["of a length that is not", false],
  ])("is refused at every service while it is still coming: %s", async (_title, isAnnounced) => {
    const cloud = simulateCloud();
    await using served = await serve(cloud);
    for (const { name, maxBodyBytes = 4 * mebibyte.length } of cloud.services) {
      const most = maxBodyBytes / mebibyte.length;
      const mebibytes = most + 60;
      const headers: Record<string, string> = isAnnounced
        ? { "content-length": String(mebibytes * mebibyte.length) }
        : { "transfer-encoding": "chunked" };
      const { status, sent } = await pour(`${served.url}/${name}/`, mebibytes, headers);
      expect(status, name).toBe(413);
      expect(sent, name).toBeLessThan(most + 40);
      expect(cloud.journal.entries({ service: name })).toMatchObject([
        { decision: "failed", status: 413, reason: `the body is longer than ${maxBodyBytes} bytes` },
      ]);
    }
  });

  it("is refused in process too, and one that is just short enough is not", async () => {
    const cloud = simulateCloud();
    const send = async (bytes: number): Promise<number> => {
      const body = new Uint8Array(bytes);
      return (await cloud.fetch("https://sts.aliyuncs.com/", { method: "POST", body })).status;
    };
    expect(await send(4 * mebibyte.length + 1)).toBe(413);
    expect(await send(4 * mebibyte.length)).toBe(400);
  });

  it("is what a service says it is", async () => {
    const small = defineService({
      name: "small",
      hosts: ["small.example"],
      operations: [],
      errors: {},
      maxBodyBytes: 3,
      worldSchema: {},
      defaultWorld: {},
      create: () => ({
        identify: () => ({}),
        addRoutes(app) {
          app.post("/", (c) => c.body(c.env.exchange.received.body as Uint8Array<ArrayBuffer>));
        },
      }),
    });
    const cloud = simulateCloud({ services: [small] });
    const send = (body: string): Promise<Response> =>
      cloud.fetch("https://small.example/", { method: "POST", body });
    expect(await (await send("abc")).text()).toBe("abc");
    expect((await send("abcd")).status).toBe(413);
  });
});

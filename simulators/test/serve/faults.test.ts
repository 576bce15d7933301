import { afterEach, describe, expect, it, vi } from "vitest";
import { type Fault, simulateCloud } from "../../src/mod.ts";
import { type ServedCloud, serve } from "../../src/reach/serve/node.ts";

let served: ServedCloud | undefined;

async function start(fault?: Fault): Promise<string> {
  const cloud = simulateCloud();
  if (fault !== undefined) cloud.faults.add(fault);
  served = await serve(cloud);
  return `${served.url}/credentials-uri`;
}

afterEach(async () => {
  await served?.close();
  served = undefined;
});

/** The part of a body that arrives, and whether the connection broke before its end. */
async function arrived(url: string): Promise<{ status: number; text: string; broken: boolean }> {
  const reply = await fetch(url);
  let text = "";
  try {
    for await (const chunk of reply.body ?? []) text += new TextDecoder().decode(chunk);
  } catch {
    return { status: reply.status, text, broken: true };
  }
  return { status: reply.status, text, broken: false };
}

describe("a body that breaks off", () => {
  it.each<[string, Fault | undefined, string]>([
    ["by truncated-body", { kind: "truncated-body" }, "/reader"],
    ["by slow-reset", { kind: "slow-reset", ms: 0 }, "/reader"],
    ["by what the world says", undefined, "/variants/truncated"],
  ])("breaks the connection half-way: %s", async (_what, fault, path) => {
    const complaints = vi.spyOn(console, "error");
    const whole = await arrived(`${await start()}/reader`);
    await served?.close();
    const { status, text, broken } = await arrived((await start(fault)) + path);
    expect([status, broken, whole.broken]).toEqual([200, true, false]);
    expect(text.length).toBe(whole.text.length >> 1);
    expect(text).toMatch(/^\{"Code":"Success","AccessKeyId":"STS\./);
    expect(complaints).not.toHaveBeenCalled();
  });
});

describe("a redirect", () => {
  it("keeps the prefix of the service", async () => {
    const reply = await fetch(`${await start()}/moved`);
    expect([reply.status, reply.redirected, new URL(reply.url).pathname]).toEqual([
      200,
      true,
      "/credentials-uri/reader",
    ]);
  });
});

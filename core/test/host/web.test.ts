import { describe, expect, it, vi } from "vitest";
import { webHost } from "../../src/host/web.ts";
import { type CredentialSource, notConfigured, refreshing } from "../../src/mod.ts";
import { rejection } from "../support/outcome.ts";

describe("the web host", () => {
  it("has no files, no processes and no home folder", () => {
    const host = webHost();
    expect([host.files, host.processes, host.homeDirectory, host.env]).toEqual(Array(4).fill(undefined));
    expect([host.runtime, host.requestScoped]).toEqual(["web", true]);
  });

  it("reads the strings of an environment and ignores everything else", () => {
    const { env } = webHost({
      env: { A: "1", EMPTY: "", KV: { get: () => "x" }, NUMBER: 7, NONE: undefined },
    });
    expect(
      ["A", "EMPTY", "KV", "NUMBER", "NONE", "MISSING", "toString", "__proto__"].map((name) => env?.(name)),
    ).toEqual(["1", "", ...Array(6).fill(undefined)]);
  });

  it("takes what is given in place of the runtime's own", async () => {
    const waitUntil = vi.fn();
    const fetch = vi.fn();
    const clock = { now: () => 5, sleep: async () => undefined };
    const random = (length: number): Uint8Array => new Uint8Array(length);
    const host = webHost({ runtime: "workerd", requestScoped: false, waitUntil, fetch, clock, random });
    expect(host).toMatchObject({ runtime: "workerd", requestScoped: false, waitUntil, fetch, clock, random });
  });

  it("uses the global fetch of the moment, unbound", async () => {
    const reply = { status: 200 };
    const fetch = vi.fn(async (..._args: unknown[]) => reply);
    const { fetch: hostFetch } = webHost();
    vi.stubGlobal("fetch", fetch);
    const init = {
      method: "GET",
      headers: {},
      redirect: "manual" as const,
      signal: new AbortController().signal,
    };
    expect(await hostFetch("https://sts.example/", init)).toBe(reply);
    expect(fetch.mock.calls).toEqual([["https://sts.example/", init]]);
  });

  it("lets a source say which capability is missing", async () => {
    const file: CredentialSource = {
      name: "file",
      async resolve({ host }) {
        return host.files
          ? Promise.reject(new Error("unreachable"))
          : notConfigured("no file system in this runtime");
      },
    };
    const error = await rejection(refreshing(file, { host: webHost() }).get());
    expect(error.code).toBe("NOT_CONFIGURED");
    expect(error.message).toContain("no file system in this runtime");
  });

  it("reads variables of an object as it is at the time, and nothing but text", () => {
    const object: Record<string, unknown> = { TEXT: "a", EMPTY: "", NUMBER: 1, KV: { get: () => "x" } };
    const { env } = webHost({ env: object });
    const read = (): unknown[] => ["TEXT", "EMPTY", "NUMBER", "KV", "NONE"].map((name) => env?.(name));
    expect(read()).toEqual(["a", "", undefined, undefined, undefined]);
    object["TEXT"] = "b";
    object["NONE"] = "c";
    expect(read()).toEqual(["b", "", undefined, undefined, "c"]);
  });

  it("has random bytes and the system's clock", () => {
    const { random, clock } = webHost();
    expect(random(32)).not.toEqual(random(32));
    const before = Date.now();
    expect(clock.now()).toBeGreaterThanOrEqual(before);
  });
});

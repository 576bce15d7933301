import { Console } from "node:console";
import { Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import { markStale } from "../src/credentials.ts";
import { Credentials, createContext, found, type Resolver, refreshing } from "../src/mod.ts";
import { CANARY, renderings } from "./support/canary.ts";
import { fakeSource } from "./support/fake-source.ts";
import { testHost } from "./support/test-host.ts";

const credentials = new Credentials({
  accessKeyId: "LTAIexample",
  accessKeySecret: `${CANARY}-secret`,
  securityToken: `${CANARY}-token`,
  expiration: Date.UTC(2030, 0, 1),
  provenance: ["chain", "env"],
});

describe("a snapshot", () => {
  it.each([
    ["as it is", credentials],
    ["marked as stale", markStale(credentials, 5)],
    ["inside an answer", found(credentials)],
    ["as the cause of an error", new Error("signing failed", { cause: credentials })],
  ])("never shows secret or token, %s", (_, value) => {
    for (const text of renderings(value)) expect(text).not.toContain(CANARY);
  });

  it("shows what is no secret", () => {
    expect(String(credentials)).toBe("Credentials(LTAIexample)");
    expect(JSON.parse(JSON.stringify(credentials))).toEqual({
      accessKeyId: "LTAIexample",
      accessKeySecret: "[redacted]",
      securityToken: "[redacted]",
      expiration: "2030-01-01T00:00:00.000Z",
      provenance: ["chain", "env"],
    });
    expect(JSON.parse(JSON.stringify(markStale(credentials, 5)))).toMatchObject({
      stale: true,
      expiredAgoMs: 5,
    });
    const longLived = new Credentials({ accessKeyId: "LTAIexample", accessKeySecret: "s" });
    expect(Object.keys(longLived.toJSON())).toEqual(["accessKeyId", "accessKeySecret", "provenance"]);
  });

  it("loses its secrets when it is spread, cloned or listed", () => {
    const copies = [{ ...credentials }, Object.assign({}, credentials), structuredClone(credentials)];
    for (const copy of copies) {
      expect(copy).toMatchObject({ accessKeyId: "LTAIexample" });
      expect(JSON.stringify(copy)).not.toContain(CANARY);
      expect(Reflect.get(copy, "accessKeySecret")).toBeUndefined();
    }
    expect(JSON.stringify([Object.entries(credentials), Object.values(credentials)])).not.toContain(CANARY);
    const names: string[] = [];
    for (const name in credentials) names.push(name);
    expect([...names, ...Reflect.ownKeys(credentials)]).not.toContain("accessKeySecret");
  });

  it("shows no secret on the console", () => {
    let text = "";
    const stream = new Writable({
      write(chunk, _, done) {
        text += String(chunk);
        done();
      },
    });
    const toConsole = new Console(stream);
    toConsole.log(credentials, { credentials }, [credentials]);
    toConsole.log("%s %o %O %j", credentials, credentials, credentials, credentials);
    toConsole.dir(credentials, { showHidden: true, depth: null });
    toConsole.table([credentials]);
    expect(text).toContain("LTAIexample");
    expect(text).toContain("[redacted]");
    expect(text).not.toContain(CANARY);
  });

  it("answers the inspection hook of Deno redacted", () => {
    const hook: unknown = Reflect.get(credentials, Symbol.for("Deno.customInspect"));
    if (typeof hook !== "function") throw new Error("There is no hook.");
    const seen: unknown[] = [];
    const inspect = (value: unknown): string => String(seen.push(value));
    hook.call(credentials, inspect, {});
    expect(seen).toEqual([credentials.toJSON()]);
  });
});

describe("what holds a snapshot", () => {
  async function holder(): Promise<{ resolver: Resolver; shown: unknown[] }> {
    const host = testHost();
    const shown: unknown[] = [];
    const resolver = refreshing(
      fakeSource((call) => {
        shown.push(call.context);
        return found(credentials);
      }),
      { host, onEvent: (event) => void shown.push(event) },
    );
    host.clock.jump(Date.UTC(2029, 11, 31) - host.clock.now());
    shown.push(await resolver.get(), resolver.get(), await resolver.explain(), resolver.peek());
    return { resolver, shown };
  }

  it("shows no secret: resolver, promise, trace, events, context", async () => {
    const { resolver, shown } = await holder();
    const { signal } = new AbortController();
    shown.push(resolver, createContext({ host: testHost(), signal }));
    for (const value of shown) {
      for (const text of renderings(value)) expect(text).not.toContain(CANARY);
    }
    expect(shown.length).toBeGreaterThan(10);
  });
});

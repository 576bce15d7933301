import { Console } from "node:console";
import { Writable } from "node:stream";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
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

const stale = new Credentials(credentials, { ...credentials, expiredAgoMs: 5 });

describe("a snapshot", () => {
  it.each([
    ["as it is", credentials],
    ["marked as stale", stale],
    ["inside an answer", found(credentials)],
    ["as the cause of an error", new Error("signing failed", { cause: credentials })],
  ])("never shows secret or token, %s", (_, value) => {
    for (const text of renderings(value)) expect(text).not.toContain(CANARY);
  });

  it("shows what is no secret", () => {
    const shown = {
      accessKeyId: "LTAIexample",
      expiresAtMs: Date.UTC(2030, 0, 1),
      provenance: ["chain", "env"],
    };
    for (const value of [credentials, { ...credentials }]) {
      expect(JSON.parse(JSON.stringify(value))).toEqual(shown);
    }
    expect(JSON.parse(JSON.stringify(stale))).toEqual({ ...shown, expiredAgoMs: 5 });
    expect(inspect(credentials)).toContain("LTAIexample");
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
    expect(text).not.toContain(CANARY);
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

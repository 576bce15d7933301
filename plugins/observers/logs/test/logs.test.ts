import { createTestHost } from "@alicred/conformance";
import { failed, notConfigured, type ResolverEvent, refreshing, UnavailableError } from "@alicred/core";
import { staticCredentials } from "@alicred/static";
import pino from "pino";
import { describe, expect, test } from "vitest";
import { levelOf, logToConsole, logToPino, messageOf } from "../src/mod.ts";

const user = { accessKeyId: "LTAI5tCanary0001", accessKeySecret: "canary-secret-of-the-logs-4711" };

/** One of each type, as the kernel tells it. */
const events: readonly ResolverEvent[] = [
  { type: "attempt", source: "sts", depth: 0 },
  { type: "skip", source: "env", lookedFor: ["variable A", "variable B"], durationMs: 1, depth: 0 },
  { type: "answer", source: "sts", outcome: "failed", code: "NETWORK_ERROR", durationMs: 12, depth: 1 },
  { type: "hit", source: "sts", remainingMs: 1_500, depth: 0 },
  { type: "hit", source: "static", remainingMs: Number.POSITIVE_INFINITY, depth: 0 },
  { type: "refresh-start", source: "sts", reason: "cold", depth: 0 },
  { type: "refresh-success", source: "sts", durationMs: 210, expiresAtMs: 0, depth: 0 },
  { type: "refresh-success", source: "static", durationMs: 1, expiresAtMs: undefined, depth: 0 },
  {
    type: "refresh-failure",
    source: "sts",
    durationMs: 2_000,
    code: "UPSTREAM_THROTTLED",
    retryable: true,
    nextAttemptInMs: 1_200,
    depth: 0,
  },
  {
    type: "refresh-failure",
    source: "sts",
    durationMs: 20,
    code: "UPSTREAM_REFUSED",
    retryable: false,
    nextAttemptInMs: 30_000,
    depth: 0,
  },
  { type: "stale-serve", source: "sts", expiredAgoMs: 500, depth: 0 },
  { type: "take-over", source: "sts", silentMs: 4_000, depth: 0 },
  { type: "not-saved", source: "oauth", profile: "a\u001b[31m\u202eb\nc", reason: "read-only", depth: 0 },
  { type: "store", source: "shared-cache", store: "redis", outcome: "hit", ageMs: 60_000, depth: 0 },
  { type: "store", source: "shared-cache", store: "redis", outcome: "failed", code: "STORE_DOWN", depth: 0 },
  { type: "invalidate", source: "sts", depth: 0 },
  { type: "close", source: "sts", depth: 0 },
];

test("each event has a sentence and a level", () => {
  expect(events.map((event) => `${levelOf(event)} ${messageOf(event)}`)).toEqual([
    "debug sts: asked",
    "debug env: not configured; looked for variable A, variable B",
    "debug sts: answered failed (NETWORK_ERROR) after 0.01 s",
    "trace sts: served credentials that live 1.50 s more",
    "trace static: served credentials that live for ever more",
    "debug sts: refresh started (cold)",
    "info sts: refreshed in 0.21 s; they expire at 1970-01-01T00:00:00.000Z",
    "info static: refreshed in 0.00 s; the credentials do not expire",
    "warn sts: refresh failed after 2.00 s (UPSTREAM_THROTTLED); next attempt in 1.20 s at the earliest",
    "error sts: refresh failed after 0.02 s (UPSTREAM_REFUSED); next attempt in 30.00 s at the earliest",
    "warn sts: served credentials that expired 0.50 s ago",
    "warn sts: a refresh died with its request, silent for 4.00 s; a waiting call starts another",
    "warn oauth: a new session of profile a [31m b c is kept only in memory: read-only",
    "debug shared-cache: store redis: hit, stored 60.00 s ago",
    "warn shared-cache: store redis: failed (STORE_DOWN)",
    "debug sts: dropped its credentials",
    "debug sts: closed",
  ]);
});

describe("pino", () => {
  test("gets the fields, the message and the level, and no secret", async () => {
    const lines: string[] = [];
    const logger = pino({ level: "trace" }, { write: (line: string) => void lines.push(line) });
    const host = createTestHost();
    const resolver = refreshing(staticCredentials(user), { host, onEvent: logToPino(logger) });
    await resolver.get();
    resolver.close();
    const logged = lines.map(
      (line) => JSON.parse(line) as { level: number; msg: string; alicred: ResolverEvent },
    );
    const refreshed = logged.find(({ alicred }) => alicred.type === "refresh-success");
    expect(refreshed).toMatchObject({
      level: 30,
      msg: expect.stringMatching(/^static: refreshed in/),
      alicred: { source: "static", depth: 0 },
    });
    expect(logged.map(({ alicred }) => alicred.type)).toContain("hit");
    expect(lines.join("")).not.toContain("canary-secret");
  });
});

describe("the console", () => {
  function written(level?: "trace" | "warn"): {
    readonly lines: string[];
    readonly listen: (event: ResolverEvent) => void;
  } {
    const lines: string[] = [];
    const to = (name: string) => (line: string) => void lines.push(`${name} ${line}`);
    const logger = { debug: to("debug"), info: to("info"), warn: to("warn"), error: to("error") };
    return { lines, listen: logToConsole(logger, { level }) };
  }

  test("gets what its level lets through", () => {
    const counts = ([undefined, "trace", "warn"] as const).map((level) => {
      const { lines, listen } = written(level);
      for (const event of events) listen(event);
      return lines.length;
    });
    expect(counts).toEqual([8, events.length, 6]);
  });

  test("gets lines that cannot move the cursor", () => {
    const { lines, listen } = written("trace");
    for (const event of events) listen(event);
    expect(lines.join("")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(lines[3]).toBe("debug alicred: sts: served credentials that live 1.50 s more");
  });

  test("gets the failures of a real chain, and no secret", async () => {
    const { lines, listen } = written();
    const source = {
      name: "vault",
      resolve: async () => failed(new UnavailableError("NETWORK_ERROR", user.accessKeySecret)),
    };
    const resolver = refreshing(source, { host: createTestHost(), onEvent: listen });
    await expect(resolver.get()).rejects.toThrow();
    const none = { name: "none", resolve: async () => notConfigured("variable X") };
    await expect(refreshing(none, { host: createTestHost(), onEvent: listen }).get()).rejects.toThrow();
    expect(lines[0]).toMatch(/^warn alicred: vault: refresh failed after .* \(NETWORK_ERROR\)/);
    expect(lines.join("")).not.toContain("canary-secret");
  });
});

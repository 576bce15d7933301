import { createTestHost } from "@alicred/conformance";
import { createContext } from "@alicred/core";
import { expect, test } from "vitest";
import { readStoredSession } from "../src/mod.ts";

const session = { access_key_id: "STS.a", access_key_secret: "secret", sts_token: "token" };

/** The end of a session that a profile keeps, and the warnings about it. */
function read(sts_expiration: unknown): readonly [number | undefined, readonly string[]] {
  const context = createContext({ host: createTestHost(), signal: new AbortController().signal });
  const stored = readStoredSession(context, { ...session, sts_expiration });
  return [stored?.expiresAtMs, context.notes.warnings];
}

test.each([4_000_000_000, "4000000000"])("the end of a kept session in seconds: %j", (seconds) => {
  expect(read(seconds)).toEqual([4_000_000_000_000, []]);
});

test.each([
  ["milliseconds", 4_000_000_000_000],
  ["milliseconds", "4000000000000"],
  ["text", "2096-10-02T07:06:40Z"],
])("in %s it is read, with a warning: %j", (form, value) => {
  expect(read(value)).toEqual([
    4_000_000_000_000,
    [`field sts_expiration holds ${form}, where epoch seconds belong. It is read; other tools may not.`],
  ]);
});

test("a session that is not used is no reason to warn", () => {
  expect(read(1_000_000_000_000)).toEqual([undefined, []]);
});

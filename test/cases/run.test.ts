import { createTestHost } from "@alicred/conformance";
import { expect, test } from "vitest";
import type { RuntimeCase } from "./case.ts";
import { runCases } from "./run.ts";

const passes: RuntimeCase["run"] = async () => {};
const fails: RuntimeCase["run"] = async (t) => t.equal(t.runtime, "another runtime", "runtime");

async function run(one: Omit<RuntimeCase, "name">): Promise<{ status: string; detail?: string | undefined }> {
  const [result] = await runCases([{ name: "one", ...one }], "node", "http://127.0.0.1:1", createTestHost());
  return { status: result?.status ?? "none", detail: result?.detail };
}

test("a case that throws has failed, with what was expected and found", async () => {
  const { status, detail } = await run({ run: fails });
  expect(status).toBe("failed");
  expect(detail).toContain('runtime: expected "another runtime", found "node"');
});

test("an excepted case must fail, and is reported with its reason", async () => {
  expect(await run({ run: fails, except: { node: "no files here" } })).toEqual({
    status: "excepted",
    detail: "no files here",
  });
});

test("an exception that is no longer true is a failure", async () => {
  const { status, detail } = await run({ run: passes, except: { node: "no files here" } });
  expect(status).toBe("failed");
  expect(detail).toContain("out of date: no files here");
});

test("an exception for another runtime changes nothing", async () => {
  expect((await run({ run: passes, except: { deno: "no files here" } })).status).toBe("passed");
});

test("rejects() insists on a rejection, on an Error and on its code", async () => {
  const coded = Object.assign(new Error("refused"), { code: "REFUSED" });
  expect(
    (await run({ run: async (t) => void (await t.rejects(Promise.reject(coded), "REFUSED")) })).status,
  ).toBe("passed");
  expect(
    (await run({ run: async (t) => void (await t.rejects(Promise.reject(coded), "OTHER")) })).detail,
  ).toContain('expected code OTHER, found "REFUSED"');
  expect(
    (await run({ run: async (t) => void (await t.rejects(Promise.resolve(1), "OTHER")) })).detail,
  ).toContain("found the value 1");
  expect(
    (await run({ run: async (t) => void (await t.rejects(Promise.reject(1), "OTHER")) })).detail,
  ).toContain("expected an Error, found 1");
});

test("deepEqual() names the first difference by its path", async () => {
  const actual = { list: [1, { a: 1 }], bytes: new Uint8Array([1, 2]) };
  const at = async (expected: unknown): Promise<string | undefined> =>
    (await run({ run: async (t) => t.deepEqual(actual, expected, "it") })).detail;
  expect(await at({ list: [1, { a: 1 }], bytes: new Uint8Array([1, 2]) })).toBeUndefined();
  expect(await at({ list: [1, { a: 2 }], bytes: actual.bytes })).toContain(
    "it.list.1.a: expected 2, found 1",
  );
  expect(await at({ list: [1, { a: 1 }], bytes: new Uint8Array([1, 3]) })).toContain(
    "it.bytes.1: expected 3",
  );
  expect(await at({ list: [1, { a: 1 }] })).toContain("it.bytes: expected nothing");
  expect(await at({ ...actual, more: 1 })).toContain("it.more: expected 1, found nothing");
});

import { AlicredError } from "@alicred/core";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { casesOf } from "../../../../test/case-count.ts";
import { config, key, resolve } from "./support.ts";

const CANARY = "canary-prod";

async function failure(text: string): Promise<AlicredError> {
  const { answer, trace } = await resolve({ text, profile: "prod" });
  if (answer.outcome !== "failed") throw new Error(`answered ${answer.outcome}`);
  const { error } = answer;
  expect(error).toBeInstanceOf(AlicredError);
  expect(JSON.stringify([error, error.message, error.stack, String(error.cause), trace])).not.toContain(
    CANARY,
  );
  return error;
}

const good = config([key("other"), key("prod")], "prod");

test.each([
  ["a truncated file", good.slice(0, -20), /not valid JSON/],
  ["a trailing comma", '{\n  "profiles": [],\n}', /not valid JSON at position 20/],
  ["a list", "[]", /is not a JSON object/],
  ["a number", "7", /is not a JSON object/],
  ["profiles of the wrong type", '{"profiles":{}}', /profiles: is not a list/],
])("%s is a clear error", async (_what, text, message) => {
  const { code, message: said } = await failure(text);
  expect(code).toBe("INVALID_CONFIGURATION");
  expect(said).toMatch(message);
  expect(said).toContain("~/.aliyun/config.json");
});

test("a profile of 100,000 levels is a clear error, and no reason to try again", async () => {
  const deep = `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`;
  const { code, retryable, message } = await failure(
    good.replace('"name":"prod"', `"name":"prod","deep":${deep}`),
  );
  expect({ code, retryable }).toEqual({ code: "INVALID_CONFIGURATION", retryable: false });
  expect(message).toContain('profile "prod" has a field of more than 100 levels');
});

test("a name that is not found in a file that is not UTF-8 says so", async () => {
  const { code, message } = await failure(config([key("pro\uFFFD")]));
  expect(code).toBe("PROFILE_NOT_FOUND");
  expect(message).toContain("(the file is not UTF-8: save it as UTF-8)");
});

describe("what does not matter does not disturb", () => {
  test.each([
    ["a byte order mark", `\uFEFF${good}`],
    [
      "another profile that is broken",
      config([null, 7, "x", [], { name: 1 }, { name: "b", mode: [] }, key("prod")]),
    ],
    [
      "unknown fields of every type",
      config([key("prod", { zeta: { deep: [1] }, eta: null, sts_expiration: "soon" })]),
    ],
    [
      "names of Object's own",
      config([key("__proto__"), key("constructor"), key("prod", { ["__proto__"]: { polluted: 1 } })]),
    ],
  ])("%s", async (_what, text) => {
    const { answer } = await resolve({ text, profile: "prod" });
    expect(answer).toMatchObject({ credentials: { accessKeyId: "LTAIprod" } });
    expect({}).not.toHaveProperty("polluted");
  });
});

test("a huge list of profiles is read without trouble", async () => {
  const many = Array.from({ length: 5_000 }, (_, index) => key(`p${index}`));
  const { answer } = await resolve({ text: config([...many, key("prod")]), profile: "prod" });
  expect(answer.outcome).toBe("credentials");
});

test("deep nesting is an error or an answer, never a crash", async () => {
  const deep = "[".repeat(50_000) + "]".repeat(50_000);
  const { answer } = await resolve({ text: `{"profiles":[${deep}]}`, profile: "prod" });
  expect(answer.outcome).toBe("failed");
});

const answersCleanly = async (text: string): Promise<void> => {
  const { answer, trace } = await resolve({ text, profile: "prod" });
  if (answer.outcome !== "failed") return;
  expect(answer.error).toBeInstanceOf(AlicredError);
  expect(answer.error.code).not.toBe("SOURCE_THREW");
  expect(JSON.stringify([answer.error.message, answer.error.stack, trace])).not.toContain(CANARY);
};

test("any JSON value is answered cleanly", async () => {
  await fc.assert(fc.asyncProperty(fc.json(), answersCleanly), { seed: 1, numRuns: casesOf(500) });
});

test("any profiles, fields and types are answered cleanly", async () => {
  const value = fc.oneof(fc.jsonValue(), fc.constantFrom(CANARY, "", "AK", "ChainableRamRoleArn", "prod"));
  const name = fc.constantFrom(
    "name",
    "mode",
    "access_key_id",
    "access_key_secret",
    "source_profile",
    "__proto__",
  );
  // Names of profiles are no secrets: errors list them.
  const fields = fc.dictionary(name, value).filter((given) => given["name"] !== CANARY);
  const profile = fc.oneof(fc.jsonValue(), fields, fc.constant(key("prod")));
  const file = fc.record(
    { current: value, profiles: fc.oneof(fc.array(profile), value) },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(file, (content) => answersCleanly(JSON.stringify(content))),
    { seed: 2, numRuns: casesOf(1_000) },
  );
});

test("any truncation and any flipped character of a good file is answered cleanly", async () => {
  const at = fc.nat({ max: good.length - 1 });
  await fc.assert(
    fc.asyncProperty(at, fc.string({ maxLength: 2 }), async (index, inserted) => {
      await answersCleanly(good.slice(0, index));
      await answersCleanly(good.slice(0, index) + inserted + good.slice(index + 1));
    }),
    { seed: 3, numRuns: casesOf(500) },
  );
});

test("a current that is null counts as absent", async () => {
  const text = JSON.stringify({ current: null, profiles: [key("default"), key("prod")] });
  expect((await resolve({ text })).answer).toMatchObject({ credentials: { accessKeyId: "LTAIdefault" } });
  expect((await resolve({ text, profile: "prod" })).answer).toMatchObject({
    credentials: { accessKeyId: "LTAIprod" },
  });
});

test.each([1, {}, [CANARY], true])(
  "a current %j matters only where it is to choose the profile",
  async (current) => {
    const text = JSON.stringify({ current, profiles: [key("default"), key("prod")] });
    expect((await resolve({ text, profile: "prod" })).answer).toMatchObject({
      credentials: { accessKeyId: "LTAIprod" },
    });
    // Not the profile `default` either: that may be another identity.
    const { answer } = await resolve({ text });
    expect(answer).toMatchObject({ outcome: "failed", error: { code: "INVALID_CONFIGURATION" } });
    expect(answer).toHaveProperty(
      "error.message",
      expect.stringContaining("~/.aliyun/config.json: current: is not text"),
    );
    expect(JSON.stringify(answer)).not.toContain(CANARY);
  },
);

test.each([
  ["a trailing comma", '{"profiles": [],}'],
  ["a comment", '// mine\n{"profiles": []}'],
  ["UTF-16, read as UTF-8", "\uFFFD\uFFFD{\u0000}\u0000"],
])("what is wrong with %s can be found, also where the runtime does not say where", async (_what, text) => {
  const { message } = await failure(text);
  expect(message).toMatch(/ at position \d+|look for a comma too many, a comment, or UTF-16/);
});

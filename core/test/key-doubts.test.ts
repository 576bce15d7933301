import { describe, expect, test } from "vitest";
import { keyDoubts } from "../src/key-doubts.ts";
import { Credentials, chain, found, refreshing } from "../src/mod.ts";
import { fakeSource } from "./support/fake-source.ts";
import { testHost } from "./support/test-host.ts";

// Look like what the service issues; none of them is.
const KEY = {
  accessKeyId: "LTAI5tCanaryNotARealKey1",
  accessKeySecret: "aB3xYnullTrue0undefinedXxx9stars",
};
const TOKEN = "CAIS8gF1q6Ft5B2yfSjIr5bSEtXXX/your_token/xxx==";

const doubtsOf = (parts: Partial<Record<"accessKeyId" | "accessKeySecret" | "securityToken", string>>) =>
  keyDoubts(new Credentials({ ...KEY, ...parts }), []);

describe("values that cannot be keys", () => {
  test.each([
    '"LTAI5tExample"',
    "'LTAI5tExample'",
    "`LTAI5tExample`",
    `\${ALI_KEY}`,
    "$ALI_KEY",
    "$(pass)",
    "{{ali_key}}",
    "%ALI_KEY%",
    "<your-access-key-id>",
    "your-access-key-id",
    "YOUR_ACCESS_KEY",
    "[REDACTED]",
    "(unset)",
    "******",
    "LTAI****************wxyz",
    "undefined",
    "null",
    "None",
    "NaN",
    "xxx",
    "XXXXXXXX",
    "changeme",
  ])("%s", (value) => {
    for (const part of ["accessKeyId", "accessKeySecret", "securityToken"] as const) {
      const [doubt, ...others] = doubtsOf({ [part]: value });
      expect(doubt).toMatch(new RegExp(`^${part} from the source (holds a placeholder|has quotes around)`));
      expect(others).toEqual([]);
      // It may be a secret all the same.
      expect(doubt).not.toContain(value);
    }
  });

  test("real ones raise no doubt", () => {
    expect(doubtsOf({})).toEqual([]);
    expect(doubtsOf({ accessKeyId: "STS.NUexample", securityToken: TOKEN })).toEqual([]);
    expect(doubtsOf({ accessKeyId: "TMPSK.example" })).toEqual([]);
  });

  test("each part by its own origin, or that of the part that was read last", () => {
    const supplied = [
      { part: "accessKeySecret", from: "environment variable S" },
      { part: "accessKeyId", from: "environment variable K" },
      { part: "securityToken", from: "file ~/token" },
    ];
    const broken = { accessKeyId: "null", accessKeySecret: "'quoted'", securityToken: "<token>" };
    expect(keyDoubts(new Credentials(broken), supplied)).toEqual([
      "environment variable K holds a placeholder. Set the real value.",
      "environment variable S has quotes around its value. Remove them.",
      "file ~/token holds a placeholder. Set the real value.",
    ]);
    expect(keyDoubts(new Credentials({ ...broken, securityToken: undefined }), supplied.slice(0, 1))).toEqual(
      [
        "accessKeyId from environment variable S holds a placeholder. Set the real value.",
        "environment variable S has quotes around its value. Remove them.",
      ],
    );
    const profile = [...supplied.slice(0, 1), { part: "profile", from: "argument profile" }];
    expect(keyDoubts(new Credentials({ ...KEY, accessKeyId: "null" }), profile)).toEqual([
      "accessKeyId from argument profile holds a placeholder. Set the real value.",
    ]);
  });

  test("the key of a session without its token", () => {
    const supplied = [{ part: "accessKeyId", from: "environment variable X" }];
    expect(keyDoubts(new Credentials({ ...KEY, accessKeyId: "STS.NUexample" }), supplied)).toEqual([
      "environment variable X begins with STS., as the key of a session does, but its security token is missing. Set the token too.",
    ]);
  });
});

describe("in the trace", () => {
  test("the source that has the key is warned of, once, and none around it", async () => {
    const source = fakeSource(({ context }) => {
      context.supplied("accessKeySecret", "field accessKeySecret");
      return found({ ...KEY, accessKeySecret: "undefined" });
    });
    const nested = chain([refreshing(source, { host: testHost() })], { name: "outer" });
    const trace = await refreshing(nested, { host: testHost() }).explain();
    expect(trace.warnings).toEqual([]);
    expect(trace.children[0]?.warnings).toEqual([
      "field accessKeySecret holds a placeholder. Set the real value.",
    ]);
  });
});

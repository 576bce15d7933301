import { describe, expect, it } from "vitest";
import { diagnostics } from "../src/diagnostics.ts";
import type { Host } from "../src/mod.ts";
import { toAlicredError } from "../src/thrown.ts";
import { testHost } from "./support/test-host.ts";

// Looks like a key, but no host has read it: only its form gives it away.
const UNREAD_KEY = "aB3dEfGhIjKlMnOpQr5tUvWxYz0123";

describe("the frames of what a source threw", () => {
  const frame = `    at readToken (/app/${UNREAD_KEY}/vault.js:3:7)`;
  const framesOf = (message: string, changedTo = message): string => {
    const error = Object.defineProperty(new Error(changedTo), "stack", {
      value: `Error: ${message}\n${frame}`,
    });
    return toAlicredError(error, "vault", testHost()).stack ?? "";
  };

  it("are shown as they are", () => {
    expect(framesOf("sealed").split("\n").slice(1)).toEqual([frame]);
  });

  it("are shown without whatever looks like a key, once the message has changed and may be among them", () => {
    expect(framesOf("sealed", "the vault is sealed").split("\n").slice(1)).toEqual([
      "    at readToken ([not shown])",
    ]);
  });
});

describe("the parts of what a source threw", () => {
  /** The message for it, on a host that has read this secret. */
  const shown = (message: string, name = "VaultError"): string => {
    const host = diagnostics.watched({ ...testHost(), env: () => "correct_horse" });
    host.env?.("VAULT_TOKEN");
    return toAlicredError(Object.assign(new Error(message), { name }), "vault", host).message;
  };

  it("are its name and the first line of its message", () => {
    expect(shown("sealed\nsince noon")).toMatch(/^vault threw VaultError: sealed\. Check/);
  });

  it("are without a name that holds a known secret, of which nothing is shown", () => {
    expect(shown("sealed", "E_correct_horse")).toMatch(/^vault threw an error: sealed\. Check/);
  });

  it("are without the body of a reply, even one of plain words", () => {
    expect(shown('refused {"plan": "none of your business"}')).toMatch(/: refused \[not shown\]\. Check/);
  });
});

describe("what was looked for", () => {
  const WHY = "or it may not be read";
  const hidesAll: Host = { ...testHost(), whyUnread: () => WHY };

  it.each([
    ["no variable", "file ~/.aliyun/config.json"],
    ["a word in capitals", "an OIDC token"],
    ["a name in small letters", "the field access_key_id"],
  ])("has no reason where it names %s", (_, what) => {
    expect(diagnostics.lookedFor(hidesAll, [what])).toEqual([what]);
  });

  it("asks the runtime for exactly the variables in it", () => {
    const asked: string[] = [];
    const host: Host = { ...testHost(), whyUnread: (name) => void asked.push(name) };
    const what = "environment variables A_B, ALIBABA_CLOUD_ROLE2_ARN and OSS_KEY_1.";
    expect(diagnostics.lookedFor(host, [what])).toEqual([what]);
    expect(asked).toEqual(["A_B", "ALIBABA_CLOUD_ROLE2_ARN", "OSS_KEY_1"]);
  });

  it("has the reason of the first that may not be read", () => {
    const host: Host = {
      ...testHost(),
      whyUnread: (name) => (name === "B_ID" || name === "C_ID" ? `not ${name}` : undefined),
    };
    expect(diagnostics.lookedFor(host, ["A_ID, B_ID or C_ID"])).toEqual(["A_ID, B_ID or C_ID (not B_ID)"]);
  });

  it("is as it was on a host that hides nothing", () => {
    expect(diagnostics.lookedFor(testHost(), ["environment variable A_B"])).toEqual([
      "environment variable A_B",
    ]);
  });
});

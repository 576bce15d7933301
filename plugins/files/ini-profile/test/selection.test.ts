import { createTestHost, resolveOnce } from "@alicred/conformance";
import { ConfigurationError, type Host } from "@alicred/core";
import { describe, expect, test } from "vitest";
import { iniProfile } from "../src/mod.ts";
import { resolve } from "./support.ts";

describe("a default file of another user", () => {
  const host = (code: string): Host => ({
    ...createTestHost(),
    files: {
      readText: async (path) => {
        throw new ConfigurationError("FILE_UNREADABLE", `${path} cannot be read`, { systemCode: code });
      },
    },
  });

  test("is not configured, because nobody asked for it", async () => {
    const { answer } = await resolveOnce(iniProfile({ modes: [] }), host("EACCES"));
    expect(answer).toEqual({
      outcome: "not-configured",
      lookedFor: [
        "file ~/.alibabacloud/credentials (it cannot be looked up, EACCES)",
        "file ~/.alibabacloud/credentials.ini (it cannot be looked up, EACCES)",
      ],
    });
  });

  test("fails when it was asked for, or is broken otherwise", async () => {
    for (const [options, code] of [
      [{ file: "/etc/a" }, "EACCES"],
      [{}, "EIO"],
    ] as const) {
      const { answer } = await resolveOnce(iniProfile({ modes: [], ...options }), host(code));
      expect(answer).toMatchObject({ outcome: "failed", error: { code: "FILE_UNREADABLE" } });
    }
  });
});

test.each(["/nonexistent/alicred", "C:\\nonexistent\\alicred"])(
  "%s, to which exec and serve lead clients, switches the files off",
  async (path) => {
    const host = {
      ...createTestHost(),
      env: (name: string) => (name === "ALIBABA_CLOUD_CREDENTIALS_FILE" ? path : undefined),
    };
    const { answer } = await resolveOnce(iniProfile({ modes: [] }), host);
    expect(answer).toEqual({
      outcome: "not-configured",
      lookedFor: ["the files, which environment variable ALIBABA_CLOUD_CREDENTIALS_FILE switches off"],
    });
  },
);

test("a section that does not exist fails with the names that are nearest to it", async () => {
  const { answer } = await resolve({ text: "[production]\n  [dev]\n", profile: "porduction" });
  expect(answer).toMatchObject({ outcome: "failed", error: { code: "PROFILE_NOT_FOUND" } });
  expect(answer).toHaveProperty(
    "error.message",
    expect.stringContaining('does not exist. The nearest there: "production", "dev".'),
  );
});

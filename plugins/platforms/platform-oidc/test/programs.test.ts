import { describe, expect, test } from "vitest";
import type { PlatformOidcOptions } from "../src/mod.ts";
import { ask } from "./ask.ts";

describe("programs", () => {
  const circleci: PlatformOidcOptions = { platform: "circleci", audience: 'a"b' };
  const env = (): Record<string, string> => ({ CIRCLE_OIDC_TOKEN: "of-the-organization" });

  test("circleci: another audience runs its command, without a shell", async () => {
    const runs: string[][] = [];
    const { answer, from } = await ask(circleci, {
      env,
      processes: (token) => ({
        async run(argv) {
          runs.push([...argv]);
          return { exitCode: 0, stdout: `${token}\n` };
        },
      }),
    });
    expect(answer.outcome).toBe("credentials");
    expect(from).toBe("the command circleci run oidc get");
    expect(runs).toEqual([["circleci", "run", "oidc", "get", "--claims", '{"aud":"a\\"b"}']]);
  });

  test("a runtime without processes says so, and what to do", async () => {
    expect((await ask(circleci, { env })).error).toMatchObject({
      code: "INVALID_CONFIGURATION",
      message: expect.stringMatching(
        /circleci run oidc get cannot be run: this runtime has no processes.*variable/,
      ),
    });
  });

  test("the variable that forbids programs counts", async () => {
    const run = (): never => {
      throw new Error("it ran");
    };
    const banned = { ...env(), ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS: "true" };
    const { error } = await ask(circleci, { env: () => banned, processes: () => ({ run }) });
    expect(error).toMatchObject({ code: "PERMISSION_DENIED" });
  });

  test("output that is no token is not quoted", async () => {
    const run = async () => ({ exitCode: 0, stdout: "error: canary" });
    const { error } = await ask(circleci, { env, processes: () => ({ run }) });
    expect(error).toMatchObject({ code: "RESPONSE_MALFORMED" });
    expect(String(error)).not.toContain("canary");
  });

  test("buildkite: a variable of a hook comes before the command", async () => {
    const { from } = await ask(
      { platform: "buildkite" },
      { env: (token) => ({ BUILDKITE_OIDC_TOKEN: token, BUILDKITE_AGENT_ACCESS_TOKEN: "key" }) },
    );
    expect(from).toBe("environment variable BUILDKITE_OIDC_TOKEN");
  });
});

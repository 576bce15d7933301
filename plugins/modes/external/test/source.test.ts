import { pluginContract, refusalOf, resolveOnce, sourceContract } from "@alicred/conformance";
import { AlicredError, type ProcessResult, refreshing } from "@alicred/core";
import { createVirtualClock } from "@alicred/simulators";
import { describe, expect, test } from "vitest";
import { external, externalPlugin } from "../src/mod.ts";
import { bench, KEY, printed, SESSION } from "./support.ts";

const COMMAND = "/opt/login 'for me'";

describe("contract", () => {
  const checks = sourceContract({
    partial: () => ({ source: external({ command: COMMAND }), host: bench({ access_key_id: "x" }).host }),
    complete: () => ({ source: external({ command: COMMAND }), host: bench(SESSION).host }),
    secrets: ["canary-secret", "canary-token"],
  });
  for (const { name, run } of checks) test(name, run);
});

describe("contract of the plugin", () => {
  const checks = pluginContract(externalPlugin, {
    options: { command: COMMAND },
    refused: [{}, { command: "" }, { command: ["", "canary"] }, { command: COMMAND, timeoutMs: "canary" }],
    modes: {
      External: {
        fields: { process_command: COMMAND },
        refused: [{}, { process_command: ["canary"] }],
      },
    },
    secrets: ["canary"],
  });
  for (const { name, run } of checks) test(name, run);
});

test("runs the command without a shell, and serves what it prints", async () => {
  const { host, runs } = bench(SESSION);
  const { answer, trace } = await resolveOnce(
    external({ command: COMMAND, timeoutMs: 5, maxBytes: 9 }),
    host,
  );
  expect(answer).toMatchObject({
    outcome: "credentials",
    credentials: {
      accessKeyId: "STS.session",
      accessKeySecret: "canary-secret",
      securityToken: "canary-token",
      expiresAtMs: Date.parse(SESSION.expiration),
      provenance: ["external"],
    },
    refreshAfterMs: undefined,
  });
  expect(runs).toMatchObject([{ argv: ["/opt/login", "for me"], timeoutMs: 5, maxBytes: 9 }]);
  expect(trace.supplied).toEqual([{ part: "credentials", from: "output of the external command" }]);
});

test("a list of arguments is taken as it is", async () => {
  const { host, runs } = bench(KEY);
  await resolveOnce(external({ command: ["/opt/a b", "", "'$x'"] }), host);
  expect(runs).toMatchObject([{ argv: ["/opt/a b", "", "'$x'"], timeoutMs: 60_000, maxBytes: 65_536 }]);
});

test("a command line is split by the rules of the system", async () => {
  const { host, runs } = bench(KEY);
  const windows = {
    ...host,
    processes: host.processes && { ...host.processes, commandLine: "windows" as const },
  };
  await resolveOnce(external({ command: "C:\\tools\\login.exe" }), windows);
  expect(runs[0]?.argv).toEqual(["C:\\tools\\login.exe"]);
});

test("without an expiration it runs neither at each call nor just once", async () => {
  const clock = createVirtualClock();
  const { host, runs } = bench(KEY, { clock });
  const resolver = refreshing(external({ command: COMMAND }), { host });
  for (let second = 0; second < 1200; second += 10) {
    await Promise.all(Array.from({ length: 50 }, () => resolver.get()));
    await clock.advance(10_000);
  }
  expect(runs.length).toBeGreaterThanOrEqual(4);
  expect(runs.length).toBeLessThanOrEqual(5);
});

test.each([
  ["UTC", "2026-01-07T09:00:00Z"],
  ["milliseconds", "2026-01-07T09:00:00.000Z"],
  ["an offset", "2026-01-07T17:00:00+08:00"],
])("an expiration with %s is read", async (_name, expiration) => {
  const { answer, trace } = await resolveOnce(
    external({ command: "a" }),
    bench({ ...SESSION, expiration }).host,
  );
  const expiresAtMs = Date.parse("2026-01-07T09:00:00Z");
  expect(answer).toMatchObject({ outcome: "credentials", credentials: { expiresAtMs } });
  expect(trace.warnings).toEqual([]);
});

test.each([
  ["a lifetime", "3600"],
  ["a short lifetime", "60"],
  ["nothing in words", "0"],
  ["Python's str(datetime)", "2026-11-29 20:03:45"],
  ["no zone", "2026-01-07T09:00:00"],
  ["the year 3600", "3600-01-01T00:00:00Z"],
  ["nonsense", "canary"],
  ["a number", 1_767_776_400],
  ["an object", { toString: "canary" }],
])(
  "an expiration of %s is refused, because a guess might serve an expired session",
  async (_name, expiration) => {
    const { answer, trace } = await resolveOnce(
      external({ command: "a" }),
      bench({ ...SESSION, expiration }).host,
    );
    expect(answer).toMatchObject({
      outcome: "failed",
      error: {
        code: "RESPONSE_MALFORMED",
        message: expect.stringContaining("an expiration that is not a time with its zone"),
      },
    });
    expect(JSON.stringify([answer, trace])).not.toContain("canary");
  },
);

test.each<[string, unknown, string, RegExp]>([
  ["nothing", "", "RESPONSE_MALFORMED", /printed nothing\./],
  ["no JSON", "canary-secret", "RESPONSE_MALFORMED", /printed no JSON object/],
  ["a list", [SESSION], "RESPONSE_MALFORMED", /printed no JSON object/],
  ["null", "null", "RESPONSE_MALFORMED", /printed no JSON object/],
  ["a mode that is not text", { ...SESSION, mode: 7 }, "RESPONSE_MALFORMED", /a mode that is not text/],
  ["another mode", { ...KEY, mode: "RamRoleArn" }, "RESPONSE_MALFORMED", /only a profile can hand on/],
  ["no key", { access_key_secret: "canary-secret" }, "CREDENTIALS_INCOMPLETE", /no access_key_id/],
  ["an empty secret", { ...KEY, access_key_secret: "" }, "CREDENTIALS_INCOMPLETE", /no access_key_secret/],
  [
    "a secret that is a number",
    { ...KEY, access_key_secret: 1 },
    "CREDENTIALS_INCOMPLETE",
    /no access_key_secret/,
  ],
  ["StsToken without a token", { ...KEY, mode: "StsToken" }, "CREDENTIALS_INCOMPLETE", /no sts_token/],
  [
    "a secret with a line end",
    { ...KEY, access_key_secret: "canary\n" },
    "CREDENTIALS_INCOMPLETE",
    /accessKeySecret/,
  ],
])("output that is %s fails, and is quoted nowhere", async (_name, output, code, message) => {
  const { answer, trace } = await resolveOnce(external({ command: COMMAND }), bench(output).host);
  expect(answer).toMatchObject({
    outcome: "failed",
    error: { code, message: expect.stringMatching(message), retryable: true },
  });
  const error = answer.outcome === "failed" ? answer.error : undefined;
  expect(JSON.stringify([answer, trace, error?.message, error?.stack])).not.toContain("canary");
});

test("another exit code is a failure, whatever was printed", async () => {
  const { answer } = await resolveOnce(
    external({ command: COMMAND }),
    bench(async () => printed(SESSION, 3)).host,
  );
  expect(answer).toMatchObject({
    outcome: "failed",
    error: { code: "PROCESS_FAILED", message: expect.stringContaining("exit code 3"), retryable: true },
  });
});

test("a program that cannot be started, or was ended, is the host's error", async () => {
  const error = new AlicredError("PROCESS_FAILED", "it did not end within 5 ms and was ended.");
  const { answer } = await resolveOnce(
    external({ command: COMMAND }),
    bench(() => Promise.reject<ProcessResult>(error)).host,
  );
  expect(answer).toEqual({ outcome: "failed", error });
});

test("the caller's abort reaches the program", async () => {
  const { host } = bench(
    ({ signal }: { signal?: AbortSignal }) =>
      new Promise<ProcessResult>((_resolve, reject) => {
        signal?.addEventListener("abort", () => reject(signal.reason));
      }),
  );
  const controller = new AbortController();
  const resolving = resolveOnce(external({ command: COMMAND }), host, controller.signal);
  const reason = new Error("the caller gave up");
  controller.abort(reason);
  await expect(resolving).rejects.toBe(reason);
});

test.each(["1", "true", "TRUE", " true "])("%j in the kill switch forbids every process", async (value) => {
  const { host, runs } = bench(SESSION, { env: { ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS: value } });
  const { answer } = await resolveOnce(external({ command: COMMAND }), host);
  expect(answer).toMatchObject({
    outcome: "failed",
    error: { code: "PERMISSION_DENIED", message: expect.stringContaining("DISABLE_EXTERNAL_PROCESS") },
  });
  expect(runs).toEqual([]);
});

test.each(["", "0", "false"])("%j in it does not", async (value) => {
  const { host } = bench(SESSION, { env: { ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS: value } });
  expect((await resolveOnce(external({ command: COMMAND }), host)).answer.outcome).toBe("credentials");
});

test("a runtime without processes says so", async () => {
  const host = { ...bench(SESSION).host, processes: undefined };
  const { answer } = await resolveOnce(external({ command: COMMAND }), host);
  expect(answer).toMatchObject({
    outcome: "failed",
    error: {
      code: "INVALID_CONFIGURATION",
      message: expect.stringContaining("this runtime has no processes"),
    },
  });
});

test("a line that cannot be split is an error that does not quote it", async () => {
  const { answer } = await resolveOnce(external({ command: "login 'canary" }), bench(SESSION).host);
  expect(answer).toMatchObject({
    outcome: "failed",
    error: { code: "INVALID_CONFIGURATION", message: expect.stringContaining("a quote that is not closed") },
  });
  expect(JSON.stringify(answer)).not.toContain("canary");
});

test.each<[string, unknown]>([
  ["no command", {}],
  ["an empty command", { command: "" }],
  ["an empty list", { command: [] }],
  ["an empty program", { command: ["", "canary"] }],
  ["half a millisecond", { command: "canary", timeoutMs: 0.5 }],
  ["no time", { command: "canary", timeoutMs: 0 }],
  ["too much output", { command: "canary", maxBytes: 1_048_577 }],
])("refuses %s, and quotes no value", (_name, options) => {
  const error = refusalOf(() => externalPlugin.source(options as never), ["canary"]);
  expect(error).toMatchObject({ name: "ConfigurationError", code: "INVALID_OPTION" });
});

test("a program that was ended by a signal has no exit code", async () => {
  const { host } = bench(async () => printed(SESSION, -1));
  const { answer } = await resolveOnce(external({ command: "canary" }), host);
  expect(answer).toHaveProperty(
    "error.message",
    "the external command was ended by a signal. See its standard error.",
  );
});

test("a command is told which commands are under way, and is refused when it is among them", async () => {
  const { host, runs } = bench(KEY);
  await resolveOnce(external({ command: "/opt/a b" }), host);
  const first = runs[0]?.env?.["ALICRED_EXTERNAL_CHAIN"] ?? "";
  expect(first).toMatch(/^[0-9a-f]{16}$/);

  const inner = bench(KEY, { env: { ALICRED_EXTERNAL_CHAIN: first } });
  await resolveOnce(external({ command: "/opt/c" }), inner.host);
  const second = inner.runs[0]?.env?.["ALICRED_EXTERNAL_CHAIN"] ?? "";
  expect(second).toMatch(new RegExp(`^${first},[0-9a-f]{16}$`));

  const innermost = bench(KEY, { env: { ALICRED_EXTERNAL_CHAIN: second } });
  for (const command of ["/opt/c", "/opt/a 'b'", ["/opt/a", "b"]] as const) {
    const { answer } = await resolveOnce(external({ command }), innermost.host);
    expect(answer).toMatchObject({
      outcome: "failed",
      error: {
        code: "PROFILE_CYCLE",
        retryable: false,
        message: expect.stringContaining("leads back to itself"),
      },
    });
  }
  expect(innermost.runs).toEqual([]);
});

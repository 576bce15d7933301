import { createTestHost } from "@alicred/conformance";
import { type CredentialSource, type Host, refreshing } from "@alicred/core";
import { sharedConfig } from "@alicred/shared-config";
import { createVirtualClock, type VirtualClock } from "@alicred/simulators";
import { expect, test } from "vitest";
import { allModes, terraform } from "../src/mod.ts";

const ROLE = "acs:ram::1000000000000001:role/admin";
const CONFIG = JSON.stringify({
  current: "role",
  profiles: [
    { name: "program", mode: "External", process_command: "/opt/login" },
    { name: "role", mode: "ChainableRamRoleArn", source_profile: "program", ram_role_arn: ROLE },
  ],
});

interface Machine {
  readonly host: Host;
  readonly clock: VirtualClock;
  /** The programs that were started, by whether they still run. */
  readonly running: boolean[];
}

/** A machine whose program waits for somebody, and ends with its signal. */
function machine(): Machine {
  const clock = createVirtualClock();
  const running: boolean[] = [];
  const files = { "/home/test/.aliyun/config.json": CONFIG };
  const processes: Host["processes"] = {
    run: (_argv, { signal }) =>
      new Promise((_resolve, reject) => {
        const number = running.push(true) - 1;
        signal?.addEventListener("abort", () => {
          running[number] = false;
          reject(signal.reason);
        });
      }),
  };
  return { host: { ...createTestHost({ clock, files }), processes }, clock, running };
}

const sources: [string, () => CredentialSource][] = [
  ["a program's profile", () => sharedConfig({ modes: allModes, profile: "program" })],
  ["a role on top of a program", () => sharedConfig({ modes: allModes })],
  ["Terraform's assume_role", () => terraform({ profile: "program", assume_role: { role_arn: ROLE } })],
  [
    "Terraform's assume_role on a role",
    () => terraform({ profile: "role", assume_role: { role_arn: ROLE } }),
  ],
];

test.each(sources)("%s: `close` ends the program and leaves no timer", async (_, source) => {
  const { host, clock, running } = machine();
  const resolver = refreshing(source(), { host });
  const outcome = resolver.get().catch((error: unknown) => error);
  await clock.advance("1s");
  expect(running).toEqual([true]);
  resolver.close();
  expect(await outcome).toMatchObject({ code: "RESOLVER_CLOSED" });
  await clock.settle();
  expect(running).toEqual([false]);
  expect(clock.pendingTimers()).toBe(0);
});

test.each(sources)(
  "%s: the program does not outlive the refresh that its callers wait for",
  async (_, source) => {
    const { host, clock, running } = machine();
    const resolver = refreshing(source(), { host, refreshTimeoutMs: 3_000 });
    const outcome = resolver.get().catch((error: unknown) => error);
    await clock.advance("3s");
    expect(await outcome).toMatchObject({ code: "UPSTREAM_TIMEOUT" });
    expect(running).toEqual([false]);
    expect(clock.pendingTimers()).toBe(0);
  },
);

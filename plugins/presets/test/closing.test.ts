import { createTestHost } from "@alicred/conformance";
import { type Answer, type CredentialSource, found, type Host, refreshing } from "@alicred/core";
import { iniProfile } from "@alicred/ini-profile";
import type { ProfileMode } from "@alicred/plugin-kit";
import { sharedConfig } from "@alicred/shared-config";
import { createVirtualClock, type VirtualClock } from "@alicred/simulators";
import { expect, test } from "vitest";
import { aliyunCli, allModes, sdkDefault, terraform } from "../src/mod.ts";

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

/** A third party's source with a lease, which `close` ends. The methods of a class are not its own properties. */
class Lease implements CredentialSource {
  readonly name = "lease";
  readonly #ended: string[];
  readonly #id: string;

  constructor(id: string, ended: string[]) {
    this.#id = id;
    this.#ended = ended;
  }

  async resolve(): Promise<Answer> {
    return found({ accessKeyId: this.#id, accessKeySecret: "secret" });
  }

  close(): void {
    this.#ended.push(this.#id);
  }
}

/** The modes of that third party: one of its own, and one in place of that of access keys. */
function leaseModes(ended: string[]): readonly ProfileMode[] {
  return ["Lease", "AK"].map((mode) => ({
    mode,
    source: ({ fields }) => new Lease(String(fields["lease_id"] ?? fields["access_key_id"]), ended),
  }));
}

const FILE = "/home/test/.aliyun/config.json";
const lease = (id: string) =>
  JSON.stringify({ profiles: [{ name: "default", mode: "Lease", lease_id: id }] });
const INI_FILE = "/home/test/.alibabacloud/credentials";
const ini = (id: string) => `[default]\ntype=access_key\naccess_key_id=${id}\naccess_key_secret=secret\n`;

const leases: [string, (modes: readonly ProfileMode[]) => CredentialSource][] = [
  ["sharedConfig", (modes) => sharedConfig({ modes })],
  ["sdkDefault", (modes) => sdkDefault({ modes })],
  ["aliyunCli", (modes) => aliyunCli({ modes })],
  ["terraform", (modes) => terraform({ profile: "default" }, { modes })],
];

test.each(leases)(
  "%s: `close` closes the source of a profile, also of one that was edited",
  async (_, of) => {
    const ended: string[] = [];
    const files: Record<string, string> = { [FILE]: lease("first") };
    const host = createTestHost({ files, env: { ALIBABA_CLOUD_REGION_ID: "cn-hangzhou" } });
    const resolver = refreshing(of(leaseModes(ended)), { host });
    const first = await resolver.get();
    expect(first.accessKeyId).toBe("first");
    files[FILE] = lease("second");
    resolver.invalidate(first);
    expect((await resolver.get()).accessKeyId).toBe("second");
    // Until the next one is replaced, or the resolver is closed, the first may still be in use.
    expect(ended).toEqual([]);
    files[FILE] = lease("third");
    resolver.invalidate(resolver.peek());
    expect((await resolver.get()).accessKeyId).toBe("third");
    expect(ended).toEqual(["first"]);
    resolver.close();
    expect(ended.sort()).toEqual(["first", "second", "third"]);
  },
);

const sections: [string, (modes: readonly ProfileMode[]) => CredentialSource][] = [
  ["iniProfile", (modes) => iniProfile({ modes })],
  ["sdkDefault", (modes) => sdkDefault({ modes })],
];

test.each(sections)(
  "%s: `close` closes the source of a section, also of one that was edited",
  async (_, of) => {
    const ended: string[] = [];
    const files: Record<string, string> = { [INI_FILE]: ini("first") };
    const resolver = refreshing(of(leaseModes(ended)), { host: createTestHost({ files }) });
    const first = await resolver.get();
    expect(first.accessKeyId).toBe("first");
    files[INI_FILE] = ini("second");
    resolver.invalidate(first);
    expect((await resolver.get()).accessKeyId).toBe("second");
    resolver.close();
    expect(ended.sort()).toEqual(["first", "second"]);
  },
);

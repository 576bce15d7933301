import { type Host, refreshing } from "@alicred/core";
import { describe, expect, test } from "vitest";
import { aliyunCli, sdkDefault, terraform } from "../src/mod.ts";
import { hostOf } from "./world.ts";

const CONFIG = "/home/test/.aliyun/config.json";
const INI = "/home/test/.alibabacloud/credentials";
const MINUTE_MS = 60_000;

interface Machine {
  readonly host: Host;
  move(ms: number): void;
  /** How many requests were made. */
  calls(): number;
  /** Waits for what runs behind the callers. */
  settle(): Promise<void>;
}

/** A machine whose files may be edited and whose clock may be moved. */
function machine(files: Record<string, string>): Machine {
  const world = hostOf({});
  const behind: Promise<unknown>[] = [];
  let nowMs = world.clock.now();
  let calls = 0;
  return {
    host: {
      ...world,
      clock: { ...world.clock, now: () => nowMs },
      files: { readText: async (path) => files[path] },
      fetch(url, init) {
        calls += 1;
        return world.fetch(url, init);
      },
      waitUntil: (promise) => void behind.push(promise),
    },
    move(ms) {
      nowMs += ms;
    },
    calls: () => calls,
    async settle() {
      await Promise.all(behind.splice(0));
    },
  };
}

const config = (id: string): string =>
  JSON.stringify({
    current: "default",
    profiles: [{ name: "default", mode: "AK", access_key_id: id, access_key_secret: "canary-secret" }],
  });
const ini = (id: string): string =>
  `[default]\ntype = access_key\naccess_key_id = ${id}\naccess_key_secret = canary-secret\n`;

describe("a key that is replaced in its file is taken up within minutes", () => {
  test.each([
    ["sdkDefault", CONFIG, config, () => sdkDefault()],
    ["sdkDefault, the INI file", INI, ini, () => sdkDefault()],
    ["aliyunCli", CONFIG, config, () => aliyunCli()],
    ["terraform", CONFIG, config, () => terraform({ profile: "default" })],
    [
      "terraform, the provider's way",
      CONFIG,
      config,
      () => terraform({ profile: "default" }, { compat: "provider" }),
    ],
  ] as const)("%s", async (_preset, path, text, make) => {
    const files = { [path]: text("LTAIold") };
    const { host, move, settle } = machine(files);
    const resolver = refreshing(make(), { host });
    expect((await resolver.get()).accessKeyId).toBe("LTAIold");
    files[path] = text("LTAInew");
    expect((await resolver.get()).accessKeyId).toBe("LTAIold");
    move(6 * MINUTE_MS);
    // The first caller afterwards is served at once, and the file looked at behind it.
    await resolver.get();
    await settle();
    expect((await resolver.get()).accessKeyId).toBe("LTAInew");
    resolver.close();
  });
});

describe("a role on top does not call STS because the file is looked at again", () => {
  test.each([[undefined], ["provider" as const]])("compat: %s", async (compat) => {
    const { host, move, calls, settle } = machine({ [CONFIG]: config("LTAIold") });
    const block = { profile: "default", assume_role: { role_arn: "acs:ram::1:role/r" } };
    const resolver = refreshing(terraform(block, { compat }), { host });
    // The sessions of this world live for 4 hours, of which the last is the advisory window.
    for (let minute = 0; minute < 175; minute++) {
      await resolver.get();
      await settle();
      move(MINUTE_MS);
    }
    expect(calls()).toBe(1);
    resolver.close();
  });
});

import { resolveOnce } from "@alicred/conformance";
import {
  type CredentialSource,
  type Files,
  found,
  type Host,
  type ResolverEvent,
  refreshing,
  UnavailableError,
} from "@alicred/core";
import type { ProfileFields, ProfileMode } from "@alicred/plugin-kit";
import { describe, expect, test } from "vitest";
import { sharedConfig } from "../src/mod.ts";
import { countingMode, countUp, type Disk, disk, hostOf, PROFILE, unwritable } from "./disk.ts";
import { config, hopMode } from "./support.ts";

/** A mode that changes one field, and another one if the first exists. */
function twoFields(seen: ProfileFields[]): ProfileMode {
  return {
    mode: "Counting",
    source: (profile) => ({
      name: "counting",
      async resolve(context) {
        await profile.update(context, async (latest) => {
          seen.push(latest);
          return latest["first"] === undefined ? { first: 1 } : { second: 2 };
        });
        return found({ accessKeyId: "LTAI", accessKeySecret: "canary-secret" });
      },
    }),
  };
}

const sourceWith = (mode: ProfileMode, ...more: ProfileMode[]): CredentialSource =>
  sharedConfig({ profile: "c", modes: [mode, ...more] });
const keyOf = async (source: CredentialSource, host: Host): Promise<unknown> => {
  const { answer } = await resolveOnce(source, host);
  return answer.outcome === "credentials" ? answer.credentials.accessKeyId : answer;
};
describe("a host that writes", () => {
  test("edits the changed fields of this profile alone", async () => {
    const file = disk();
    const source = sourceWith(countingMode());
    expect(await keyOf(source, hostOf(file))).toBe("LTAI1");
    expect(file.edits).toEqual([[{ path: ["profiles", 1, "count"], value: 1 }]]);
    expect(await keyOf(source, hostOf(file))).toBe("LTAI2");
  });

  test("gives the change what the file holds by then, which may be newer than what was read", async () => {
    const file = disk();
    const host = hostOf(file);
    const updateJson = host.files?.updateJson;
    const files: Files = {
      readText: async () => file.text,
      async updateJson(...given) {
        file.text = config([{ name: "new first" }, { name: "other" }, { ...PROFILE, count: 41 }]);
        await updateJson?.(...given);
      },
    };
    expect(await keyOf(sourceWith(countingMode()), { ...host, files })).toBe("LTAI42");
    expect(file.edits).toEqual([[{ path: ["profiles", 2, "count"], value: 42 }]]);
  });

  test("a change that the file asks for twice is made once", async () => {
    const file = disk();
    const host = hostOf(file);
    const seen: ProfileFields[] = [];
    const files: Files = {
      readText: async () => file.text,
      async updateJson(_path, change) {
        await change(file.text);
        file.edits.push(await change(config([{ ...PROFILE, count: 7 }])));
      },
    };
    expect(await keyOf(sourceWith(countingMode(seen)), { ...host, files })).toBe("LTAI1");
    expect(seen).toHaveLength(1);
    expect(file.edits).toEqual([[{ path: ["profiles", 0, "count"], value: 1 }]]);
  });

  test("what an earlier write could not save is written with the next one", async () => {
    const file = disk({ failure: unwritable });
    const seen: ProfileFields[] = [];
    const source = sourceWith(twoFields(seen));
    await resolveOnce(source, hostOf(file));
    file.failure = undefined;
    await resolveOnce(source, hostOf(file));
    expect(seen).toMatchObject([{ unknown: "kept" }, { first: 1 }]);
    expect(JSON.parse(file.text).profiles[1]).toEqual({ ...PROFILE, first: 1, second: 2 });
  });

  test("a profile that is gone by then is an error, and nothing is changed", async () => {
    const file = disk();
    const host = hostOf(file);
    const files: Files = {
      readText: async () => file.text,
      updateJson: async (_path, change) => void (await change(config([{ name: "other" }]))),
    };
    const { answer } = await resolveOnce(sourceWith(countingMode()), { ...host, files });
    expect(answer).toMatchObject({ outcome: "failed", error: { code: "PROFILE_NOT_FOUND" } });
  });

  test("a lock that others keep is an error before the change begins", async () => {
    const seen: ProfileFields[] = [];
    const file = disk({ failure: new UnavailableError("FILE_LOCKED", "locked") });
    const { answer } = await resolveOnce(sourceWith(countingMode(seen)), hostOf(file));
    expect(answer).toMatchObject({ outcome: "failed", error: { code: "FILE_LOCKED", retryable: true } });
    expect(seen).toEqual([]);
  });
});

describe.each<[string, () => [Disk, Host]]>([
  ["a host that cannot write", () => both(disk(), false)],
  ["a file that cannot be written", () => both(disk({ failure: unwritable }))],
  [
    "a disk that fills up at the last moment",
    () => both(disk({ failure: unwritable, failsAfterChange: true })),
  ],
])("%s", (_name, given) => {
  test("keeps the fields in memory, warns and emits an event without a value", async () => {
    const [file, host] = given();
    const events: ResolverEvent[] = [];
    const source = sourceWith(countingMode());
    const resolver = refreshing(source, { host, onEvent: (event) => events.push(event) });
    expect((await resolver.get()).accessKeyId).toBe("LTAI1");
    expect(events.filter(({ type }) => type === "not-saved")).toEqual([
      {
        type: "not-saved",
        source: "shared-config",
        profile: "c",
        reason: expect.stringMatching(/cannot/),
        depth: 0,
      },
    ]);
    const { answer, trace } = await resolveOnce(source, host);
    expect(answer).toMatchObject({ outcome: "credentials", credentials: { accessKeyId: "LTAI2" } });
    expect(JSON.stringify(trace)).toContain("is not saved");
    expect(file.text).toBe(disk().text);
  });

  test("drops them when somebody else rewrites the profile", async () => {
    const [file, host] = given();
    const source = sourceWith(countingMode());
    expect(await keyOf(source, host)).toBe("LTAI1");
    file.text = config([{ ...PROFILE, count: 100 }]);
    expect(await keyOf(source, host)).toBe("LTAI101");
    expect(await keyOf(source, host)).toBe("LTAI102");
  });

  test("many at a time make their changes one after the other", async () => {
    const [, host] = given();
    const source = sourceWith(countingMode());
    const keys = await Promise.all(Array.from({ length: 10 }, () => keyOf(source, host)));
    expect(new Set(keys).size).toBe(10);
  });
});

function both(file: Disk, writable?: boolean): [Disk, Host] {
  return [file, hostOf(file, writable)];
}

describe("a change learns beforehand that it will be lost", () => {
  function told(file: Disk, given: Partial<Host>, writable = true): Promise<readonly (string | undefined)[]> {
    const losses: (string | undefined)[] = [];
    const mode: ProfileMode = {
      mode: "Counting",
      source: (profile) => ({
        name: "counting",
        async resolve(context) {
          await profile.update(context, async (_latest, loss) => {
            losses.push(loss);
            return {};
          });
          return found({ accessKeyId: "LTAI", accessKeySecret: "canary-secret" });
        },
      }),
    };
    return resolveOnce(sourceWith(mode), { ...hostOf(file, writable), ...given }).then(() => losses);
  }

  test.each<[string, Disk, boolean, Partial<Host>, string | undefined]>([
    ["not where it is saved", disk(), true, { shortLived: true }, undefined],
    ["not in a process that stays", disk({ failure: unwritable }), true, {}, undefined],
    [
      "in one that ends soon, with the reason",
      disk({ failure: unwritable }),
      true,
      { shortLived: true },
      "it cannot be written",
    ],
    [
      "in one that ends soon and cannot write",
      disk(),
      false,
      { shortLived: true },
      "This host cannot write files.",
    ],
  ])("%s", async (_what, file, writable, given, loss) => {
    expect(await told(file, given, writable)).toEqual([loss]);
  });
});

test("that a file cannot be written is told once, until it was written", async () => {
  const file = disk({ failure: unwritable });
  const events: ResolverEvent[] = [];
  const resolver = refreshing(sourceWith(countingMode()), {
    host: hostOf(file),
    onEvent: (event) => events.push(event),
  });
  const counts: number[] = [];
  for (const failure of [unwritable, unwritable, undefined, unwritable]) {
    file.failure = failure;
    resolver.invalidate();
    await resolver.get();
    counts.push(events.filter(({ type }) => type === "not-saved").length);
  }
  expect(counts).toEqual([1, 1, 1, 2]);
  expect(events).toContainEqual(expect.objectContaining({ reason: "it cannot be written" }));
});

describe("other fields in place of a profile's own", () => {
  const printing = (fields: ProfileFields): ProfileMode => ({
    mode: "Printing",
    source: (profile) => profile.sourceOfFields({ ...profile.fields, ...fields }),
  });
  const printer = config([{ ...PROFILE, mode: "Printing" }]);

  test("lead to the mode that they name; what it changes is written nowhere", async () => {
    const file = disk({ text: printer });
    const source = sourceWith(printing({ mode: "counting", count: 5 }), countingMode());
    expect(await keyOf(source, hostOf(file))).toBe("LTAI6");
    expect(file.text).toBe(printer);
  });

  test("keep what the mode changes for its next step", async () => {
    const seen: ProfileFields[] = [];
    const twice: ProfileMode = {
      mode: "Twice",
      source: (profile) => ({
        name: "twice",
        async resolve(context) {
          for (const _step of [1, 2]) await profile.update(context, countUp(seen));
          return found({ accessKeyId: "LTAI", accessKeySecret: "canary-secret" });
        },
      }),
    };
    await keyOf(sourceWith(printing({ mode: "Twice" }), twice), hostOf(disk({ text: printer })));
    expect(seen).toMatchObject([{ unknown: "kept" }, { unknown: "kept", count: 1 }]);
  });

  test.each([
    ["themselves", { mode: "Printing" }, /c -> c \(other fields\) -> c \(other fields\)/],
    [
      "the profile they are in",
      { mode: "ChainableRamRoleArn", source_profile: "c" },
      /c -> c \(other fields\) -> c\./,
    ],
    ["a mode that nobody knows", { mode: "canary" }, /has a mode that no plugin here provides/],
    ["no mode", { mode: 7 }, /has a mode that no plugin here provides/],
  ])("that lead to %s are an error", async (_name, fields, message) => {
    const source = sourceWith(printing(fields), hopMode);
    const { answer } = await resolveOnce(source, hostOf(disk({ text: printer })));
    expect(answer).toMatchObject({ outcome: "failed", error: { message: expect.stringMatching(message) } });
    expect(JSON.stringify(answer)).not.toContain("canary");
  });
});

import { describe, expect, it } from "vitest";
import { ask, chain, createContext, refreshing, type TraceEntry } from "../src/mod.ts";
import { fakeSource, isNotConfigured } from "./support/fake-source.ts";
import { rejection } from "./support/outcome.ts";
import { type TestHost, testHost } from "./support/test-host.ts";

const WHY = "or it may not be read: allow it";
const VARIABLE = "environment variable ALIBABA_CLOUD_ACCESS_KEY_ID";

function hostThatHides(...hidden: readonly string[]): TestHost {
  return { ...testHost(), whyUnread: (name: string) => (hidden.includes(name) ? WHY : undefined) };
}

async function lookedFor(host: TestHost, ...what: [string, ...string[]]): Promise<TraceEntry["lookedFor"]> {
  const context = createContext({ host, signal: new AbortController().signal });
  await ask(context, fakeSource(isNotConfigured(...what)));
  return context.notes.children[0]?.lookedFor ?? [];
}

describe("a variable that counts as unset because it may not be read", () => {
  const host = hostThatHides("ALIBABA_CLOUD_ACCESS_KEY_ID", "STS");

  it("is said to be so where it was looked for, and nothing else is", async () => {
    const others = [
      "environment variable ALIBABA_CLOUD_PROFILE",
      "file ~/.aliyun/config.json",
      "an STS token",
    ];
    expect(await lookedFor(host, VARIABLE, ...others)).toEqual([`${VARIABLE} (${WHY})`, ...others]);
    expect(await lookedFor(testHost(), VARIABLE)).toEqual([VARIABLE]);
  });

  it("is said to be so once, however many sources hand it on, in the error and in the trace", async () => {
    const source = chain([chain([fakeSource(isNotConfigured(VARIABLE), "env")])]);
    const resolver = refreshing(source, { host });
    const error = await rejection(resolver.get());
    expect(error.code).toBe("NOT_CONFIGURED");
    for (const text of [error.message, JSON.stringify(await resolver.explain())]) {
      expect(text).toContain(`${VARIABLE} (${WHY})`);
      expect(text).not.toContain(`(${WHY}) (`);
    }
  });
});

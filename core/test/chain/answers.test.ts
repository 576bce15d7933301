import { describe, expect, it } from "vitest";
import {
  AlicredError,
  type Answer,
  type ChainPolicy,
  ConfigurationError,
  type CredentialSource,
  chain,
  createContext,
  failed,
  RefusedError,
  refreshing,
  UnavailableError,
} from "../../src/mod.ts";
import { fails, fakeSource, isNotConfigured, issues, throws, unavailable } from "../support/fake-source.ts";
import { HOUR_MS, MINUTE_MS, rejection, SECOND_MS, thrownBy } from "../support/outcome.ts";
import { type TestHost, testHost } from "../support/test-host.ts";

const absent = fakeSource(isNotConfigured("variable A", "variable B"), "absent");
const down = fakeSource(fails(), "down");
const refused = fakeSource(
  fails(
    () =>
      new RefusedError("UPSTREAM_REFUSED", "The service answered 403.", { source: "refused", status: 403 }),
  ),
  "refused",
);
const good = fakeSource(issues(), "good");
const other = fakeSource(issues(), "other");

async function resolve(source: CredentialSource, host: TestHost = testHost()): Promise<Answer> {
  return source.resolve(createContext({ host, signal: new AbortController().signal }));
}

async function errorOf(sources: readonly CredentialSource[], policy?: ChainPolicy): Promise<AlicredError> {
  const answer = await resolve(chain(sources, policy));
  if (answer.outcome !== "failed")
    throw new Error(`The chain was expected to fail and is ${answer.outcome}.`);
  return answer.error;
}

async function winnerOf(
  sources: readonly CredentialSource[],
  policy?: ChainPolicy,
): Promise<readonly string[]> {
  const answer = await resolve(chain(sources, policy));
  if (answer.outcome !== "credentials")
    throw new Error(`The chain was expected to win and is ${answer.outcome}.`);
  return answer.credentials.provenance;
}

describe("a chain", () => {
  it("ends at the first source with credentials, and asks none behind it", async () => {
    const behind = fakeSource(issues(), "behind");
    expect(await winnerOf([absent, good, behind])).toEqual(["good"]);
    expect(behind.calls).toHaveLength(0);
  });

  it("is not configured when no source is, and names all that was looked for in order", async () => {
    const answer = await resolve(chain([absent, fakeSource(isNotConfigured("file c"), "file")]));
    expect(answer).toEqual({ outcome: "not-configured", lookedFor: ["variable A", "variable B", "file c"] });
  });

  it("is not configured when it is empty", async () => {
    expect(await resolve(chain([]))).toEqual({
      outcome: "not-configured",
      lookedFor: ["a source"],
    });
  });

  it("stops at a source that fails, with the class, code and details of its error", async () => {
    const behind = fakeSource(issues(), "behind");
    const error = await errorOf([absent, refused, behind]);
    expect(error).toBeInstanceOf(RefusedError);
    expect(error).toMatchObject({
      name: "RefusedError",
      code: "UPSTREAM_REFUSED",
      source: "refused",
      status: 403,
      retryable: false,
    });
    expect(error.cause).toMatchObject({ code: "UPSTREAM_REFUSED", message: "The service answered 403." });
    expect(behind.calls).toHaveLength(0);
  });

  it("keeps `retryable` and `retryAfterMs` of the error", async () => {
    const throttled = fakeSource(
      fails(() => unavailable(7000)),
      "throttled",
    );
    expect(await errorOf([throttled])).toMatchObject({ retryable: true, retryAfterMs: 7000 });
  });

  it("keeps the reaction and details of an error that a third party derived, whatever its constructor takes", async () => {
    class VaultSealedError extends UnavailableError {
      readonly vault: string;
      constructor(options: { readonly vault: string }) {
        super("UPSTREAM_UNAVAILABLE", `The vault ${options.vault} is sealed.`, { source: "vault" });
        this.vault = options.vault;
      }
    }
    const vault = fakeSource(
      fails(() => new VaultSealedError({ vault: "blue" })),
      "vault",
    );
    const error = await errorOf([absent, vault]);
    expect(error).toBeInstanceOf(UnavailableError);
    expect(error).toMatchObject({ code: "UPSTREAM_UNAVAILABLE", retryable: true, source: "vault" });
    expect(error.cause).toBeInstanceOf(VaultSealedError);
    expect(error.message).toContain("The vault blue is sealed.");
    expect(error.message).toContain("1. absent: not configured (looked for variable A, variable B)");
    expect(error.answers).toHaveLength(2);
  });

  it("lists every answer in order, as data and in the message", async () => {
    const error = await errorOf([absent, down, refused], { onFailed: "continue" });
    expect(error.answers).toMatchObject([
      { source: "absent", outcome: "not-configured", lookedFor: ["variable A", "variable B"] },
      { source: "down", outcome: "failed", error: { code: "UPSTREAM_UNAVAILABLE" } },
      { source: "refused", outcome: "failed", error: { code: "UPSTREAM_REFUSED" } },
    ]);
    expect(error.message.split("\n").slice(1)).toEqual([
      "The sources answered:",
      "  1. absent: not configured (looked for variable A, variable B)",
      "  2. down: failed, see above",
      "  3. refused: failed: UPSTREAM_REFUSED: The service answered 403.",
    ]);
  });

  it("tells a failure once, however many chains are around it, with one list of answers", async () => {
    const innermost = chain([absent, refused], { name: "innermost" });
    const inner = chain([absent, innermost], { name: "inner" });
    const error = await errorOf([absent, inner]);
    expect(error.message).toBe(
      [
        "The service answered 403.",
        "The sources answered:",
        "  1. absent: not configured (looked for variable A, variable B)",
        "  2. inner: failed, see above",
      ].join("\n"),
    );
    // As data, nothing is left out.
    expect(error.answers?.[1]?.children[1]?.children[1]).toMatchObject({
      source: "refused",
      error: { message: "The service answered 403." },
    });
  });

  it("notes the request id of a failure in the trace", async () => {
    const asked = fakeSource(
      fails(() => new RefusedError("UPSTREAM_REFUSED", "The service answered 403.", { requestId: "req-7" })),
      "asked",
    );
    const error = await errorOf([absent, asked]);
    expect(error.answers?.[1]?.error).toEqual({
      code: "UPSTREAM_REFUSED",
      message: "The service answered 403.",
      requestId: "req-7",
    });
  });

  it("has a name of its own for nesting, provenance and messages", async () => {
    const inner = chain([absent, good], { name: "inner" });
    expect(await winnerOf([inner, other])).toEqual(["inner", "good"]);
    const error = await errorOf([chain([absent, down], { name: "inner" }), other]);
    expect(error.code).toBe("UPSTREAM_UNAVAILABLE");
    expect(error.answers).toMatchObject([
      { source: "inner", children: [{ source: "absent" }, { source: "down" }] },
    ]);
  });

  it("continues past an inner chain that is not configured", async () => {
    expect(await winnerOf([chain([absent]), chain([]), good])).toEqual(["good"]);
  });

  it("takes what a source throws for a failure", async () => {
    expect((await errorOf([fakeSource(throws(new TypeError("slip")), "broken"), good])).code).toBe(
      "SOURCE_THREW",
    );
    expect(
      await winnerOf([fakeSource(throws(new TypeError("slip")), "broken"), good], { onFailed: "continue" }),
    ).toEqual(["good"]);
  });
});

describe("onFailed", () => {
  it("`continue` asks the next source, and the first error is the chain's when none has credentials", async () => {
    expect(await winnerOf([down, good], { onFailed: "continue" })).toEqual(["good"]);
    expect((await errorOf([down, refused, absent], { onFailed: "continue" })).code).toBe(
      "UPSTREAM_UNAVAILABLE",
    );
  });

  it("a function decides by the error, and a stop is that error", async () => {
    const seen: string[] = [];
    const onFailed = (error: AlicredError): "continue" | "stop" => {
      seen.push(error.code);
      return error.retryable ? "continue" : "stop";
    };
    expect((await errorOf([down, refused, good], { onFailed })).code).toBe("UPSTREAM_REFUSED");
    expect(seen).toEqual(["UPSTREAM_UNAVAILABLE", "UPSTREAM_REFUSED"]);
  });

  it("credentials behind a failure are to be looked up again soon", async () => {
    const refreshAfter = async (
      policy: ChainPolicy,
      first: CredentialSource,
      second = good,
    ): Promise<unknown> => {
      const answer = await resolve(chain([first, second], { onFailed: "continue", ...policy }));
      return answer.outcome === "credentials" && answer.refreshAfterMs;
    };
    const hasty = fakeSource(issues({ refreshAfterMs: 5000 }), "hasty");
    expect(await refreshAfter({}, down)).toBe(MINUTE_MS);
    expect(await refreshAfter({ retryFailedAfterMs: 9000 }, down)).toBe(9000);
    expect(await refreshAfter({}, down, hasty)).toBe(5000);
    expect(await refreshAfter({}, absent)).toBeUndefined();
  });
});

describe("a chain under a refresh cache", () => {
  it("is evaluated after each failure", async () => {
    const host = testHost();
    const first = fakeSource(isNotConfigured("variable A"), "first");
    const second = fakeSource(fails(), "second");
    const resolver = refreshing(chain([first, second]), { host });
    await expect(resolver.get()).rejects.toThrow("503");
    first.will(issues());
    await host.clock.advance(2 * SECOND_MS);
    expect((await resolver.get()).provenance).toEqual(["chain", "first"]);
  });

  it("returns to the first identity soon after a transient failure of it", async () => {
    const host = testHost();
    const primary = fakeSource(fails(), "primary");
    const spare = fakeSource(issues({ lifetimeMs: 12 * HOUR_MS }), "spare");
    const resolver = refreshing(chain([primary, spare], { onFailed: "continue" }), { host });
    expect((await resolver.get()).provenance).toEqual(["chain", "spare"]);
    primary.will(issues({ lifetimeMs: HOUR_MS }));
    for (let second = 0; second <= 61; second++) {
      await resolver.get();
      await host.clock.advance(SECOND_MS);
    }
    expect((await resolver.get()).provenance).toEqual(["chain", "primary"]);
  });

  it("pins nothing to a spare key that does not expire either", async () => {
    const host = testHost();
    const primary = fakeSource(fails(), "primary");
    const resolver = refreshing(chain([primary, good], { onFailed: "continue" }), { host });
    await resolver.get();
    primary.will(issues());
    await host.clock.advance(MINUTE_MS);
    await resolver.get();
    await host.clock.advance(0);
    expect((await resolver.get()).provenance).toEqual(["chain", "primary"]);
  });

  it("stays with an identity whose cache is valid while its upstream is down, rather than change it", async () => {
    const host = testHost();
    const role = fakeSource(issues({ lifetimeMs: HOUR_MS }), "role");
    const resolver = refreshing(chain([refreshing(role, { host }), good], { onFailed: "continue" }), {
      host,
    });
    await resolver.get();
    role.will(fails());
    for (let minute = 0; minute < 59; minute++) {
      expect((await resolver.get()).provenance).toEqual(["chain", "role"]);
      await host.clock.advance(MINUTE_MS);
    }
  });
});

it("an error that a chain raised is an AlicredError with a stack of its own", async () => {
  const error = await errorOf([down]);
  expect(error).toBeInstanceOf(AlicredError);
  expect(error.stack).toContain("chain.ts");
  expect(failed(error).error).toBe(error);
});

it.each([undefined, null, {}, "env", [undefined], [false], [{ name: "vault" }]])(
  "%j is no list of sources, and refused at once",
  (sources) => {
    expect(thrownBy(ConfigurationError, () => chain(sources as never))).toMatchObject({
      code: "INVALID_OPTION",
      message: "chain: is not a list of sources.",
    });
  },
);

it("a reaction of an unknown word stops, so that no other identity slips in", async () => {
  const onFailed = "Continue" as "continue";
  const resolver = refreshing(chain([down, good], { onFailed }), { host: testHost() });
  expect((await rejection(resolver.get())).code).toBe((await errorOf([down])).code);
});

import { createTestHost, resolveOnce } from "@alicred/conformance";
import {
  type Answer,
  type CredentialSource,
  createContext,
  found,
  type Host,
  notConfigured,
  refreshing,
} from "@alicred/core";
import { expect, test } from "vitest";
import { memoizedSource, namedStep, notConfiguredSource, requiredSource, rereadSession } from "../src/mod.ts";

const KEY = { accessKeyId: "LTAIexample", accessKeySecret: "s3cret" };
const key = (name: string, closed: string[] = []): CredentialSource => ({
  name,
  resolve: async () => found(KEY),
  close: () => closed.push(name),
});
const env = (values: Readonly<Record<string, string>>): Host => createTestHost({ env: values });

test("a memoized source lives as long as its settings, and is closed with the resolver", async () => {
  const [made, closed]: [string[], string[]] = [[], []];
  const source = memoizedSource(
    "by-variable",
    ({ host }) => host.env?.("NAME") ?? "none",
    (name) => {
      made.push(name);
      return key(name, closed);
    },
  );
  for (const NAME of ["a", "a", "b"]) {
    const { answer, trace } = await resolveOnce(source, env({ NAME }));
    expect(answer).toMatchObject({ credentials: { provenance: ["by-variable"] } });
    expect(trace.children).toEqual([]);
  }
  expect(made).toEqual(["a", "b"]);
  expect(closed).toEqual(["a"]);
  refreshing(source, { host: env({}) }).close();
  expect(closed).toEqual(["a", "b"]);
});

test("a named step shows both names", async () => {
  const { answer, trace } = await resolveOnce(namedStep("outer", key("inner")), env({}));
  expect(answer).toMatchObject({ credentials: { provenance: ["outer", "inner"] } });
  expect(trace.children.map(({ source }) => source)).toEqual(["inner"]);
});

test("a required source that is not configured fails, and names what is missing", async () => {
  const source = requiredSource(notConfiguredSource("vault", "variable A", "file b"), "argument vault");
  const { answer } = await resolveOnce(source, env({}));
  expect(answer).toMatchObject({
    outcome: "failed",
    error: {
      code: "INCOMPLETE_CONFIGURATION",
      message: "argument vault is not enough. Set variable A, file b too.",
    },
  });
  expect((await resolveOnce(requiredSource(key("vault"), "x"), env({}))).answer.outcome).toBe("credentials");
});

test("a session without an end is read again within 5 minutes; anything else is left as it is", async () => {
  const answerOf = (
    answer: Awaited<ReturnType<CredentialSource["resolve"]>>,
  ): ReturnType<CredentialSource["resolve"]> =>
    rereadSession({ name: "x", resolve: async () => answer }).resolve(
      createContext({ host: env({}), signal: new AbortController().signal }),
    );
  const session = { ...KEY, securityToken: "t" };
  expect(await answerOf(found(session))).toMatchObject({ refreshAfterMs: 300_000 });
  expect(await answerOf(found(session, 7))).toMatchObject({ refreshAfterMs: 7 });
  for (const answer of [found(KEY), found({ ...session, expiration: 1 }), notConfigured("x")])
    expect(await answerOf(answer)).toBe(answer);
});

test("a session that is read again may be of a class, whose close is not lost", async () => {
  const closed: string[] = [];
  class Vault {
    readonly name = "vault";
    async resolve(): Promise<Answer> {
      return found({ ...KEY, securityToken: "token" });
    }
    close(): void {
      closed.push(this.name);
    }
  }
  const source = rereadSession(new Vault());
  const { answer } = await resolveOnce(source, env({}));
  expect(answer).toMatchObject({ credentials: { provenance: ["vault"] } });
  refreshing(source, { host: env({}) }).close();
  expect(closed).toEqual(["vault"]);
});

import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import * as ours from "../src/mod.ts";
import { rejection } from "./support/outcome.ts";
import { testHost } from "./support/test-host.ts";

type Kernel = typeof ours;

/** A second copy of the kernel, as npm installs one for a plugin that wants another version. */
async function anotherCopy(): Promise<Kernel> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("../src/mod.ts", import.meta.url))],
    write: false,
    bundle: true,
    minify: true,
    format: "esm",
    platform: "neutral",
  });
  const code = outputFiles[0]?.text ?? "";
  return import(`data:text/javascript;base64,${Buffer.from(code).toString("base64")}`) as Promise<Kernel>;
}

const theirs = await anotherCopy();
const replyWith = (status: number): Pick<ours.HttpResponse, "status" | "headers"> => ({
  status,
  headers: new Headers(),
});
const contextOf = (kernel: Kernel): ours.ResolveContext =>
  kernel.createContext({ host: testHost(), signal: new AbortController().signal });
const KEY = { accessKeyId: "LTAIexample", accessKeySecret: "s3cret", securityToken: "t0ken" };

it("the second copy is one", () => {
  expect(theirs.Credentials).not.toBe(ours.Credentials);
  expect(theirs.AlicredError).not.toBe(ours.AlicredError);
});

describe.each([
  ["the application's is this one, the plugin's the other", ours, theirs],
  ["the application's is the other one, the plugin's this", theirs, ours],
])("two copies of the kernel: %s", (_, app, plugin) => {
  function resolverOf(resolve: ours.CredentialSource["resolve"]): ours.Resolver {
    return app.refreshing(app.chain([{ name: "vault", resolve }]), { host: testHost() });
  }

  it("credentials arrive", async () => {
    const expiration = Date.UTC(2100, 0, 1);
    const credentials = await resolverOf(async () => plugin.found({ ...KEY, expiration })).get();
    expect(credentials).toBeInstanceOf(app.Credentials);
    const { accessKeyId, accessKeySecret, securityToken, expiresAtMs, provenance } = credentials;
    expect({ accessKeyId, accessKeySecret, securityToken }).toEqual(KEY);
    expect({ expiresAtMs, provenance }).toEqual({ expiresAtMs: expiration, provenance: ["chain", "vault"] });
  });

  it("credentials of one are credentials of the other", () => {
    const credentials = new plugin.Credentials(KEY);
    expect(credentials).toBeInstanceOf(app.Credentials);
    expect(app.found(credentials).credentials.accessKeySecret).toBe("s3cret");
    expect({ ...KEY }).not.toBeInstanceOf(app.Credentials);
  });

  it.each<[string, (kernel: Kernel) => ours.AlicredError, keyof Kernel, object]>([
    [
      "a refusal",
      (kernel) =>
        kernel.statusError(contextOf(kernel), "Vault", replyWith(403), {
          serverCode: "denied",
          requestId: "r-1",
        }),
      "RefusedError",
      { code: "UPSTREAM_REFUSED", retryable: false, status: 403, serverCode: "denied", requestId: "r-1" },
    ],
    [
      "half a configuration",
      (kernel) => new kernel.ConfigurationError("INCOMPLETE_CONFIGURATION", "VAULT_TOKEN is missing."),
      "ConfigurationError",
      { code: "INCOMPLETE_CONFIGURATION", retryable: false },
    ],
    [
      "throttling",
      (kernel) => kernel.statusError(contextOf(kernel), "Vault", replyWith(429), { retryAfterMs: 5_000 }),
      "UnavailableError",
      { code: "UPSTREAM_THROTTLED", retryable: true, retryAfterMs: 5_000 },
    ],
    [
      "an answer that cannot be read",
      (kernel) => new kernel.InvalidAnswerError("RESPONSE_MALFORMED", "No JSON."),
      "InvalidAnswerError",
      { code: "RESPONSE_MALFORMED", retryable: true },
    ],
    [
      "a missing file",
      (kernel) => new kernel.ConfigurationError("FILE_UNREADABLE", "No file."),
      "ConfigurationError",
      { code: "FILE_UNREADABLE", retryable: false },
    ],
    [
      "a code of its own",
      (kernel) => new kernel.UnavailableError("VAULT_SEALED", "The vault is sealed."),
      "UnavailableError",
      { code: "VAULT_SEALED", retryable: true },
    ],
  ])("%s keeps code, class and details, thrown or answered", async (_, make, className, details) => {
    const answers: ours.CredentialSource["resolve"][] = [
      () => Promise.reject(make(plugin)),
      async () => plugin.failed(make(plugin)),
    ];
    for (const answer of answers) {
      const error = await rejection(resolverOf(answer).get());
      expect(error).toMatchObject({ ...details, source: "vault", message: make(plugin).message });
      expect(error).toBeInstanceOf(app[className]);
      expect(error).toBeInstanceOf(app.AlicredError);
      for (const other of ["RefusedError", "UnavailableError", "InvalidAnswerError"] as const)
        if (other !== className) expect(error).not.toBeInstanceOf(app[other]);
    }
  });

  it("incomplete credentials are called so", async () => {
    const error = await rejection(
      resolverOf(async () => plugin.found({ ...KEY, accessKeySecret: "" })).get(),
    );
    expect(error).toMatchObject({ code: "CREDENTIALS_INCOMPLETE", source: "vault" });
  });

  it("not configured is no failure", async () => {
    const error = await rejection(resolverOf(async () => plugin.notConfigured("variable VAULT_TOKEN")).get());
    expect(error).toBeInstanceOf(app.NotConfiguredError);
    expect(error.message).toContain("looked for variable VAULT_TOKEN");
  });

  it("what a factory throws is an error of either", () => {
    const schema = plugin.schemaOf({ role: plugin.nonEmptyString }, ["role"]);
    expect(() => plugin.parseOptions(schema, {}, "vault")).toThrow(app.ConfigurationError);
    expect(() => app.parseOptions(schema, {}, "vault")).toThrow(plugin.ConfigurationError);
  });

  it("a resolver of one is a source of the other", async () => {
    const inner = plugin.refreshing(
      { name: "vault", resolve: async () => plugin.found(KEY) },
      { host: testHost() },
    );
    const resolver = app.refreshing(app.chain([inner]), { host: testHost() });
    expect((await resolver.get()).provenance).toEqual(["chain", "vault"]);
    expect((await resolver.explain()).outcome).toBe("credentials");
  });
});

describe("what a third party derives from the classes", () => {
  class SealedError extends ours.UnavailableError {
    readonly vault = "main";
  }

  it("is known as itself, and as what it was derived from, in both copies", () => {
    const sealed = new SealedError("VAULT_SEALED", "The vault is sealed.");
    for (const ErrorClass of [
      SealedError,
      ours.UnavailableError,
      theirs.UnavailableError,
      theirs.AlicredError,
      Error,
    ])
      expect(sealed).toBeInstanceOf(ErrorClass);
    expect(sealed).not.toBeInstanceOf(theirs.RefusedError);
    const plain = new ours.UnavailableError("VAULT_SEALED", "The vault is sealed.");
    expect(plain).not.toBeInstanceOf(SealedError);
  });

  it.each([undefined, null, 0, "text", {}, new Error("no")])("%s is no error of alicred", (value) => {
    expect(value instanceof ours.AlicredError).toBe(false);
    expect(value instanceof ours.Credentials).toBe(false);
  });
});

it.each<[string, unknown, string]>([
  ["plain credentials", { outcome: "credentials", credentials: KEY }, "Return found(), notConfigured()"],
  ["only the credentials", KEY, "Return found(), notConfigured() or failed() of @alicred/core"],
  ["nothing", undefined, "Return found(), notConfigured() or failed() of @alicred/core"],
  [
    "a text in place of a list",
    { outcome: "not-configured", lookedFor: "x" },
    "Return found(), notConfigured()",
  ],
])("plain JavaScript that answers %s is told what to do", async (_, answer, advice) => {
  const source: ours.CredentialSource = { name: "vault", resolve: async () => answer as ours.Answer };
  const error = await rejection(ours.refreshing(source, { host: testHost() }).get());
  expect(error).toMatchObject({ code: "SOURCE_THREW", retryable: false });
  expect(error.message).toContain(advice);
});

it("what was looked for may be a list", () => {
  expect(ours.notConfigured(["a", "b"])).toEqual(ours.notConfigured("a", "b"));
});

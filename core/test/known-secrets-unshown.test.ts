import { describe, expect, it } from "vitest";
import { plainDiagnostics } from "../src/host/plain-diagnostics.ts";
import {
  ask,
  type CredentialSource,
  chain,
  createContext,
  found,
  type Host,
  refreshing,
} from "../src/mod.ts";
import { renderings } from "./support/canary.ts";
import { fakeSource, throws } from "./support/fake-source.ts";
import { rejection } from "./support/outcome.ts";
import { testHost } from "./support/test-host.ts";

describe("a secret that alicred knows of is shown in no form", () => {
  // Of words: only knowing it helps.
  const SECRET = "correct-horse/battery staple+tea";
  const percent = encodeURIComponent(SECRET);
  const base64 = btoa(SECRET);
  const hex = Array.from(SECRET, (char) => char.charCodeAt(0).toString(16)).join("");

  const forms: [string, (secret: string) => Error][] = [
    ["in a message", (secret) => new Error(`bad token ${secret} given`)],
    ["in JSON", (secret) => new Error(`answered {"token":${JSON.stringify(secret)}}`)],
    ["in markup", (secret) => new Error(`answered <token>${secret}</token>`)],
    ["on a further line", (secret) => new Error(`no\n${secret}\n${secret}`)],
    [
      "in lines that look like frames",
      (secret) => new Error(`no\n    at ${secret} (file.js:1:1)\n    at ${secret}:1:1`),
    ],
    [
      "in lines that look like frames, in a message that was changed",
      (secret) => Object.assign(new Error(`no\n    at ${secret} (file.js:1:1)`), { message: "no" }),
    ],
    [
      "in a cause",
      (secret) => new Error("no", { cause: Object.assign(new Error(secret), { code: secret }) }),
    ],
    ["percent-encoded", () => new Error(`GET /?token=${percent} failed`)],
    ["percent-encoded in an address", () => new Error(`GET https://a.example/${percent} failed`)],
    ["in Base64", () => new Error(`header Basic ${base64} refused`)],
    ["in hexadecimal", () => new Error(`header ${hex} refused`)],
    ["as a name", (secret) => Object.assign(new Error("no"), { name: secret })],
    ["as a thrown text", (secret) => secret as unknown as Error],
  ];

  const ways: [string, Partial<Host>, (host: Host) => unknown][] = [
    ["a variable", { env: () => SECRET }, (host) => host.env?.("TOKEN")],
    [
      "a token file",
      { files: { readText: async () => `${SECRET}\n` } },
      (host) => host.files?.readText("f", 99),
    ],
  ];

  describe.each(ways)("read from %s", (_, capabilities, read) => {
    it.each(forms)("%s", async (_, makeError) => {
      const source: CredentialSource = {
        name: "vault",
        async resolve({ host }) {
          await read(host);
          throw makeError(SECRET);
        },
      };
      for (const host of [testHost(), { ...testHost(), diagnostics: plainDiagnostics }]) {
        const resolver = refreshing(chain([source]), { host: { ...host, ...capabilities } });
        const error = await rejection(resolver.get());
        expect(error.code).toBe("SOURCE_THREW");
        for (const text of [...renderings(error), ...renderings(await resolver.explain())]) {
          for (const form of [SECRET, "battery staple", percent, base64, hex])
            expect(text).not.toContain(form);
        }
      }
    });
  });

  it("one from a profile in a file", async () => {
    const text = JSON.stringify({ access_key_secret: "plain-words-alone", mode: "AK" });
    const source: CredentialSource = {
      name: "vault",
      async resolve({ host }) {
        await host.files?.readText("config.json", 999);
        throw new Error("the access_key_secret plain-words-alone is refused");
      },
    };
    const host = { ...testHost(), files: { readText: async () => text } };
    const error = await rejection(refreshing(source, { host }).get());
    expect(error.message).toContain("the access_key_secret [not shown] is refused");
  });

  it("one of credentials that were found before, or are held", async () => {
    const init = { accessKeyId: "LTAIexample", accessKeySecret: "plainsecret", securityToken: "plaintoken" };
    const base = fakeSource(() => found(init), "base");
    const role = fakeSource(async ({ context }) => {
      const answer = await ask(context, base);
      expect(answer.outcome).toBe("credentials");
      throw new Error("cannot sign with plainsecret and plaintoken");
    }, "role");
    const error = await rejection(refreshing(role, { host: testHost() }).get());
    expect(error.message).toContain("cannot sign with [not shown] and [not shown]");

    const source = fakeSource(throws(new Error("refused plaintoken")), "vault");
    const { credentials: held } = found(init);
    const context = createContext({ host: testHost(), signal: new AbortController().signal, held });
    const answer = await ask(context, source);
    expect(answer.outcome === "failed" && answer.error.message).toContain("refused [not shown]");
  });
});

it("a host that a source gets is the same each time", async () => {
  const hosts = new Set<unknown>();
  const source = fakeSource(({ context }) => {
    hosts.add(context.host);
    throw new Error("no");
  });
  const host = testHost();
  const { signal } = new AbortController();
  for (let i = 0; i < 3; i++) await ask(createContext({ host, signal }), chain([source]));
  expect(hosts.size).toBe(1);
});

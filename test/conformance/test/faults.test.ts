// A source that calls a service, as it should be, and the same with one fault planted: the kit finds each of them.
import {
  type Answer,
  type CredentialSource,
  emit,
  found,
  notConfigured,
  RefusedError,
  sendRequest,
  wouldAnswer,
} from "@alicred/core";
import { readCredentials } from "@alicred/plugin-kit";
import { afterEach, expect, test, vi } from "vitest";
import { createTestHost, sourceContract } from "../src/mod.ts";
import { ask, complaints, fakeVault, KEY, type Request, TOKEN, vault } from "./fake-vault.ts";

afterEach(() => {
  vi.restoreAllMocks();
  Reflect.deleteProperty(globalThis, "lastToken");
});

test("the source as it should be has none", async () => {
  expect(await complaints(vault)).toBe("");
});

test("one that answers a dry run without a key has none either", async () => {
  const dry: Request = async (context, token) => (context.explaining ? wouldAnswer() : ask(context, token));
  expect(await complaints(() => vault(dry))).toBe("");
});

let issued = 0;
let kept: Answer | undefined;

function explainedBy(answer: Answer): () => CredentialSource {
  return () => vault(async (context, token) => (context.explaining ? answer : ask(context, token)));
}

const faults: [what: string, source: () => CredentialSource, complaint: string][] = [
  [
    "a secret in the origin of a part",
    () =>
      vault((context, token) => {
        context.supplied("token", `the value ${token}`);
        return ask(context, token);
      }),
    "a planted secret shows in the answer, error or trace",
  ],
  [
    "a secret in a warning",
    () =>
      vault((context, token) => {
        context.warn(`old token ${token}`);
        return ask(context, token);
      }),
    "a planted secret shows in the answer, error or trace",
  ],
  [
    "a secret in the error of a refusal",
    () =>
      vault(async (context, token) => {
        const reply = await context.host.fetch("https://vault.example/", {
          method: "GET",
          headers: { "x-vault-token": token },
          redirect: "manual",
          signal: context.signal,
        });
        if (reply.status === 403)
          throw new RefusedError("UPSTREAM_REFUSED", `Vault refused the token ${token}.`);
        return ask(context, token);
      }),
    "echoes everything: a planted secret shows in the answer, error or trace",
  ],
  [
    "the body of a reply in an error",
    () =>
      vault(async (context, token) => {
        const reply = await sendRequest(context, () => ({
          method: "GET",
          url: "https://vault.example/",
          headers: { "x-vault-token": token },
        }));
        if (reply.status !== 200) throw new RefusedError("UPSTREAM_REFUSED", `Vault said ${reply.text}.`);
        return ask(context, token);
      }),
    "echoes everything: a planted secret shows in the answer, error or trace",
  ],
  [
    "a secret in the provenance",
    () =>
      vault(async (context, token) => {
        const answer = await ask(context, token);
        if (answer.outcome !== "credentials") return answer;
        const { accessKeyId, accessKeySecret } = answer.credentials;
        return found({ accessKeyId, accessKeySecret, provenance: [token] });
      }),
    "a planted secret shows in the answer, error or trace",
  ],
  [
    "a secret in an event",
    () =>
      vault((context, token) => {
        emit(context.onEvent, { type: "attempt", source: token });
        return ask(context, token);
      }),
    "a planted secret shows in an event",
  ],
  [
    "a wrong secret beside the key",
    () => vault(async () => found({ accessKeyId: KEY.AccessKeyId, accessKeySecret: "of-another" })),
    "accessKeySecret is not the one that was expected",
  ],
  [
    "a reply that is not JSON, thrown as it is",
    () =>
      vault(async (context, token) => {
        const { text } = await sendRequest(context, () => ({
          method: "GET",
          url: "https://vault.example/",
          headers: { "x-vault-token": token },
        }));
        return found(readCredentials(JSON.parse(text).data, { what: "Vault", temporary: false }));
      }),
    "a page of HTML: the source threw no AlicredError",
  ],
  [
    "a pause that is lost",
    () =>
      vault(async (context, token) => {
        const { status } = await sendRequest(context, () => ({
          method: "GET",
          url: "https://vault.example/",
          headers: { "x-vault-token": token },
        }));
        if (status !== 200) throw new RefusedError("UPSTREAM_REFUSED", "Vault refused.");
        return ask(context, token);
      }),
    "does not keep Retry-After",
  ],
  [
    "a failure that is swallowed",
    () =>
      vault((context, token) =>
        ask(context, token).catch(() => found({ accessKeyId: "a", accessKeySecret: "b" })),
      ),
    "it answered with credentials anyway",
  ],
  [
    "a signal that is ignored",
    () =>
      vault(async (context, token) => {
        await context.host.fetch("https://vault.example/", {
          method: "GET",
          headers: { "x-vault-token": token },
          redirect: "manual",
          signal: new AbortController().signal,
        });
        return ask(context, token);
      }),
    "while its upstream hangs: the source did not answer",
  ],
  [
    "console.log",
    () =>
      vault((context, token) => {
        console.log("token", token);
        return ask(context, token);
      }),
    "uses console.log",
  ],
  [
    "the global fetch",
    () =>
      vault(async (context, token) => {
        await fetch("data:,x");
        return ask(context, token);
      }),
    "uses fetch",
  ],
  [
    "the global clock",
    () =>
      vault((context, token) => {
        context.supplied("time", String(Date.now() > 0));
        return ask(context, token);
      }),
    "uses Date.now",
  ],
  [
    "a global of its own",
    () =>
      vault((context, token) => {
        Reflect.set(globalThis, "lastToken", token);
        return ask(context, token);
      }),
    "uses globalThis.lastToken",
  ],
  [
    "a cache of its own that still looks at its variable",
    () => {
      kept = undefined;
      return vault(async (context, token) => {
        kept ??= await ask(context, token);
        return kept;
      });
    },
    "the source sent no request the second time",
  ],
  [
    "a cache for calls with an input",
    () => {
      kept = undefined;
      return vault(async (context, token) => {
        if (context.input === undefined) return ask(context, token);
        context.concerns("every-call");
        kept ??= await ask(context, token);
        return kept;
      });
    },
    "no request for a call with another input",
  ],
  [
    "a timer that it leaves behind",
    () =>
      vault((context, token) => {
        setTimeout(() => undefined, 1);
        return ask(context, token);
      }),
    "uses setTimeout",
  ],
  ["a dry run that is not configured", explainedBy(notConfigured("VAULT")), "a dry run is not-configured"],
  [
    "another key in a dry run",
    explainedBy(found({ accessKeyId: "LTAIother", accessKeySecret: "x" })),
    "a dry run answers with another key",
  ],
  [
    "a request that changes something in a dry run",
    () =>
      vault(async (context, token) => {
        await sendRequest(context, () => ({
          method: "PUT",
          url: "https://vault.example/lease",
          headers: { "x-vault-token": token },
        }));
        return ask(context, token);
      }),
    "a dry run changes something: PUT https://vault.example",
  ],
  [
    "a key made in each dry run",
    () =>
      vault(async (context, token) => {
        await ask(context, token);
        issued += 1;
        return found({ accessKeyId: `LTAIissued${issued}`, accessKeySecret: "x" });
      }),
    "a dry run makes a key each time",
  ],
  ["a name that is not kebab-case", () => vault(ask, { name: "My Vault!" }), "its name is not kebab-case"],
  [
    "nothing that it looked for",
    () => vault(ask, { resolve: async () => ({ outcome: "not-configured", lookedFor: [] }) }),
    "does not say what the source looked for",
  ],
];

test.each(faults)("a source with %s is found out", async (_, source, complaint) => {
  vi.spyOn(console, "log").mockImplementation(() => undefined);
  expect(await complaints(source)).toContain(complaint);
});

test("a check that does not apply is named with its reason, and must exist", async () => {
  const host = createTestHost({ env: { VAULT_TOKEN: TOKEN }, fetch: fakeVault });
  const cases = { complete: () => ({ source: vault(ask, { name: "My Vault!" }), host }), secrets: [TOKEN] };
  const checks = sourceContract({
    ...cases,
    except: { "has a kebab-case name": "it is older than the rule" },
  });
  for (const { run } of checks) await run();
  expect(() => sourceContract({ ...cases, except: { "has any name": "no" } })).toThrow("no check is named");
});

// How a source behaves beside what it answers: each of these faults, planted in a source as it should be, is found.
import {
  type Answer,
  type CredentialSource,
  found,
  notConfigured,
  sendRequest,
  wouldAnswer,
} from "@alicred/core";
import { expect, test } from "vitest";
import { ask, complaints, vault } from "./fake-vault.ts";

let issued = 0;

const faults: [what: string, source: () => CredentialSource, complaint: string][] = [
  [
    "a refusal that it takes for nothing configured",
    () =>
      vault((context, token) =>
        ask(context, token).catch(() => notConfigured("environment variable VAULT_TOKEN")),
      ),
    "refuses with 403 and echoes everything: it answered not-configured",
  ],
  [
    "a dry run that would answer with nothing configured",
    () => {
      const inner = vault();
      return {
        ...inner,
        resolve: async (context) => (context.explaining ? wouldAnswer() : inner.resolve(context)),
      };
    },
    "a dry run answers would-answer",
  ],
  [
    "requests that it repeats by itself",
    () =>
      vault(async (context, token) => {
        let answer: Answer | undefined;
        for (let attempt = 1; answer === undefined; attempt += 1)
          answer = await ask(context, token).catch((error) => {
            if (attempt === 9) throw error;
            return undefined;
          });
        return answer;
      }),
    "it sent 8 more requests after that",
  ],
  [
    "redirects that it follows",
    () =>
      vault(async (context, token) => {
        const headers = { "x-vault-token": token };
        const follow = { method: "GET", headers, signal: context.signal, redirect: "follow" };
        await context.host.fetch("https://vault.example/", follow as never);
        return ask(context, token);
      }),
    "follows redirects",
  ],
  [
    "a secret in the address of a request",
    () =>
      vault(async (context, token) => {
        await sendRequest(context, () => ({
          method: "GET",
          url: `https://vault.example/?token=${token}`,
          headers: { "x-vault-token": token },
        }));
        return ask(context, token);
      }),
    "a planted secret shows in the address of a request",
  ],
  [
    "a close that sends with the signal of its resolver",
    () => {
      let end: () => unknown = () => undefined;
      return vault(
        (context, token) => {
          end = () =>
            sendRequest(context, () => ({
              method: "PUT",
              url: "https://vault.example/revoke",
              headers: { "x-vault-token": token },
            }));
          return ask(context, token);
        },
        { close: () => end() },
      );
    },
    "close fails with Error: the resolver was closed",
  ],
  [
    "a key that it hands out again after a service rejected it",
    () =>
      vault(async (context, token) => {
        await ask(context, token);
        issued += 1;
        return found(context.held ?? { accessKeyId: `LTAIissued${issued}`, accessKeySecret: "x" });
      }),
    "answers with the key that a service rejected",
  ],
  [
    "random bytes of the runtime",
    () =>
      vault((context, token) => {
        context.supplied("nonce", String(crypto.randomUUID().length));
        return ask(context, token);
      }),
    "uses crypto.randomUUID",
  ],
  [
    "a date of the runtime",
    () =>
      vault((context, token) => {
        context.supplied("time", new Date().toISOString());
        return ask(context, token);
      }),
    "uses new Date",
  ],
  [
    "a variable of the runtime",
    () =>
      vault((context, token) => {
        context.supplied("proxy", String(process.env["VAULT_NAMESPACE"] === undefined));
        return ask(context, token);
      }),
    "uses process.env",
  ],
];

test.each(faults)("a source with %s is found out", async (_, source, complaint) => {
  expect(await complaints(source)).toContain(complaint);
});

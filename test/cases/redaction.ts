import { type CredentialSource, Credentials, chain, type ResolverEvent, refreshing } from "@alicred/core";
import type { RuntimeCase } from "./case.ts";

const SECRET = "canary-secret-4b1d";
const TOKEN = "canary-token-77aa";
const credentials = new Credentials({
  accessKeyId: "LTAIexample",
  accessKeySecret: SECRET,
  securityToken: TOKEN,
});
const source: CredentialSource = {
  name: "leaky",
  resolve: async () => ({ outcome: "credentials", credentials }),
};

const foreign: CredentialSource = {
  name: "foreign",
  resolve: () => Promise.reject(new Error(`the key is ${SECRET}`, { cause: TOKEN })),
};

const both = chain([foreign, source], { name: "both", onFailed: "continue" });

/** Nothing that alicred hands out shows a secret, by any means that the runtime has for showing things. */
export const redactionCases: readonly RuntimeCase[] = [
  {
    name: "redaction: reading the fields gives the secret and the token",
    async run(t) {
      t.equal(credentials.accessKeySecret, SECRET);
      t.equal(credentials.securityToken, TOKEN);
      t.ok(Object.isFrozen(credentials), "frozen");
    },
  },
  {
    name: "redaction: strings, JSON, keys, spreads and clones show neither",
    async run(t) {
      const shown = [
        String(credentials),
        `${credentials}`,
        JSON.stringify({ credentials }),
        JSON.stringify({ ...credentials }),
        JSON.stringify(Object.entries(credentials)),
        JSON.stringify(structuredClone({ ...credentials })),
      ];
      for (const text of shown) t.ok(!/canary/.test(text), text);
      t.ok(shown[2]?.includes("LTAIexample"), "JSON shows what is no secret");
    },
  },
  {
    name: "redaction: the runtime's own inspection shows neither, of credentials, resolvers, events, traces and errors",
    async run(t) {
      const events: ResolverEvent[] = [];
      const policy = { host: t.host, onEvent: (event: ResolverEvent) => void events.push(event) };
      const resolver = refreshing(both, policy);
      await resolver.get();
      const trace = await resolver.explain();
      t.deepEqual(
        trace.children.map(({ outcome }) => outcome),
        ["failed", "credentials"],
        "the trace has an entry for each source",
      );
      t.ok(events.length > 5, "there are events");
      const failing = refreshing(foreign, policy);
      const error = await t.rejects(failing.get(), "SOURCE_THREW");
      const things = {
        credentials,
        list: [{ credentials }],
        resolver,
        source,
        error,
        events,
        trace,
        "trace of a failure": await failing.explain(),
      };
      for (const inspect of inspectors()) {
        for (const [name, thing] of Object.entries(things)) {
          t.ok(!(thing instanceof Promise), `${name}: an inspection sees nothing of what a promise holds`);
          t.ok(!/canary/.test(inspect(thing)), `an inspection of ${name} shows a secret`);
        }
      }
      t.ok(
        !/canary/.test(`${error.message} ${error.stack} ${JSON.stringify([error, events, trace])}`),
        "a text of the error, the events or the trace shows a secret",
      );
    },
  },
  {
    name: "redaction: those inspections would find a secret that is as deep in a trace, an event or an error",
    async run(t) {
      const trace = await refreshing(both, { host: t.host }).explain();
      const [entry] = trace.children;
      const planted = {
        trace: { ...trace, children: [{ ...entry, leak: SECRET }] },
        hidden: Object.defineProperty({ ...trace }, "leak", { value: TOKEN }),
        events: [{ type: "answer", leak: credentials.accessKeySecret }],
        error: Object.assign(new Error("failed"), { leak: { token: TOKEN } }),
      };
      for (const inspect of inspectors()) {
        for (const [name, thing] of Object.entries(planted))
          t.ok(/canary/.test(inspect(thing)), `an inspection misses a secret that is planted in ${name}`);
      }
    },
  },
];

/** `Deno.inspect`, `Bun.inspect` or `util.inspect`, whichever exist; else a plain deep listing. */
function inspectors(): readonly ((value: unknown) => string)[] {
  const globals = globalThis as {
    Deno?: { inspect(value: unknown, options: unknown): string };
    Bun?: { inspect(value: unknown, options: unknown): string };
    process?: {
      getBuiltinModule?(id: string): { inspect(value: unknown, options: unknown): string } | undefined;
    };
  };
  const deepest = { depth: 12, showHidden: true, getters: true, showProxy: true };
  const util = globals.process?.getBuiltinModule?.("node:util");
  const found = [globals.Deno, globals.Bun, util].flatMap((module) =>
    typeof module?.inspect === "function" ? [(value: unknown) => module.inspect(value, deepest)] : [],
  );
  return [...found, listOwn];
}

function listOwn(value: unknown, depth = 0): string {
  if (typeof value !== "object" || value === null || depth > 6) return String(value);
  return Reflect.ownKeys(value)
    .map(
      (name) => `${String(name)}: ${listOwn(Object.getOwnPropertyDescriptor(value, name)?.value, depth + 1)}`,
    )
    .join("\n");
}

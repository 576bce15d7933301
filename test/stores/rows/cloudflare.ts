import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { Miniflare } from "miniflare";
import type { Command, Trouble } from "../cloudflare-worker.ts";
import type { Got } from "../member.ts";
import { DIFFERENT_CLOCKS, type ProcessMember, type Row, type World } from "../row.ts";

/** A member of the matrix is an isolate of one workerd, and all of them share the objects of the first. */
const ISOLATES = 50;

/** The part of a Worker in Miniflare that is used, whose own types need Cloudflare's. */
interface Isolate {
  fetch(url: string, init: { readonly method: string; readonly body: string }): Promise<Response>;
}

/** The same of a KV namespace. */
interface Copies {
  list(): Promise<{ readonly keys: readonly { readonly name: string }[] }>;
  getWithMetadata(key: string): Promise<unknown>;
}

let bundled: Promise<string> | undefined;

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("../cloudflare-worker.ts", import.meta.url))],
    write: false,
    bundle: true,
    format: "esm",
    platform: "neutral",
    target: "es2022",
    external: ["cloudflare:workers"],
  });
  return outputFiles[0]?.text ?? "";
}

async function start(throughKv: boolean): Promise<World> {
  bundled ??= bundle();
  const common = {
    modules: true,
    script: await bundled,
    compatibilityDate: "2026-04-01",
    kvNamespaces: ["KV"],
  };
  const bound = { className: "TroubledObject", useSQLite: true };
  const names = Array.from({ length: ISOLATES }, (_, index) => `isolate-${index}`);
  const server = new Miniflare({
    cf: false,
    workers: [
      { name: "home", ...common, durableObjects: { SESSIONS: bound } },
      ...names.map((name) => ({
        name,
        ...common,
        durableObjects: { SESSIONS: { ...bound, scriptName: "home" } },
      })),
    ],
  });
  const isolateOf = async (name: string): Promise<Isolate> =>
    (await server.getWorker(name)) as unknown as Isolate;
  const home = await isolateOf("home");
  const free = await Promise.all(names.map(isolateOf));
  const used = new Set<Isolate>();

  async function setTrouble(is: Trouble): Promise<void> {
    await Promise.all([home, ...used].map((isolate) => ask(isolate, { do: "trouble", is })));
  }

  const trouble = (is: Trouble) => async (): Promise<() => Promise<void>> => {
    await setTrouble(is);
    return () => setTrouble("none");
  };

  return {
    skewsMs: DIFFERENT_CLOCKS,
    hasProcesses: true,
    isolates: ISOLATES,
    async member(options): Promise<ProcessMember> {
      const isolate = free.shift();
      if (isolate === undefined) throw new Error(`all ${ISOLATES} isolates are used`);
      used.add(isolate);
      await ask(isolate, { do: "open", options, throughKv });
      const leave = (): void => {
        if (used.delete(isolate)) free.push(isolate);
      };
      return {
        get: async (callers) => (await ask(isolate, { do: "get", callers })) as Got,
        run: async (callers, everyMs, forMs) =>
          (await ask(isolate, { do: "run", callers, everyMs, forMs })) as Got,
        reopen: async (other) => void (await ask(isolate, { do: "open", options: other, throughKv })),
        invalidate: async () => void (await ask(isolate, { do: "invalidate" })),
        kill: () => void ask(isolate, { do: "kill" }).then(leave, leave),
        async close() {
          await ask(isolate, { do: "close" });
          leave();
        },
      };
    },
    down: trouble("down"),
    slow: trouble("slow"),
    async dump() {
      const kv = (await server.getKVNamespace("KV", "home")) as unknown as Copies;
      const { keys } = await kv.list();
      const copies = await Promise.all(keys.map(({ name }) => kv.getWithMetadata(name)));
      return JSON.stringify([await ask(home, { do: "dump" }), keys, copies]);
    },
    close: () => server.dispose(),
  };
}

async function ask(isolate: Isolate, command: Command): Promise<unknown> {
  const reply = await isolate.fetch("http://isolate.test/", {
    method: "POST",
    body: JSON.stringify(command),
  });
  if (!reply.ok) throw new Error(`status ${reply.status}: ${await reply.text()}`);
  return reply.json();
}

export const durableObject: Row = { name: "durable-object", start: () => start(false) };
export const cloudflareKv: Row = { name: "cloudflare-kv", start: () => start(true) };

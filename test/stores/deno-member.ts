// A process in Deno that shares a session, told by lines of JSON what to do: deno run --unstable-kv … PATH
import { existsSync } from "node:fs";
import process from "node:process";
import { createInterface } from "node:readline";
import { denoHost } from "@alicred/core/host/deno";
import { type DenoKv, denoKvStore } from "@alicred/store-deno-kv";
import { createMember, type Member } from "./member.ts";
import type { Command } from "./worker.ts";

/** The part of Deno's own object that is used; its types are not those of this workspace. */
interface DenoGlobal {
  openKv(path: string): Promise<DenoKv>;
}

const { Deno: deno } = globalThis as unknown as { readonly Deno: DenoGlobal };
const host = denoHost({ env: {} });
const path = process.argv[2] ?? "";
const kv = await deno.openKv(path);
let member: Member | undefined;

/** The database, unless a file beside it says that it fails. */
const troubled: DenoKv = {
  get: (key) => checked(() => kv.get(key)),
  watch: (keys) => kv.watch(keys),
  atomic: () => {
    if (existsSync(`${path}.down`)) throw new TypeError("the database is gone");
    return kv.atomic();
  },
};

async function checked<T>(work: () => Promise<T>): Promise<T> {
  if (existsSync(`${path}.slow`)) return new Promise(() => undefined);
  if (existsSync(`${path}.down`)) throw new TypeError("the database is gone");
  return work();
}

for await (const line of createInterface({ input: process.stdin })) {
  const answer = await obey(JSON.parse(line) as Command);
  process.stdout.write(`${JSON.stringify(answer ?? null)}\n`);
}
process.exit(0);

async function obey(command: Command): Promise<unknown> {
  switch (command.do) {
    case "open":
      await member?.close();
      member = createMember(denoKvStore({ kv: troubled }), host, command.options);
      return undefined;
    case "get":
      return member?.get(command.callers);
    case "run":
      return member?.run(command.callers, command.everyMs, command.forMs);
    case "invalidate":
      return member?.invalidate();
  }
}

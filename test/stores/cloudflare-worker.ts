// One Worker of a fleet that shares a session, told by requests what to do; and the home of the objects.
import { waitUntil } from "cloudflare:workers";
import { webHost } from "@alicred/core/host/web";
import type { SessionStore } from "@alicred/shared-cache";
import {
  cloudflareKv,
  durableObjectStore,
  type KvNamespace,
  type ObjectNamespace,
  SessionObject,
} from "@alicred/store-cloudflare";
import { createMember, type Member, type MemberOptions } from "./member.ts";

/** How the objects, and KV, behave. */
export type Trouble = "none" | "down" | "slow";

/** The body of a request. */
export type Command =
  | { readonly do: "open"; readonly options: MemberOptions; readonly throughKv: boolean }
  | { readonly do: "get"; readonly callers: number }
  | { readonly do: "run"; readonly callers: number; readonly everyMs: number; readonly forMs: number }
  | { readonly do: "invalidate" }
  | { readonly do: "close" }
  /** The isolate ends as one does that is evicted: nothing of it is heard any more. */
  | { readonly do: "kill" }
  | { readonly do: "trouble"; readonly is: Trouble }
  /** Asked of the home: all that the objects were told. */
  | { readonly do: "dump" };

interface Bindings {
  readonly SESSIONS: ObjectNamespace;
  readonly KV: KvNamespace;
}

let trouble: Trouble = "none";
const heard: string[] = [];
const never = new Promise<never>(() => undefined);

/** The object of the package, which can be made to fail. All objects are in the isolate of the home. */
export class TroubledObject extends SessionObject {
  override async fetch(request: Request): Promise<Response> {
    heard.push(await request.clone().text());
    if (trouble === "down") return new Response("overloaded", { status: 503 });
    while (trouble === "slow") await new Promise((resolve) => setTimeout(resolve, 50));
    return super.fetch(request);
  }
}

/** Longer than a cell of the matrix needs for its second look. */
const KV_DELAY_MS = 5_000;

/** KV as it is far from where it was written: for a while each key stays as it was at the first look. */
function distant(kv: KvNamespace): KvNamespace {
  type Reply = Awaited<ReturnType<KvNamespace["getWithMetadata"]>>;
  const looks = new Map<string, { readonly untilMs: number; readonly reply: Reply }>();
  const checked = async <T>(work: () => Promise<T>): Promise<T> => {
    if (trouble === "slow") return never;
    if (trouble === "down") throw new Error("KV is down");
    return work();
  };
  return {
    getWithMetadata: (key) =>
      checked(async () => {
        const look = looks.get(key);
        if (look && look.untilMs > Date.now()) return look.reply;
        const reply = await kv.getWithMetadata(key);
        looks.set(key, { untilMs: Date.now() + KV_DELAY_MS, reply });
        return reply;
      }),
    put: (key, value, options) => checked(() => kv.put(key, value, options)),
    delete: (key) => checked(() => kv.delete(key)),
  };
}

let member: Member | undefined;
let life = { isOver: false };

function open({ SESSIONS, KV }: Bindings, options: MemberOptions, throughKv: boolean): void {
  const own = { isOver: false };
  life = own;
  const alive = async <T>(work: () => Promise<T>): Promise<T> => {
    const result = own.isOver ? await never : await work();
    return own.isOver ? never : result;
  };
  const object = durableObjectStore({ namespace: SESSIONS });
  const store = throughKv ? cloudflareKv({ namespace: distant(KV), store: object }) : object;
  const { wait } = store;
  const gated: SessionStore = {
    name: store.name,
    read: (...call) => alive(() => store.read(...call)),
    lease: (...call) => alive(() => store.lease(...call)),
    write: (...call) => alive(() => store.write(...call)),
    release: (...call) => alive(() => store.release(...call)),
    remove: (...call) => alive(() => store.remove(...call)),
    wait: wait && ((...call) => alive(() => wait(...call))),
  };
  const host = webHost({ waitUntil, fetch: (url, init) => alive(() => fetch(url, init)) });
  member = createMember(gated, host, options);
}

async function obey(command: Command, bindings: Bindings): Promise<unknown> {
  switch (command.do) {
    case "open":
      return open(bindings, command.options, command.throughKv);
    case "get":
      return member?.get(command.callers);
    case "run":
      return member?.run(command.callers, command.everyMs, command.forMs);
    case "invalidate":
      return member?.invalidate();
    case "close":
      return member?.close();
    case "kill":
      life.isOver = true;
      return undefined;
    case "trouble":
      trouble = command.is;
      return undefined;
    case "dump":
      return heard;
  }
}

export default {
  async fetch(request: Request, bindings: Bindings): Promise<Response> {
    return Response.json((await obey(await request.json(), bindings)) ?? null);
  },
};

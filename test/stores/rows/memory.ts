import { nodeHost } from "@alicred/core/host/node";
import { memoryStore, type SessionStore } from "@alicred/shared-cache";
import { createMember } from "../member.ts";
import { DIFFERENT_CLOCKS, type Row } from "../row.ts";

/** The members are in this process: each has a resolver and a cache of its own. */
export const memory: Row = {
  name: "memory",
  async start() {
    const inner = memoryStore();
    const heard: unknown[] = [];
    let state: "up" | "down" | "slow" = "up";
    const until = async (next: typeof state): Promise<() => Promise<void>> => {
      state = next;
      return async () => {
        state = "up";
      };
    };

    /** The store as one process sees it: nothing of what a dead one does arrives. */
    function seenBy(process: { isDead: boolean }): SessionStore {
      const passing =
        <Args extends readonly unknown[], Result>(method: (...args: Args) => Promise<Result>) =>
        (...args: Args): Promise<Result> => {
          heard.push(args.slice(0, -1));
          if (state === "down") return Promise.reject(new Error("down"));
          return state === "slow" || process.isDead ? new Promise(() => undefined) : method(...args);
        };
      const { name, read, lease, write, release, remove, wait } = inner;
      return {
        name,
        read: passing(read),
        lease: passing(lease),
        write: passing(write),
        release: passing(release),
        remove: passing(remove),
        wait: wait && passing(wait),
      };
    }

    return {
      skewsMs: DIFFERENT_CLOCKS,
      hasProcesses: false,
      client: memoryStore,
      async member(options) {
        const self = { isDead: false };
        const store = seenBy(self);
        let member = createMember(store, nodeHost({ env: {} }), options);
        return {
          get: (callers) => member.get(callers),
          run: (...args) => member.run(...args),
          invalidate: () => member.invalidate(),
          close: () => member.close(),
          async reopen(other) {
            await member.close();
            member = createMember(store, nodeHost({ env: {} }), other);
          },
          kill() {
            self.isDead = true;
            void member.close();
          },
        };
      },
      down: () => until("down"),
      slow: () => until("slow"),
      dump: async () => JSON.stringify(heard),
      close: async () => undefined,
    };
  },
};

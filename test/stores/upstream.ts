import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { partsOf } from "./parts.ts";

/** A service that issues sessions, and remembers each. */
export interface Upstream {
  /** A role of its own, whose sessions live for so long. */
  role(name: string, settings: RoleSettings): Role;
  close(): void;
}

export interface RoleSettings {
  readonly lifeMs: number;
  /** How long a call takes. */
  readonly delayMs: number;
}

export interface Role {
  readonly url: string;
  /** When each call came, in epoch milliseconds. */
  readonly calls: readonly number[];
  /** From now on. */
  set(settings: Partial<RoleSettings>): void;
  /** When the session with this key ends, in epoch milliseconds. */
  endOf(accessKeyId: string): number;
  /** Settles at the next call. */
  nextCall(): Promise<void>;
}

export async function startUpstream(): Promise<Upstream> {
  const roles = new Map<string, (response: ServerResponse) => void>();
  const server = createServer((request, response) => {
    const answer = roles.get(request.url ?? "");
    if (answer) answer(response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    close() {
      server.close();
      server.closeAllConnections();
    },
    role(name, initial) {
      let settings = initial;
      const calls: number[] = [];
      const ends = new Map<string, number>();
      let waiting: (() => void)[] = [];
      roles.set(`/${name}`, (response) => {
        const parts = partsOf(`${name}-${calls.push(Date.now())}`);
        for (const wake of waiting) wake();
        waiting = [];
        setTimeout(() => {
          const endMs = Date.now() + settings.lifeMs;
          ends.set(parts.accessKeyId, endMs);
          response.setHeader("content-type", "application/json");
          response.end(JSON.stringify({ ...parts, expiration: new Date(endMs).toISOString() }));
        }, settings.delayMs);
      });
      return {
        url: `${origin}/${name}`,
        calls,
        set(changes) {
          settings = { ...settings, ...changes };
        },
        endOf: (accessKeyId) => ends.get(accessKeyId) ?? 0,
        nextCall: () => new Promise<void>((resolve) => waiting.push(resolve)),
      };
    },
  };
}

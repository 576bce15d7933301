import { type CredentialSource, found, type Resolver, refreshing } from "@alicred/core";
import { webHost } from "@alicred/core/host/web";
import { memoryStore, type SessionStore, sharedCache } from "@alicred/shared-cache";
import type { RuntimeCase } from "./case.ts";

const HOUR_MS = 3_600_000;
const PROCESSES = 20;

/** 32 bytes in Base64. */
const keyOf = (byte: number): string => btoa(String.fromCharCode(byte).repeat(32));

interface Issuer extends CredentialSource {
  calls: number;
}

function issuer(): Issuer {
  const source: Issuer = {
    name: "issuer",
    calls: 0,
    async resolve({ host }) {
      const number = ++source.calls;
      await host.clock.sleep(20);
      const expiration = host.clock.now() + HOUR_MS;
      return found({
        accessKeyId: `STS.${number}`,
        accessKeySecret: `secret-${number}`,
        securityToken: `token-${number}`,
        expiration,
      });
    },
  };
  return source;
}

function process(source: CredentialSource, store: SessionStore, key: string): Resolver {
  return refreshing(sharedCache({ source, store, id: "case", key }), { host: webHost() });
}

/** A cache that many processes share, with the runtime's own encryption and timers. */
export const sharedCacheCases: readonly RuntimeCase[] = [
  {
    name: "shared cache: of many processes one asks, also where they have to look again and again",
    async run(t) {
      for (const store of [memoryStore(), { ...memoryStore(), wait: undefined }]) {
        const source = issuer();
        const all = Array.from({ length: PROCESSES }, () => process(source, store, keyOf(1)).get());
        const keys = new Set((await Promise.all(all)).map(({ accessKeyId }) => accessKeyId));
        t.deepEqual([...keys], ["STS.1"]);
        t.equal(source.calls, 1);
      }
    },
  },
  {
    name: "shared cache: a session can be read with its key alone",
    async run(t) {
      const values: string[] = [];
      const inner = memoryStore();
      const write: SessionStore["write"] = (id, fence, value, ...rest) => {
        values.push(value);
        return inner.write(id, fence, value, ...rest);
      };
      const store = { ...inner, write };
      const source = issuer();
      const answers = [];
      for (const byte of [1, 2, 1]) answers.push(await process(source, store, keyOf(byte)).get());
      t.deepEqual(
        answers.map(({ accessKeySecret }) => accessKeySecret),
        ["secret-1", "secret-2", "secret-1"],
      );
      t.equal(values.length, 1);
      for (const value of values) t.ok(/^alicred1\.[\da-f]{8}\.[\w+/]+=*$/.test(value), "encrypted");
    },
  },
];

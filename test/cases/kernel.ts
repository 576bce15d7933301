import { type CredentialSource, chain, found, type Host, notConfigured, refreshing } from "@alicred/core";
import { diagnostics } from "@alicred/core/diagnostics";
import { webHost } from "@alicred/core/host/web";
import { createVirtualClock, type VirtualClock } from "@alicred/simulators";
import type { RuntimeCase } from "./case.ts";

const HOUR_MS = 3_600_000;

interface Bench {
  readonly clock: VirtualClock;
  readonly host: Host;
  /** Answers with a new key that lives an hour, after 100 ms, and counts. */
  readonly source: CredentialSource & { calls: number };
}

function bench(requestScoped = false): Bench {
  const clock = createVirtualClock();
  const host = webHost({ clock, requestScoped });
  const source = {
    name: "hourly",
    calls: 0,
    async resolve() {
      const accessKeyId = `STS.${++source.calls}`;
      await clock.sleep(100);
      return found({ accessKeyId, accessKeySecret: "s", expiration: clock.now() + HOUR_MS });
    },
  };
  return { clock, host, source };
}

/** The kernel's main promises, on a virtual clock, in the runtime's own event loop. */
export const kernelCases: readonly RuntimeCase[] = [
  {
    name: "kernel: many cold callers make one upstream call, also where they share no promise",
    async run(t) {
      for (const requestScoped of [false, true]) {
        const callerCount = requestScoped ? 20 : 1_000;
        const { clock, host, source } = bench(requestScoped);
        const resolver = refreshing(source, { host });
        const callers = Array.from({ length: callerCount }, () => resolver.get());
        await clock.advance(200);
        t.deepEqual(
          [...new Set((await Promise.all(callers)).map(({ accessKeyId }) => accessKeyId))],
          ["STS.1"],
        );
        t.equal(source.calls, 1);
      }
    },
  },
  {
    name: "kernel: a day of hourly sessions is never served expired and refreshes once per cycle",
    async run(t) {
      const { clock, host, source } = bench();
      const resolver = refreshing(source, { host });
      const seen = new Set<string>();
      for (let minute = 0; minute < 24 * 60; minute += 5) {
        const pending = resolver.get();
        await clock.advance(200);
        const { accessKeyId, expiresAtMs = 0 } = await pending;
        t.ok(expiresAtMs > clock.now(), `${accessKeyId} is still valid at minute ${minute}`);
        seen.add(accessKeyId);
        await clock.advance(5 * 60_000 - 200);
      }
      t.ok(source.calls <= 32, `${source.calls} calls, at most one per 45 minutes`);
      t.ok(seen.size >= 24, `${seen.size} sessions seen`);
    },
  },
  {
    name: "kernel: an upstream that never answers costs an error in time, and a valid key is served meanwhile",
    async run(t) {
      const { clock, host, source } = bench();
      let hangs = false;
      const hanging: CredentialSource = {
        name: "hanging",
        resolve: (context) => (hangs ? new Promise(() => undefined) : source.resolve(context)),
      };
      const resolver = refreshing(hanging, { host });
      const first = resolver.get();
      await clock.advance(200);
      await first;
      hangs = true;
      await clock.advance(50 * 60_000);
      t.equal((await resolver.get()).accessKeyId, "STS.1", "served while valid");
      await clock.advance("1h");
      const late = t.rejects(resolver.get(), "UPSTREAM_TIMEOUT");
      await clock.advance("1m");
      await late;
    },
  },
  {
    name: "kernel: one caller's abort leaves the others their refresh",
    async run(t) {
      for (const requestScoped of [false, true]) {
        const { clock, host, source } = bench(requestScoped);
        const resolver = refreshing(source, { host });
        const controller = new AbortController();
        const leaving = resolver.get({ signal: controller.signal }).catch((reason: unknown) => reason);
        const staying = resolver.get();
        controller.abort(new Error("left"));
        await clock.advance(200);
        t.equal(((await leaving) as Error).message, "left");
        t.equal((await staying).accessKeyId, "STS.1");
      }
    },
  },
  {
    name: "kernel: a chain continues after not configured, stops after failed, and lists the answers in order",
    async run(t) {
      const { host } = bench();
      const absent: CredentialSource = {
        name: "absent",
        resolve: async () => notConfigured("variable ABSENT"),
      };
      const broken: CredentialSource = { name: "broken", resolve: () => Promise.reject(new TypeError("x")) };
      const good: CredentialSource = {
        name: "good",
        resolve: async () => found({ accessKeyId: "LTAIgood", accessKeySecret: "s" }),
      };
      const { accessKeyId, provenance } = await refreshing(chain([absent, good]), { host }).get();
      t.equal(accessKeyId, "LTAIgood");
      t.deepEqual(provenance, ["chain", "good"]);
      const error = await t.rejects(
        refreshing(chain([absent, broken, good]), { host }).get(),
        "SOURCE_THREW",
      );
      t.deepEqual(
        (error as unknown as { answers: { source: string }[] }).answers.map(({ source }) => source),
        ["absent", "broken"],
      );
    },
  },
  {
    name: "kernel: an error of a function of the program's own has its name, code and frames, and with diagnostics its message",
    async run(t) {
      async function fetchIdentityToken(): Promise<never> {
        await undefined;
        const cause = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
        throw new TypeError("the identity service is down", { cause });
      }
      const source: CredentialSource = { name: "platform", resolve: fetchIdentityToken };
      const thrownBy = async (host: Host): Promise<Error> => {
        const error: unknown = await t.rejects(refreshing(source, { host }).get(), "SOURCE_THREW");
        return error as Error;
      };
      const bare = await thrownBy(webHost());
      t.ok(bare.message.startsWith("platform threw TypeError ECONNREFUSED. "), bare.message);
      t.ok(bare.stack?.includes("fetchIdentityToken"), "the stack names the function");
      const told = await thrownBy(webHost({ diagnostics }));
      const expected = "platform threw TypeError ECONNREFUSED: the identity service is down. ";
      t.ok(told.message.startsWith(expected), told.message);
      t.ok(told.stack?.includes("fetchIdentityToken"), "the stack names the function");
    },
  },
];

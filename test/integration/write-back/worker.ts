// One process of the write-back tests. It is bundled and run by plain node: `node worker.cjs TASK FILE …`.
import { setTimeout as pause } from "node:timers/promises";
import { type Resolver, refreshing } from "@alicred/core";
import { nodeHost } from "@alicred/core/host/node";
import { externalMode } from "@alicred/external";
import { withFileStore } from "@alicred/file-store";
import { oauthMode } from "@alicred/oauth";
import type { ProfileMode } from "@alicred/plugin-kit";
import { sharedConfig } from "@alicred/shared-config";

// A clock that is wrong by so much, for everything in this process.
const skewMs = Number(process.env["SKEW_MS"] ?? 0);
if (skewMs !== 0) {
  const now = Date.now;
  Date.now = () => now() + skewMs;
}

const [task = "", configFile = "", profile = "", count = "1"] = process.argv.slice(2);
const host = withFileStore(nodeHost(), { lockTimeoutMs: 60_000 });

function resolver(modes: readonly ProfileMode[]): Resolver {
  const source = sharedConfig({ configFile, profile, modes });
  return refreshing(source, {
    host,
    refreshTimeoutMs: 60_000,
    onEvent(event) {
      if (event.type === "not-saved") process.exitCode = 3;
    },
  });
}

/** Adds 1 to the profile so many times, and says each time when it is done. */
async function countUp(times: number, heldMs = 0): Promise<void> {
  for (let time = 0; time < times; time++) {
    let value = 0;
    await host.files?.updateJson?.(
      configFile,
      async (text) => {
        const { profiles } = JSON.parse(text);
        value = profiles[0].count + 1;
        if (heldMs > 0) await pause(heldMs);
        return [
          { path: ["profiles", 0, "count"], value },
          { path: ["profiles", 0, "twin"], value },
        ];
      },
      { maxBytes: 1_000_000 },
    );
    process.stdout.write(`${value}\n`);
  }
}

const tasks: Readonly<Record<string, () => Promise<void>>> = {
  async external() {
    const { accessKeyId } = await resolver([externalMode]).get();
    process.stdout.write(accessKeyId);
  },
  async oauth() {
    // Two resolvers, so that callers meet within the process too.
    const resolvers = [resolver([oauthMode]), resolver([oauthMode])];
    const callers = Array.from({ length: Number(count) }, (_, index) => resolvers[index % 2]?.get());
    const keys = new Set((await Promise.all(callers)).map((credentials) => credentials?.accessKeyId));
    process.stdout.write([...keys].join(" "));
  },
  /** Until the process is killed. */
  count: () => countUp(Number.POSITIVE_INFINITY),
  /** The same, but it is killed while it has the lock, which it keeps after its first update. */
  async hold() {
    await countUp(1);
    const held = async (): Promise<never> => {
      process.stdout.write("held\n");
      await pause(600_000);
      throw new Error("nobody killed this process");
    };
    await host.files?.updateJson?.(configFile, held, { maxBytes: 1_000_000 });
  },
  add: () => countUp(Number(count)),
  /** As a login does, which calls a service under the lock. */
  addSlowly: () => countUp(Number(count), 40),
};

tasks[task]?.().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});

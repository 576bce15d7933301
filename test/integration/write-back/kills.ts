import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { nodeHost } from "@alicred/core/host/node";
import { withFileStore } from "@alicred/file-store";
import { createRandom } from "@alicred/simulators";
import type { Workshop } from "./processes.ts";

export interface KillResult {
  readonly problems: readonly string[];
  /** How often the process died with the lock in its hand. */
  readonly locksLeft: number;
  readonly updates: number;
}

const SEED = "kill -9";
/** The longest life after the first update, in milliseconds: dozens of updates. */
const LONGEST_LIFE_MS = 40;

/**
 * Kills processes and looks at what they leave behind: half of them at any moment of their updates, the others while they
 * have the lock.
 */
export async function kills(workshop: Workshop, runs: number, atOnce: number): Promise<KillResult> {
  const random = createRandom(SEED);
  const lives = Array.from({ length: runs }, () => random.next() * LONGEST_LIFE_MS);
  const problems: string[] = [];
  let locksLeft = 0;
  let updates = 0;
  const recoveries: Promise<void>[] = [];
  const next = lives.entries();
  const lane = async (): Promise<void> => {
    for (const [index, lifeMs] of next) {
      const folder = join(workshop.folder, `kill-${index}`);
      mkdirSync(folder);
      const when = index % 2 === 0 ? lifeMs : "held";
      const { lockLeft, updates: done, recover } = await oneKill(workshop, folder, when);
      if (lockLeft) locksLeft += 1;
      updates += done;
      // A lock that was left behind is watched for a while first: nobody waits for that here.
      recoveries.push(
        recover().then((problem) => {
          if (problem !== undefined) problems.push(`run ${index}: ${problem}`);
        }),
      );
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  await Promise.all(recoveries);
  return { problems, locksLeft, updates };
}

/** When a process is killed: so many milliseconds after its first update, or in the midst of its second. */
type Moment = number | "held";

const OTHERS = { name: "other", unknown: { kept: true } };

async function oneKill(
  workshop: Workshop,
  folder: string,
  when: Moment,
): Promise<{ lockLeft: boolean; updates: number; recover(): Promise<string | undefined> }> {
  const file = join(folder, "config.json");
  const first = { name: "p", count: 0, twin: 0, padding: "x".repeat(2_000) };
  writeFileSync(file, JSON.stringify({ profiles: [first, OTHERS], meta_path: "kept" }, null, 2));
  const said = await killedAt(workshop, file, when);
  const lockLeft = existsSync(`${file}.lock`);
  const look = (least: number): string | undefined => {
    try {
      const { profiles, meta_path } = JSON.parse(readFileSync(file, "utf8"));
      const [{ name, count, twin, padding }, other] = profiles;
      const whole = JSON.stringify([name, padding, other, meta_path]);
      if (whole !== JSON.stringify([first.name, first.padding, OTHERS, "kept"])) return "a field is lost";
      if (count !== twin) return "only half of an update was written";
      return count < least ? `the update ${least} was done, and the file says ${count}` : undefined;
    } catch {
      return "the file does not parse";
    }
  };
  const before = look(said);
  return {
    lockLeft,
    updates: said,
    recover: async () => before ?? (await recover(file)) ?? look(said + 1) ?? leftovers(folder),
  };
}

/** Nothing that holds the file's content may stay: only a folder for a lock that was never taken. */
function leftovers(folder: string): string | undefined {
  const names = readdirSync(folder, { recursive: true }).map(String);
  return names.some((name) => name !== "config.json" && name.endsWith(".json"))
    ? "a copy of the file is left after the recovery"
    : undefined;
}

/** Starts a process that updates the file and kills it; says which update it last called done. */
function killedAt(workshop: Workshop, file: string, when: Moment): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = workshop.start(when === "held" ? "hold" : "count", file);
    const kill = (): boolean => child.kill("SIGKILL");
    let output = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      if (output === "" && when !== "held") setTimeout(kill, when);
      output += chunk;
      if (output.endsWith("held\n")) kill();
    });
    child.on("error", reject);
    child.on("close", () => resolve(Number(/(\d+)\n(?:held\n)?$/.exec(output)?.[1] ?? 0)));
  });
}

/** The next process takes the lock over once it has watched it for long enough, and continues. */
async function recover(file: string): Promise<string | undefined> {
  const { files } = withFileStore(nodeHost({ env: {} }), { lockStaleMs: 2_000 });
  const change = async (text: string) => {
    const count = JSON.parse(text).profiles[0].count + 1;
    return [
      { path: ["profiles", 0, "count"], value: count },
      { path: ["profiles", 0, "twin"], value: count },
    ];
  };
  await files?.updateJson?.(file, change, { maxBytes: 1_000_000 });
  return existsSync(`${file}.lock`) ? "a lock is left after the recovery" : undefined;
}

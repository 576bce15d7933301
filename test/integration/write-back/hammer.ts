import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Workshop } from "./processes.ts";

export interface HammerResult {
  readonly failures: readonly string[];
  readonly reads: number;
  readonly tornReads: number;
  readonly lostUpdates: number;
  /** Whether everything that no process wrote is as it was. */
  readonly intact: boolean;
}

type Profile = Record<string, unknown>;

const WRITTEN = [
  "access_key_id",
  "access_key_secret",
  "sts_token",
  "sts_expiration",
  "process_command_digest",
];

/** Many processes, each with an External profile of its own in one file, all at once, in several rounds. */
export async function hammer(workshop: Workshop, processes: number, rounds: number): Promise<HammerResult> {
  const file = join(workshop.folder, "config.json");
  const output = (index: number): string => join(workshop.folder, `output-${index}.json`);
  const before = {
    current: "p0",
    profiles: Array.from(
      { length: processes },
      (_, index): Profile => ({
        name: `p${index}`,
        mode: "External",
        process_command: `/bin/cat ${output(index)}`,
        of_another_tool: { kept: ["\u00e9", index, null, 1e-7], padding: "x".repeat(400) },
      }),
    ),
    meta_path: "",
  };
  writeFileSync(file, JSON.stringify(before, null, "\t"));

  const failures: string[] = [];
  let lostUpdates = 0;
  const reader = readAgainAndAgain(file);
  for (let round = 0; round < rounds; round++) {
    for (let index = 0; index < processes; index++) writeFileSync(output(index), session(index, round));
    const runs = before.profiles.map(({ name }) =>
      workshop.run("external", file, String(name)).catch((error: Error) => failures.push(error.message)),
    );
    await Promise.all(runs);
    const { profiles } = JSON.parse(readFileSync(file, "utf8")) as typeof before;
    lostUpdates += profiles.filter((profile, index) => profile["access_key_id"] !== key(index, round)).length;
  }
  const { reads, tornReads } = await reader.stop();
  const after = JSON.parse(readFileSync(file, "utf8")) as typeof before;
  for (const profile of after.profiles) for (const field of WRITTEN) delete profile[field];
  // As text, so that the order counts too.
  const intact = JSON.stringify(after) === JSON.stringify(before);
  return { failures, reads, tornReads, lostUpdates, intact };
}

function key(index: number, round: number): string {
  return `STS.p${index}r${round}`;
}

/** A session that is kept, and so near its end that the next round makes another. */
function session(index: number, round: number): string {
  return JSON.stringify({
    mode: "StsToken",
    access_key_id: key(index, round),
    access_key_secret: "secret",
    sts_token: "token",
    expiration: new Date(Date.now() + 50_000).toISOString(),
  });
}

function readAgainAndAgain(file: string): { stop(): Promise<{ reads: number; tornReads: number }> } {
  let going = true;
  let reads = 0;
  let tornReads = 0;
  const run = async (): Promise<void> => {
    while (going) {
      reads += 1;
      try {
        JSON.parse(readFileSync(file, "utf8"));
      } catch {
        tornReads += 1;
      }
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  };
  const running = run();
  return {
    async stop() {
      going = false;
      await running;
      return { reads, tornReads };
    },
  };
}

// From nothing to credentials: whole processes, and a Worker's first reply.
import { median } from "../../cli/src/commands/bench/suite/figures.ts";
import { openFolder } from "../cold-start/folder.ts";
import { filesOpened, type Sample, samplesOf } from "../cold-start/processes.ts";
import { OFFICIAL, startRows } from "../cold-start/rows.ts";
import { workerSamples } from "../cold-start/worker.ts";
import type { Benchmark, Goal } from "../harness/benchmark.ts";
import { figure, type ResultRow, type Spread, spread } from "../harness/result.ts";

const CHAIN = "default chain, key in the environment";
const COMMAND = "the command, a static profile";
/** Fewer rounds say nothing about elapsed times. */
const ENOUGH_ROUNDS = 9;

/** Time over the bare runtime, times that of the official SDK; of quick runs only CPU time, which needs few rounds. */
function timesSdk(
  title: string,
  subject: string,
  row: string,
  atMost: number,
  why?: string,
): readonly Goal[] {
  return (
    [
      ["timesSdk", "elapsed", 2],
      ["timesSdkCpu", "CPU time", 1.4],
    ] as const
  ).map(([name, what, tolerance]) => ({
    title: `${title}: ${what} over bare, times the official SDK`,
    measure: (rows) => figure(rows, subject, name, { case: row }),
    atMost,
    tolerated: atMost * tolerance,
    ...(why !== undefined && { why }),
  }));
}

export const coldStart: Benchmark = {
  name: "cold-start",
  about:
    "Whole processes, from nothing to credentials, of the packed packages: elapsed and CPU time over the bare runtime, in milliseconds, and the files of packages that the process opens, as strace sees them. The row of the bare runtime has its own time. A Worker's first reply counts from the start of workerd.",
  columns: [
    { figure: "wallMs", head: "elapsed ms" },
    { figure: "timesSdk", head: "times the SDK" },
    { figure: "cpuMs", head: "CPU ms" },
    { figure: "timesSdkCpu", head: "times the SDK" },
    { figure: "files", head: "files" },
    { figure: "kb", head: "bundle kB" },
  ],
  chart: {
    title: "Milliseconds from nothing to a key in the environment, over bare Node",
    figure: "wallMs",
    case: CHAIN,
  },
  goals: [
    ...timesSdk("front door, default chain", "front door", CHAIN, 0.6),
    ...timesSdk("scoped packages, default chain", "scoped packages", CHAIN, 1),
    ...timesSdk(
      "front door, static key",
      "front door",
      "static key",
      0.6,
      "Some starts take 20 ms longer than others, those of the bare runtime too, and this is the shortest row: runs of one day found 0.43 to 0.74. By CPU time it is below.",
    ),
    ...timesSdk("scoped packages, static key", "scoped packages", "static key", 1),
    ...timesSdk("front door, AssumeRole", "front door", "AssumeRole", 1),
    ...timesSdk(
      "scoped packages, AssumeRole",
      "scoped packages",
      "AssumeRole",
      1,
      "It opens fourteen files where the front door opens two, and by CPU time it is below. Most of the row is the TLS handshake of both, which varies.",
    ),
    ...timesSdk("front door, credentials URI", "front door", "credentials URI", 1),
    ...timesSdk("scoped packages, credentials URI", "scoped packages", "credentials URI", 1),
    ...timesSdk("alicred resolve", "alicred resolve --json", COMMAND, 1.5),
    ...timesSdk("alicred exec, with the start of its program", "alicred exec -- true", COMMAND, 1.5),
    ...timesSdk("alicred --help", "alicred --help", COMMAND, 1.5),
  ],
  async run({ quick }) {
    const folder = await openFolder(!quick);
    const rounds = quick ? 3 : 21;
    try {
      const rows: ResultRow[] = [];
      for (const row of startRows(folder, quick)) {
        const samples = await samplesOf(folder, row, rounds);
        const of = new Map(row.subjects.map((subject) => [subject.name, samples.get(subject) ?? []]));
        for (const subject of row.subjects) {
          const files = quick ? undefined : await filesOpened(folder, subject, row.env);
          const figures = overBare(of, subject.name, { ...(files !== undefined && { files }) });
          rows.push({ subject: subject.name, kind: subject.kind, group: row.name, case: row.name, figures });
        }
      }
      return quick ? rows : [...rows, ...(await workerRows(folder))];
    } finally {
      await folder.close();
    }
  },
};

async function workerRows(folder: Parameters<typeof workerSamples>[0]): Promise<readonly ResultRow[]> {
  const name = "a Worker's first reply";
  const measured = await workerSamples(folder, 9);
  const of = new Map([...measured].map(([subject, { samples }]) => [subject.name, samples]));
  return [...measured].map(([subject, { bytes }]) => ({
    subject: subject.name,
    kind: subject.kind,
    group: name,
    case: name,
    figures: overBare(of, subject.name, { kb: bytes / 1000 }),
  }));
}

/** The figures of a subject over those of the bare runtime, the first. */
function overBare(
  samples: ReadonlyMap<string, readonly Sample[]>,
  subject: string,
  others: Readonly<Record<string, number>>,
): Readonly<Record<string, Spread>> {
  const [bare = ""] = samples.keys();
  const over = (name: string, part: keyof Sample): readonly number[] => {
    const base = name === bare ? 0 : median((samples.get(bare) ?? []).map((sample) => sample[part]));
    return (samples.get(name) ?? []).map((sample) => sample[part] - base);
  };
  const cpuMs = known(over(subject, "cpuMs"));
  const times = (part: keyof Sample): number =>
    median(known(over(subject, part))) / median(known(over(OFFICIAL, part)));
  const hasEnough = (samples.get(subject) ?? []).length >= ENOUGH_ROUNDS;
  return {
    wallMs: spread(over(subject, "wallMs")),
    ...(cpuMs.length > 0 && { cpuMs: spread(cpuMs) }),
    ...(subject !== bare && hasEnough && { timesSdk: spread([times("wallMs")]) }),
    ...(subject !== bare && cpuMs.length > 0 && { timesSdkCpu: spread([times("cpuMs")]) }),
    ...Object.fromEntries(Object.entries(others).map(([name, value]) => [name, spread([value])])),
  };
}

/** Without those of processes that do not tell. */
function known(values: readonly number[]): readonly number[] {
  return values.filter((value) => !Number.isNaN(value));
}

// Bytes: of bundles, and of installations.
import type { Benchmark, Goal } from "../harness/benchmark.ts";
import { tarballs } from "../harness/packages.ts";
import { figure, type ResultRow, spread } from "../harness/result.ts";
import { bundledBytes, PROGRAMS } from "../size/bundles.ts";
import { installed } from "../size/installed.ts";

/** Sizes only ever shrink without being noticed. */
function ratchet(subject: string, name: string, unit: string, atMost: number): Goal {
  return {
    title: `${subject}: ${unit}`,
    measure: (rows: readonly ResultRow[]) => figure(rows, subject, name),
    atMost,
  };
}

export const size: Benchmark = {
  name: "size",
  about:
    "The bundle of each program, minified by esbuild and gzipped, for Node and for a runtime without Node's modules; and what its package installs, unpacked, without optional dependencies. Empty where a bundler refuses.",
  onlyCounts: true,
  columns: [
    { figure: "edgeKb", head: "edge kB" },
    { figure: "nodeKb", head: "Node kB" },
    { figure: "packages", head: "packages installed" },
    { figure: "installedMb", head: "MB installed" },
  ],
  chart: {
    title: "The bundle of each program for Node, in kB, minified and gzipped",
    figure: "nodeKb",
    case: "",
  },
  goals: [
    ratchet("alicred: refreshing around a source", "edgeKb", "kB of a bundle for the edge", 8.6),
    ratchet("alicred: the front door of the edge", "edgeKb", "kB of a bundle for the edge", 19.2),
    ratchet("alicred: a fetch that signs", "edgeKb", "kB of a bundle for the edge", 6.9),
    ratchet("alicred: refreshing around a source", "packages", "packages installed", 1),
  ],
  async run({ quick }) {
    await tarballs(!quick);
    const rows: ResultRow[] = [];
    for (const program of PROGRAMS) {
      const [edge, node] = [await bundledBytes(program, "edge"), await bundledBytes(program, "node")];
      const { packages, bytes } = installed(program.package);
      const kb = (name: string, value: number): object =>
        Number.isNaN(value) ? {} : { [name]: spread([value / 1000]) };
      rows.push({
        subject: program.subject,
        kind: program.kind,
        group: "",
        case: "",
        figures: {
          ...kb("edgeKb", edge),
          ...kb("nodeKb", node),
          packages: spread([packages]),
          installedMb: spread([bytes / 1e6]),
        },
      });
    }
    return rows;
  },
};

import { followJournal } from "./simulate/journal.ts";
import type { SimulateOptions } from "./simulate/options.ts";
import { startSimulation } from "./simulate/start.ts";
import { describeExposure, describeSimulation, summarize } from "./simulate/view.ts";

/** `alicred simulate`: serves a simulated cloud until it is told to stop, and says how to reach it. */
export async function simulateCommand(options: SimulateOptions): Promise<void> {
  const stopped = stopSignal();
  try {
    const simulation = await startSimulation(options);
    try {
      if (options.allowNonLoopback) process.stderr.write(describeExposure(options.host));
      process.stdout.write(options.json ? summarize(simulation) : describeSimulation(simulation));
      const unfollow = options.json || options.quiet ? () => {} : followJournal(simulation.cloud);
      await stopped;
      unfollow();
    } finally {
      await simulation.stop();
    }
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === undefined) throw error;
    process.stderr.write(`alicred simulate: ${reason}\n`);
    process.exitCode = 1;
  }
}

/** The first of the signals that ask a program to end; a second one ends it at once. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => resolve());
  });
}

/** What a person can mend: wrong options or worlds, ports that are taken, files that are not there. */
function reasonOf(error: unknown): string | undefined {
  if (error instanceof TypeError) return error.message;
  return error instanceof Error && "syscall" in error ? error.message : undefined;
}

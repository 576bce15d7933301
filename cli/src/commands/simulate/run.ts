import { AlicredError } from "@alicred/core";
import { onClosedOutput, print, printError, printJson } from "../../terminal/terminal.ts";
import { followJournal } from "./journal.ts";
import { isLoopbackAddress, type SimulateOptions } from "./options.ts";
import { redactInput } from "./redact.ts";
import { startSimulation } from "./start.ts";
import { summarize } from "./summary.ts";
import { describeTape, summarizeTape } from "./tape-view.ts";
import { simulateText } from "./text.ts";
import { describeExposure, describeSimulation } from "./view.ts";

/** `alicred simulate`: serves a simulated cloud until it is told to stop, and says how to reach it. */
export async function simulateCommand(options: SimulateOptions): Promise<void> {
  if (options.redact) return redactInput();
  const stopped = Promise.race([stopSignal(), ...(options.untilEof ? [endOfInput()] : [])]);
  try {
    const simulation = await startSimulation(options);
    try {
      if (!isLoopbackAddress(options.host)) printError(describeExposure(options.host));
      let unfollow = (): void => {};
      // Clients are still served.
      onClosedOutput(() => unfollow());
      const { tape } = simulation;
      if (options.json)
        printJson(tape ? summarizeTape(simulation, tape) : summarize(simulation, simulation.cloud()));
      else print(tape ? describeTape(simulation, tape) : describeSimulation(simulation));
      if (!options.json && !options.quiet) unfollow = followJournal(simulation.cloud);
      await stopped;
      unfollow();
    } finally {
      await simulation.stop();
    }
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === undefined) throw error;
    // The problems of a world take several lines.
    const [first, ...others] = reason.split("\n");
    printError([`alicred simulate: ${first}`, ...others.map((line) => `  ${line}`)]);
    process.exitCode = 1;
  }
}

/**
 * The first of the signals that ask a program to end; a second one ends it at once, also as the first process of a
 * container, which no signal ends that it does not handle.
 */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    let isStopping = false;
    for (const [signal, number] of Object.entries(SIGNALS))
      process.on(signal, () => {
        if (isStopping) process.exit(128 + number);
        isStopping = true;
        resolve();
      });
  });
}

function endOfInput(): Promise<void> {
  return new Promise((resolve) => {
    process.stdin
      .on("end", resolve)
      .on("error", () => resolve())
      .resume();
  });
}

const SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

/** Returns the message of an error that the user can correct: invalid options or worlds, ports in use, missing files. */
function reasonOf(error: unknown): string | undefined {
  if (error instanceof TypeError || error instanceof AlicredError) return error.message;
  if (!(error instanceof Error && "syscall" in error)) return undefined;
  const hint =
    "code" in error && typeof error.code === "string" ? simulateText().hints[error.code] : undefined;
  return hint === undefined ? error.message : `${error.message}. ${hint}`;
}

import { styleText } from "node:util";
import { AlicredError } from "@alicred/core";

/** Runs a command; what it throws becomes a message on standard error and the exit code 1. */
export async function reportFailure(command: () => Promise<void>): Promise<void> {
  process.stdout.once("error", endWithoutReader);
  try {
    await command();
  } catch (thrown) {
    if (!(thrown instanceof AlicredError)) throw thrown;
    const { code, message, requestId } = thrown;
    const lines = [`${styleText("red", `alicred: ${code}`, { stream: process.stderr })}`, message];
    if (requestId !== undefined) lines.push(`request id: ${requestId}`);
    process.stderr.write(`${lines.join("\n")}\n`);
    process.exitCode = 1;
  }
}

/** Nobody reads on, as in `alicred resolve --json | head -1`; or the disk is full. */
function endWithoutReader({ code }: NodeJS.ErrnoException): void {
  if (code === "EPIPE") process.exit(0);
  process.stderr.write(`alicred: standard output cannot be written (${code}).\n`);
  process.exit(1);
}

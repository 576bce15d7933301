import { styleText } from "node:util";
import { AlicredError } from "@alicred/core";

/** Runs a command; what it throws becomes a message on standard error and the exit code 1. */
export async function reportFailure(command: () => Promise<void>): Promise<void> {
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

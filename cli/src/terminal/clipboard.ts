import { isatty } from "node:tty";
import { promptStream } from "./terminal.ts";

/**
 * Asks the terminal to put a text into the clipboard of the person's machine, also over SSH (OSC 52).
 *
 * @returns whether there is a terminal to ask; whether it obeys, no terminal tells.
 */
export function copyToClipboard(text: string): boolean {
  if (!isatty(2)) return false;
  promptStream().write(`\u001B]52;c;${Buffer.from(text, "utf8").toString("base64")}\u0007`);
  return true;
}

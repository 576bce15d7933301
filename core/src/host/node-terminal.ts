/**
 * Whether a program is started in a process group of its own.
 *
 * @module
 */
import { closeSync, constants, openSync } from "node:fs";

/**
 * Whether this process has a controlling terminal. There a program stays in the group of this one: in one of its own it
 * could not prompt at `/dev/tty`, nor would Ctrl+C reach it. Elsewhere it leads a group, so that killing the group
 * reaches its children.
 */
export function hasTerminal(): boolean {
  try {
    closeSync(openSync("/dev/tty", constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY));
    return true;
  } catch {
    return false;
  }
}

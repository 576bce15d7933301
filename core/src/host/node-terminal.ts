/**
 * Whether a program is started in a process group of its own.
 *
 * @module
 */

import type * as FileSystem from "node:fs";

/**
 * Whether this process has a controlling terminal. There a program stays in the group of this one: in one of its own it
 * could not prompt at `/dev/tty`, nor would Ctrl+C reach it. Elsewhere it leads a group, so that killing the group
 * reaches its children.
 *
 * @param fs `node:fs`, which is loaded where a program is run: as a module it costs milliseconds, because it reads every
 *   property, and those load the streams
 */
export function hasTerminal({ closeSync, constants, openSync }: typeof FileSystem): boolean {
  try {
    closeSync(openSync("/dev/tty", constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY));
    return true;
  } catch {
    return false;
  }
}

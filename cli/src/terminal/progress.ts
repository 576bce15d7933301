import { isatty } from "node:tty";
import { promptStream, visible } from "./terminal.ts";

/** Work that takes less than this long shows nothing, in milliseconds. */
const QUIET_MS = 500;

/**
 * Shows on standard error, if it is a terminal, what is being waited for, once that takes longer than half a second.
 *
 * @param what the work in a few words, such as `Asking STS`
 */
export async function whileWaiting<T>(what: string, work: Promise<T>): Promise<T> {
  if (!isatty(2)) return work;
  let clear = (): void => {};
  const timer = setTimeout(() => {
    const stream = promptStream();
    stream.write(`${visible(what)} …`);
    clear = () => stream.write("\r\u001B[K");
  }, QUIET_MS);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
    clear();
  }
}

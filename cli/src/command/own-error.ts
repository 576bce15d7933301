import type { TraceEntry } from "@alicred/core";

/**
 * The entry with the error of this one as its source threw it: the innermost, because sources around it hand the error
 * on, and chains add to its message.
 */
export function toldBy(entry: TraceEntry): TraceEntry {
  const { error, children } = entry;
  const origin = children.find(
    (child) => error && child.error && `${error.message}\n`.startsWith(`${child.error.message}\n`),
  );
  return origin === undefined ? entry : toldBy(origin);
}

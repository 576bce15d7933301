/**
 * `ALICRED_DEBUG=1`: the events of every resolver on standard error, in a program that was not written for it.
 *
 * @module
 */
import { type EventListener, emit, type ResolverEvent } from "../events.ts";
import type { Host } from "../host.ts";

const OFF: ReadonlySet<string> = new Set(["", "0", "false"]);

/**
 * The `listener` of a host: while the variable is set to anything but `0` or `false`, it prints each event as a line.
 * Without it a resolver has no more to do than before.
 *
 * @param read the variable, when a resolver is made
 * @param write writes to standard error
 */
export function debugging(
  read: () => string | undefined,
  write: (line: string) => void,
): NonNullable<Host["listener"]> {
  return (own) => {
    if (OFF.has(read() ?? "")) return own;
    const print: EventListener = (event) => write(debugLine(event));
    return (event) => {
      // Each by itself, because neither may keep the other from hearing of it.
      emit(print, event);
      emit(own, event);
    };
  };
}

/** An event as a line: its type, and its fields as JSON without any control or invisible character. */
export function debugLine({ type, ...fields }: ResolverEvent): string {
  const json = JSON.stringify(fields, (_name, value: unknown) =>
    value === Number.POSITIVE_INFINITY ? "Infinity" : value,
  );
  const escaped = json.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (char) => `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
  );
  return `alicred: ${type} ${escaped}\n`;
}

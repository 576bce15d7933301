import type { Canaries } from "./canaries.ts";

/** Deeper than any value that is not without an end. */
const MOST_DEPTH = 1000;

/**
 * Names of the secrets that appear anywhere in some values: in texts, bytes, keys, properties (hidden ones and getters
 * too), causes, maps and sets.
 *
 * @throws `TypeError` for what cannot be searched, because skipping it would say that there is nothing in it.
 */
export function leaks(canaries: Canaries, values: readonly unknown[]): readonly string[] {
  const found = new Set<string>();
  const visited = new Set<object>();

  function search(value: unknown, depth: number): void {
    if (depth > MOST_DEPTH) throw new TypeError("a value without an end cannot be searched for secrets");
    const text = textOf(value);
    if (text !== undefined) for (const name of canaries.namesIn(text)) found.add(name);
    if (text !== undefined || value === null || (typeof value !== "object" && typeof value !== "function"))
      return;
    if (visited.has(value)) return;
    visited.add(value);
    refuseClosed(value);
    for (const part of hiddenParts(value)) search(part, depth + 1);
    for (const key of Reflect.ownKeys(value)) {
      search(key, depth);
      search(read(value, key), depth + 1);
    }
  }

  search(values, 0);
  return [...found];
}

/** @throws `TypeError` for what gives its content only later. */
function refuseClosed(value: object): void {
  const closed =
    (value instanceof Blob && "a Blob: give its text()") ||
    (value instanceof Promise && "a Promise: await it") ||
    (value instanceof ReadableStream && "a stream: give what was read of it") ||
    ((value instanceof Response || value instanceof Request) &&
      value.body &&
      !value.bodyUsed &&
      "an unread body: give its text()");
  if (closed) throw new TypeError(`secrets cannot be searched for in ${closed}`);
}

function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "symbol") return value.description ?? "";
  const bytes = ArrayBuffer.isView(value) || value instanceof ArrayBuffer;
  return bytes ? new TextDecoder().decode(value) : undefined;
}

/** Returns what a value holds beside its own properties. */
function hiddenParts(value: object): readonly unknown[] {
  const parts: unknown[] = [];
  if (value instanceof Map || value instanceof Set || value instanceof FormData) parts.push([...value]);
  if (value instanceof Headers || value instanceof URLSearchParams) parts.push(JSON.stringify([...value]));
  if (value instanceof URL) parts.push(value.href);
  if (value instanceof Request || value instanceof Response) parts.push(value.url, value.headers);
  if (value instanceof String) parts.push(value.valueOf());
  if (value instanceof Error) parts.push(value.message, value.stack, value.cause);
  const toJson = read(value, "toJSON");
  if (typeof toJson === "function") parts.push(attempt(() => toJson.call(value, "")));
  return parts;
}

/** A property, also one that a getter gives. */
function read(value: object, key: PropertyKey): unknown {
  return attempt(() => Reflect.get(value, key));
}

function attempt(get: () => unknown): unknown {
  try {
    return get();
  } catch (error) {
    return error;
  }
}

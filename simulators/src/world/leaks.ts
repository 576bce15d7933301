import type { Canaries } from "./canaries.ts";

/** Names of the secrets that appear anywhere in some values: in texts, keys, properties (hidden ones too), causes, maps and sets. */
export function leaks(canaries: Canaries, values: readonly unknown[]): readonly string[] {
  const found = new Set<string>();
  const visited = new Set<object>();

  function search(value: unknown): void {
    if (typeof value === "string") {
      for (const name of canaries.namesIn(value)) found.add(name);
      return;
    }
    if ((typeof value !== "object" && typeof value !== "function") || value === null || visited.has(value))
      return;
    visited.add(value);
    if (value instanceof Map) for (const entry of value) search(entry);
    if (value instanceof Set) for (const member of value) search(member);
    if (value instanceof Headers || value instanceof URLSearchParams) search(JSON.stringify([...value]));
    if (value instanceof URL) search(value.href);
    for (const key of Reflect.ownKeys(value)) {
      search(typeof key === "string" ? key : (key.description ?? ""));
      const property = Object.getOwnPropertyDescriptor(value, key);
      if (property && "value" in property) search(property.value);
    }
  }

  search(values);
  return [...found];
}

import { inspect } from "node:util";

/** A secret that no output may show. */
export const CANARY = "canary-5ecret";

/** Everything that logging, serialising and debugging can make of a value. */
export function renderings(value: unknown): string[] {
  const texts = [
    String(value),
    `${value}`,
    JSON.stringify(value),
    JSON.stringify({ nested: [value] }),
    JSON.stringify(allProperties(value)),
    inspect(value),
    inspect({ deep: { deeper: { deepest: [value] } } }, { depth: null }),
    inspect(value, { showHidden: true, depth: null, getters: true }),
    inspect(value, { showHidden: true, depth: null, customInspect: false }),
    inspect(value, { getters: true, depth: null, customInspect: false }),
    inspect(value, { showHidden: true, getters: true, depth: null, customInspect: false }),
    inspect(value, { showProxy: true, compact: false, colors: true }),
    inspect(Object.entries(value as object), { depth: null }),
    inspect({ ...(value as object) }, { depth: null }),
  ];
  if (value instanceof Error) texts.push(value.message, value.stack ?? "", ...causes(value));
  return texts.map(String);
}

function causes(error: Error): string[] {
  return error.cause === undefined ? [] : [inspect(error.cause, { depth: null }), ...renderings(error.cause)];
}

/** Own properties, the hidden ones too, all the way up to `Object.prototype`. */
function allProperties(value: unknown): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  if (typeof value !== "object" || value === null) return found;
  for (const key of Reflect.ownKeys(value)) found[String(key)] = Reflect.get(value, key);
  return found;
}

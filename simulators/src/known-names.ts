import { nearest } from "./near-miss.ts";

/**
 * Refuses what would otherwise be ignored without a word, such as a misspelt option.
 *
 * @param what - what the names belong to, such as `simulateCloud`.
 * @throws `TypeError` for a name that is not known, with the nearest one that is.
 */
export function checkNames(what: string, given: object, known: readonly string[]): void {
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue;
    const hint = nearest(name, known);
    throw new TypeError(
      `${what} has no ${JSON.stringify(name)}${hint ? `; near: ${hint}` : ""}; it has ${known.join(", ")}`,
    );
  }
}

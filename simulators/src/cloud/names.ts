/** The candidate with the fewest edits from a text, unless even that one is far off. */
export function nearest(text: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  // Short texts are all only a few edits apart.
  let least = Math.min(Math.max(3, Math.ceil(text.length / 3)), Math.floor(text.length / 2)) + 1;
  for (const candidate of candidates) {
    // There are at least as many edits, and counting them takes the product of the lengths.
    if (Math.abs(text.length - candidate.length) >= least) continue;
    const edits = distance(text, candidate);
    if (edits >= least) continue;
    least = edits;
    best = candidate;
  }
  return best;
}

/** How many characters are to be inserted, left out, replaced, or exchanged with their neighbour. */
function distance(a: string, b: string): number {
  let before: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const exchanged = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      next.push(
        Math.min(
          replaced,
          (row[j] ?? 0) + 1,
          (next[j - 1] ?? 0) + 1,
          exchanged ? (before[j - 2] ?? 0) + 1 : replaced,
        ),
      );
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}

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

/**
 * The member of a table by a name that came from outside; never one that every object inherits, such as `constructor`.
 */
export function ownMember<V>(table: Readonly<Record<string, V>>, name: string): V | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** @throws `TypeError` for a value that is not one of those that there are, with the nearest one that is. */
export function checkValue(what: string, value: string | undefined, known: readonly string[]): void {
  if (value === undefined || known.includes(value)) return;
  const hint = nearest(value, known);
  throw new TypeError(
    `there is no ${what} ${JSON.stringify(value)}${hint ? `; near: ${hint}` : ""}; there are ${known.join(", ")}`,
  );
}

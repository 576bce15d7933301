/**
 * Names and paths in messages.
 *
 * @module
 */

/**
 * A path or a name, unless it looks like neither: it may be a secret that was pasted in its place. Nor is one shown that has
 * control or invisible characters, which a terminal obeys.
 */
export function shown(value: string): string {
  const isNeither = /[{\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|^.{200}/u.test(value);
  return isNeither || (value.match(/[a-z\d]{30,}/gi) ?? []).some(isMixed) ? "[not shown]" : value;
}

/** As secrets and tokens are, and no name or path: at this length. */
function isMixed(run: string): boolean {
  return /\d/.test(run) && /[a-z]/.test(run) && /[A-Z]/.test(run);
}

// Longer names are rarely mistyped by a letter, and cost time to compare.
const LONGEST = 64;

/**
 * Hint for the message about a name that does not exist: the three nearest that do, as the end of a sentence, or the
 * empty text when there are none to show. Nothing that could be a secret or has control characters is shown.
 */
export function nearestNames(wanted: string, names: Iterable<unknown>): string {
  const candidates = [...new Set(names)]
    .filter((name): name is string => typeof name === "string" && isShowable(name))
    .map((name) => ({ name, distance: editDistance(wanted.slice(0, LONGEST), name) }))
    .sort((one, other) => one.distance - other.distance)
    .slice(0, 3)
    .map(({ name }) => `"${name}"`);
  return candidates.length === 0 ? "" : ` The nearest there: ${candidates.join(", ")}.`;
}

function isShowable(name: string): boolean {
  return name !== "" && name.length <= LONGEST && shown(name) === name;
}

/** How many letters to change, add or remove, in any case. */
function editDistance(one: string, other: string): number {
  const [from, to] = [[...one.toLowerCase()], [...other.toLowerCase()]];
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, char] of from.entries()) {
    const next = [index + 1];
    for (const [at, otherChar] of to.entries()) {
      const [left, above, diagonal] = [next[at] ?? 0, row[at + 1] ?? 0, row[at] ?? 0];
      next.push(Math.min(left + 1, above + 1, diagonal + (char === otherChar ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

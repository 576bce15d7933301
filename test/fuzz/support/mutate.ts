import { MOST_CHARACTERS } from "../target.ts";
import { CANARIES } from "./canaries.ts";
import type { Random } from "./random.ts";

/** Words that upset readers of text, whatever they read. */
const WORDS: readonly string[] = [
  ...[
    '"',
    "'",
    "\\",
    "\\u0000",
    "\u0000",
    "\r\n",
    "\n",
    "\t",
    "{",
    "}",
    "[",
    "]",
    "<",
    ">",
    "&",
    ";",
    "=",
    ":",
    ",",
    "#",
  ],
  ...["null", "true", "0", "-0", "-1", "1e999", "9007199254740993", "NaN", "Infinity", "0x7f", "1e-400"],
  ...["__proto__", "constructor", "toString", "hasOwnProperty", "then"],
  ...[
    "\u001b[31m",
    "\u202e",
    "\u2028",
    "\ufeff",
    "\ufffd",
    "\ud800",
    "\u00a0",
    "%00",
    "%zz",
    "%F0%9F",
    "é",
    "𝒳",
  ],
  ...["2026-01-07T09:00:00Z", "9999-12-31T23:59:59Z", "1970-01-01T00:00:00Z", "275760-09-14T00:00:00Z"],
  ...["http://169.254.169.254/", "file:///etc/passwd", "javascript:0", "//", "..", "~/"],
  ...CANARIES,
];

type Mutation = (text: string, random: Random, words: readonly string[], others: readonly string[]) => string;

const mutations: readonly Mutation[] = [
  function replaceCharacter(text, random) {
    const at = random.below(text.length + 1);
    return text.slice(0, at) + String.fromCharCode(random.below(256)) + text.slice(at + 1);
  },
  function insertWord(text, random, words) {
    const at = random.below(text.length + 1);
    return text.slice(0, at) + random.of(words) + text.slice(at);
  },
  function replaceWord(text, random, words) {
    const found = [...text.matchAll(/[\w.:/+-]+/g)];
    if (found.length === 0) return random.of(words);
    const { 0: word, index } = random.of(found);
    return text.slice(0, index) + random.of(words) + text.slice(index + word.length);
  },
  function removeRange(text, random) {
    const at = random.below(text.length + 1);
    return text.slice(0, at) + text.slice(at + 1 + random.below(random.of([1, 8, 64, 1024])));
  },
  function repeatRange(text, random) {
    const at = random.below(text.length + 1);
    const range = text.slice(at, at + 1 + random.below(random.of([1, 8, 64])));
    return text.slice(0, at) + range.repeat(1 + random.below(random.of([2, 16, 2048]))) + text.slice(at);
  },
  function swapLines(text, random) {
    const lines = text.split("\n");
    const [from, to] = [random.below(lines.length), random.below(lines.length)];
    const line = lines[from] ?? "";
    lines[from] = lines[to] ?? "";
    lines[to] = line;
    return lines.join("\n");
  },
  function splice(text, random, _words, others) {
    const other = random.of(others);
    return text.slice(0, random.below(text.length + 1)) + other.slice(random.below(other.length + 1));
  },
];

/** One to four changes, at any character, of a text that is known to reach far. */
export function mutate(
  text: string,
  random: Random,
  words: readonly string[],
  others: readonly string[],
): string {
  const all = [...WORDS, ...words];
  let mutated = text;
  for (let left = 1 + random.below(4); left > 0; left--)
    mutated = random.of(mutations)(mutated, random, all, others);
  return mutated.slice(0, MOST_CHARACTERS);
}

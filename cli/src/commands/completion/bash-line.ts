/** A line of bash up to the cursor. */
export interface BashLine {
  /** The words before the one at the cursor, without their quotes. */
  readonly before: readonly string[];
  /** The word at the cursor as far as it is written, without its quotes. */
  readonly current: string;
  /** The quote in which the cursor stands, if it does. */
  readonly quote: "'" | '"' | undefined;
}

/** Takes a line apart as bash does: blanks separate words, except in quotes and behind a backslash. */
export function parseBashLine(line: string): BashLine {
  const words: string[] = [];
  let word = "";
  let isOpen = false;
  let quote: BashLine["quote"];
  for (let index = 0; index < line.length; index++) {
    const character = line.charAt(index);
    if (quote === undefined && /\s/.test(character)) {
      if (isOpen) words.push(word);
      word = "";
      isOpen = false;
      continue;
    }
    isOpen = true;
    if (character === quote) quote = undefined;
    else if (quote === undefined && (character === "'" || character === '"')) quote = character;
    else if (character === "\\" && quote !== "'") {
      index += 1;
      const next = line.charAt(index);
      // In double quotes a backslash stands for itself before most characters.
      word += quote === '"' && !/["$`\\]/.test(next) ? character + next : next;
    } else word += character;
  }
  return { before: words, current: word, quote };
}

/**
 * A candidate as readline puts it in place of what it takes for the word: the part of it behind the last character at
 * which it breaks words, quoted for where it stands.
 *
 * @param wordBreaks `COMP_WORDBREAKS`
 */
export function bashCandidate(candidate: string, { current, quote }: BashLine, wordBreaks: string): string {
  if (quote === "'") return candidate.replaceAll("'", "'\\''");
  if (quote === '"') return candidate.replace(/["$`\\]/g, "\\$&");
  const kept = [...current].findLastIndex(
    (character) => wordBreaks.includes(character) && /[:=@]/.test(character),
  );
  const rest = [...candidate].slice(kept + 1).join("");
  return rest.replace(/[^\p{L}\p{N}%+,./:=@_-]/gu, "\\$&");
}

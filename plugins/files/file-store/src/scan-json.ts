/** A value in a text that is valid JSON, and its name or index where it is a part of another. */
export interface Element {
  readonly key: string | number | undefined;
  /** Where it begins, its name included. */
  readonly from: number;
  /** Where the value itself begins. */
  readonly start: number;
  /** Behind the value. */
  readonly end: number;
}

/** The whole value of a text. */
export function firstValue(json: string): Element {
  const start = skipSpace(json, 0);
  return { key: undefined, from: start, start, end: endOfValue(json, start) };
}

/** The members of an object, the elements of a list; nothing for any other value. */
export function elementsOf(json: string, { start }: Element): readonly Element[] {
  const open = json.charAt(start);
  if (open !== "{" && open !== "[") return [];
  const elements: Element[] = [];
  let at = skipSpace(json, start + 1);
  while (!isClose(json.charAt(at))) {
    const from = at;
    let key: string | number = elements.length;
    if (open === "{") {
      at = endOfString(json, at);
      key = JSON.parse(json.slice(from, at)) as string;
      at = skipSpace(json, skipSpace(json, at) + 1);
    }
    const end = endOfValue(json, at);
    elements.push({ key, from, start: at, end });
    at = skipSpace(json, end);
    if (json.charAt(at) === ",") at = skipSpace(json, at + 1);
  }
  return elements;
}

function endOfValue(json: string, start: number): number {
  const first = json.charAt(start);
  if (first === '"') return endOfString(json, start);
  if (first !== "{" && first !== "[") return matchEnd(json, /[^\s,\]}]+/y, start);
  let depth = 0;
  let at = start;
  do {
    const char = json.charAt(at);
    if (char === '"') {
      at = endOfString(json, at);
      continue;
    }
    if (char === "{" || char === "[") depth += 1;
    else if (isClose(char)) depth -= 1;
    at += 1;
  } while (depth > 0);
  return at;
}

function endOfString(json: string, start: number): number {
  // One step for each character would take as much of the engine's stack as the text is long.
  return matchEnd(json, /"[^"\\]*(?:\\.[^"\\]*)*"/y, start);
}

function skipSpace(json: string, at: number): number {
  return matchEnd(json, /\s*/y, at);
}

function matchEnd(json: string, pattern: RegExp, at: number): number {
  pattern.lastIndex = at;
  pattern.test(json);
  return pattern.lastIndex;
}

function isClose(char: string): boolean {
  return char === "}" || char === "]";
}

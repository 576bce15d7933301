import type { JsonEdit } from "@alicred/core";
import { type Element, elementsOf, firstValue } from "./scan-json.ts";

/**
 * Applies edits to JSON text and preserves everything else, to the last space, digit and escape; new values copy the
 * surrounding style. A text without content reads as `{}`, and so does one that the first edit replaces as a whole if it
 * is not JSON.
 *
 * @throws {SyntaxError} when any other text is not JSON. Its message quotes the text.
 * @throws {TypeError} when a path leads into something else than an object or a list.
 */
export function editJson(text: string, edits: readonly JsonEdit[]): string {
  const [mark = ""] = /^\uFEFF/.exec(text) ?? [];
  const body = text.slice(mark.length);
  const isReplaced = edits[0]?.path.length === 0;
  const blank = body.trim() === "" || (isReplaced && !isJson(body));
  let json = blank ? "{\n}\n" : body;
  JSON.parse(json);
  for (let at = 0; at < edits.length; ) {
    const run = runAt(edits, at);
    json =
      editList(json, run) ??
      run.reduce((text, { path, value }) => edit(text, firstValue(text), path, value), json);
    at += run.length;
  }
  return blank && json === "{\n}\n" ? text : mark + json;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

type Path = JsonEdit["path"];

/** The edits from there on that are of the same kind, within or at the end of the same list. */
function runAt(edits: readonly JsonEdit[], at: number): readonly JsonEdit[] {
  const kindOf = ({ path: [list, index, ...rest], value }: JsonEdit): string | undefined => {
    if (typeof index !== "number" || (rest.length === 0 && value === undefined)) return undefined;
    return JSON.stringify([list, rest.length > 0]);
  };
  const [first, ...others] = edits.slice(at);
  if (first === undefined) return [];
  const kind = kindOf(first);
  const end = others.findIndex((each) => kind === undefined || kindOf(each) !== kind);
  return [first, ...(end < 0 ? others : others.slice(0, end))];
}

/**
 * Applies many edits to one list, which is read once: hundreds of profiles must not take hundreds of readings.
 *
 * @returns `undefined` for edits that must be made one by one.
 */
function editList(json: string, edits: readonly JsonEdit[]): string | undefined {
  const [first] = edits;
  if (first === undefined || edits.length < 2) return undefined;
  const list = elementsOf(json, firstValue(json)).findLast(({ key }) => key === first.path[0]);
  if (list === undefined || json.charAt(list.start) !== "[") return undefined;
  const elements = elementsOf(json, list);
  const isWithin = first.path.length > 2;
  if (edits.some(({ path: [, index] }) => Number(index) < elements.length !== isWithin)) return undefined;
  if (!isWithin) {
    const values = edits.map(({ value }) => value);
    return insert(json, list, elements, elements.length, values);
  }
  // From the end, so that what was read before an element stays where it is.
  return elements.reduceRight((text, element, index) => {
    let end = element.end;
    return edits.reduce((edited, { path: [, at, ...rest], value }) => {
      if (at !== index) return edited;
      const next = edit(edited, { ...element, end }, rest, value);
      end += next.length - edited.length;
      return next;
    }, text);
  }, json);
}

function edit(json: string, whole: Element, path: Path, value: unknown): string {
  let element = whole;
  for (const [depth, key] of path.entries()) {
    const elements = elementsOf(json, element);
    // The last of several fields with one name counts, as in JSON.parse.
    const next = elements.findLast((each) => each.key === key);
    if (next === undefined) {
      if (value === undefined) return json;
      const open = typeof key === "number" ? "[" : "{";
      if (json.charAt(element.start) !== open)
        throw new TypeError(`no place for ${path.slice(0, depth + 1).join(".")}`);
      return insert(json, element, elements, key, [nest(path.slice(depth + 1), value)]);
    }
    if (value === undefined && depth === path.length - 1) {
      const removed = remove(json, elements, next);
      // Another one of that name would count from now on.
      return elements.some((each) => each !== next && each.key === key)
        ? edit(removed, whole, path, value)
        : removed;
    }
    element = next;
  }
  const { start, end } = element;
  return json.slice(0, start) + print(json, value, indentAt(json, start)) + json.slice(end);
}

/** The value within objects and lists that are still missing. */
function nest(path: Path, value: unknown): unknown {
  return path.reduceRight<unknown>(
    (inner, key) => (typeof key === "number" ? [inner] : { [key]: inner }),
    value,
  );
}

function insert(
  json: string,
  container: Element,
  elements: readonly Element[],
  key: string | number,
  values: readonly unknown[],
): string {
  const [first] = elements;
  const last = elements.at(-1);
  const outer = indentAt(json, container.start);
  const gap = first === undefined ? emptyGap(json, outer) : json.slice(container.start + 1, first.from);
  const indent = /\n([ \t]*)$/.exec(gap)?.[1] ?? outer;
  const isMember = json.charAt(container.start) === "{";
  const name = isMember ? `${JSON.stringify(key)}${first === undefined ? ": " : colonOf(json, first)}` : "";
  const text = values.map((value) => name + print(json, value, indent)).join(`,${gap}`);
  if (last !== undefined) return `${json.slice(0, last.end)},${gap}${text}${json.slice(last.end)}`;
  const close = gap === "" ? "" : `${lineEnd(json)}${outer}`;
  return `${json.slice(0, container.start + 1)}${gap}${text}${close}${json.slice(container.end - 1)}`;
}

/** Removes an element with the comma before it or, for the first one, after it. */
function remove(json: string, elements: readonly Element[], gone: Element): string {
  const index = elements.indexOf(gone);
  const [before, after] = [elements[index - 1], elements[index + 1]];
  if (before !== undefined) return json.slice(0, before.end) + json.slice(gone.end);
  return json.slice(0, gone.from) + json.slice(after?.from ?? gone.end);
}

function colonOf(json: string, { from, start }: Element): string {
  return /\s*:\s*$/.exec(json.slice(from, start))?.[0] ?? ": ";
}

/** Prints a value on lines of its own where the text has lines. */
function print(json: string, value: unknown, indent: string): string {
  const unit = json.includes("\n") ? unitOf(json) : undefined;
  return JSON.stringify(value, null, unit).replaceAll("\n", `${lineEnd(json)}${indent}`);
}

function emptyGap(json: string, outer: string): string {
  return json.includes("\n") ? `${lineEnd(json)}${outer}${unitOf(json)}` : "";
}

function lineEnd(json: string): string {
  return json.includes("\r\n") ? "\r\n" : "\n";
}

/** One step of indentation. A tab where nothing shows it, as in the files of the aliyun CLI. */
function unitOf(json: string): string {
  return /\n([ \t]+)\S/.exec(json)?.[1] ?? "\t";
}

/** The indentation of the line on which a value begins. */
function indentAt(json: string, at: number): string {
  const line = json.slice(json.lastIndexOf("\n", at - 1) + 1, at);
  return /^[ \t]*/.exec(line)?.[0] ?? "";
}

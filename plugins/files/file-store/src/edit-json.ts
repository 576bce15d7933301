import type { JsonEdit } from "@alicred/core";
import { type Element, elementsOf, firstValue } from "./scan-json.ts";

/**
 * Applies edits to JSON text and preserves everything else, to the last space, digit and escape; new values copy the
 * surrounding style. A text without content reads as `{}`.
 *
 * @throws {SyntaxError} when the text is not JSON. Its message quotes the text.
 */
export function editJson(text: string, edits: readonly JsonEdit[]): string {
  const [mark = ""] = /^\uFEFF/.exec(text) ?? [];
  const body = text.slice(mark.length);
  const blank = body.trim() === "";
  let json = blank ? "{\n}\n" : body;
  JSON.parse(json);
  for (const { path, value } of edits) json = edit(json, path, value);
  return blank && json === "{\n}\n" ? text : mark + json;
}

type Path = JsonEdit["path"];

function edit(json: string, path: Path, value: unknown): string {
  let element = firstValue(json);
  for (const [depth, key] of path.entries()) {
    const elements = elementsOf(json, element);
    // The last of several fields with one name counts, as in JSON.parse.
    const next = elements.findLast((each) => each.key === key);
    if (next === undefined) {
      if (value === undefined) return json;
      return insert(json, element, elements, key, nest(path.slice(depth + 1), value));
    }
    if (value === undefined && depth === path.length - 1) {
      const removed = remove(json, elements, next);
      // Another one of that name would count from now on.
      return elements.some((each) => each !== next && each.key === key)
        ? edit(removed, path, value)
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
  value: unknown,
): string {
  const [first] = elements;
  const last = elements.at(-1);
  const outer = indentAt(json, container.start);
  const gap = first === undefined ? emptyGap(json, outer) : json.slice(container.start + 1, first.from);
  const indent = /\n([ \t]*)$/.exec(gap)?.[1] ?? outer;
  const isMember = json.charAt(container.start) === "{";
  const name = isMember ? `${JSON.stringify(key)}${first === undefined ? ": " : colonOf(json, first)}` : "";
  const text = name + print(json, value, indent);
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
  return /:\s*$/.exec(json.slice(from, start))?.[0] ?? ": ";
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

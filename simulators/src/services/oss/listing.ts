import { byCodePoint, percentEncode } from "../../cloud/percent.ts";
import { invalidArgument } from "./errors.ts";
import { type OssRequest, param } from "./request.ts";

/** A page of names: those that are listed by themselves, and the beginnings that stand for several. */
export interface Page {
  readonly keys: readonly string[];
  readonly prefixes: readonly string[];
  /** The last of the page, when more come behind it. */
  readonly next: string | undefined;
}

/** The part of a list that is asked for. */
export interface PageAsked {
  readonly prefix: string;
  readonly delimiter: string;
  /** Names behind this one. */
  readonly after: string;
  readonly most: number;
}

export function pageOf(all: readonly string[], { prefix, delimiter, after, most }: PageAsked): Page {
  const keys: string[] = [];
  const prefixes = new Set<string>();
  let last = "";
  for (const key of all.toSorted(byCodePoint)) {
    if (!key.startsWith(prefix)) continue;
    const common = commonPrefix(key, prefix, delimiter);
    const entry = common ?? key;
    if (byCodePoint(entry, after) <= 0 || (common !== undefined && prefixes.has(common))) continue;
    if (keys.length + prefixes.size === most) return { keys, prefixes: [...prefixes], next: last };
    if (common === undefined) keys.push(key);
    else prefixes.add(common);
    last = entry;
  }
  return { keys, prefixes: [...prefixes], next: undefined };
}

/** The beginning that a key shares with others, up to the delimiter behind the prefix. */
export function commonPrefix(key: string, prefix: string, delimiter: string): string | undefined {
  const end = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
  return end < 0 ? undefined : key.slice(0, end + delimiter.length);
}

/** How names are written in a reply: percent-encoded by `encoding-type=url`. @throws `OssError` for another type. */
export function encodingOf(request: OssRequest): {
  readonly isEncoded: boolean;
  shown(text: string): string;
} {
  const given = param(request, "encoding-type") ?? "";
  if (given !== "" && given !== "url") throw invalidArgument("encoding-type", given);
  const isEncoded = given === "url";
  return { isEncoded, shown: (text) => (isEncoded ? percentEncode(text) : text) };
}

/** A number that a parameter gives. @throws `OssError` when it is not a whole one from `least`, by default 1, to `most`. */
export function wholeNumber(
  request: OssRequest,
  name: string,
  {
    otherwise,
    least = 1,
    most,
  }: { readonly otherwise: number; readonly least?: number; readonly most: number },
): number {
  const given = param(request, name);
  if (given === undefined || given === "") return otherwise;
  const number = /^\d{1,9}$/.test(given) ? Number(given) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw invalidArgument(name, given);
}

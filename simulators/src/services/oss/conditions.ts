import type { RequestHeaders } from "../../cloud/request.ts";
import { OssError } from "./errors.ts";
import type { StoredObject } from "./store.ts";

/**
 * Holds an object against the conditions of a request. Any of the four may come together; each must hold.
 *
 * @param prefix - of their names: `x-oss-copy-source-` for those on the source of a copy.
 * @returns whether the client has it already: If-None-Match or If-Modified-Since does not hold.
 * @throws `OssError` `PreconditionFailed` when If-Match or If-Unmodified-Since does not hold.
 */
export function isUnchanged(
  headers: RequestHeaders,
  { etag, modifiedMs }: StoredObject,
  prefix = "",
): boolean {
  const match = headers.get(`${prefix}if-match`);
  const none = headers.get(`${prefix}if-none-match`);
  const unmodified = instantOf(headers.get(`${prefix}if-unmodified-since`));
  const modified = instantOf(headers.get(`${prefix}if-modified-since`));
  // Dates in headers have no fractions of a second.
  const atMs = Math.floor(modifiedMs / 1000) * 1000;
  if (match !== undefined && !names(match, etag)) throw new OssError("PreconditionFailed");
  if (unmodified !== undefined && unmodified < atMs) throw new OssError("PreconditionFailed");
  return (none !== undefined && names(none, etag)) || (modified !== undefined && modified >= atMs);
}

/** Whether a list of ETags names one. Clients of Java and Python send them without quotes. */
function names(list: string, etag: string): boolean {
  const plain = etag.replaceAll('"', "");
  return list.split(",").some((one) => one.trim() === "*" || one.trim().replaceAll('"', "") === plain);
}

/** `undefined` for what is no date, which is no condition. */
function instantOf(date: string | undefined): number | undefined {
  const ms = Date.parse(date ?? "");
  return Number.isNaN(ms) ? undefined : ms;
}

import { OssError } from "./errors.ts";

/**
 * The part of an object that a header asks for: its first byte and the one behind its last; `undefined` for the whole. Of
 * several ranges the first counts. A range that is not within the object asks for the whole, unless `isStandard`: then it
 * ends with the object, as in HTTP.
 *
 * @see https://www.alibabacloud.com/help/en/oss/how-to-obtain-oss-resources-by-segmenting-http-range-requests
 * @throws `OssError` `InvalidRange` when it is standard and begins behind the end.
 */
export function rangeOf(
  header: string | undefined,
  size: number,
  isStandard = false,
): readonly [number, number] | undefined {
  const [, first = "", last = ""] = /^bytes=\s*(\d*)-(\d*)\s*(?:,|$)/.exec(header ?? "") ?? [];
  if (first === "" && last === "") return undefined;
  if (first !== "" && last !== "" && Number(last) < Number(first)) return undefined;
  const from = first === "" ? size - Number(last) : Number(first);
  const to = first === "" || last === "" ? size : Number(last) + 1;
  if (from >= 0 && from < size && to <= size) return [from, to];
  if (!isStandard) return undefined;
  if (from >= size) throw new OssError("InvalidRange");
  return [Math.max(0, from), Math.min(size, to)];
}

import { inspect } from "node:util";
import { Credentials } from "@alicred/core";

/** Secrets of the inputs: texts as services issue them. No output may show one. */
export const CANARY_SECRET = "cAnarY7kQ2wZx9Lp4Vt8Rm3Hs6Jd1B";
export const CANARY_TOKEN = "CAISwgJ1q6Ft5B2yfSjIr5cAnarYeyJhbGciOiJub25lIn0xYzJm9QkVt3Lp";
export const CANARIES: readonly string[] = [CANARY_SECRET, CANARY_TOKEN];

/**
 * The canaries that what came out shows, in any way in which logs and people see it. The id of a key is public: an input that
 * has a canary there has made it public.
 */
export function shownCanaries(outputs: readonly unknown[]): readonly string[] {
  const texts = outputs.flatMap(renderings).join("\n");
  const ids = outputs.map((each) => (each instanceof Credentials ? each.accessKeyId : "")).join("\n");
  return CANARIES.filter((canary) => texts.includes(canary) && !ids.includes(canary));
}

function renderings(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  const texts = [inspect(value, { depth: 12, showHidden: true, maxStringLength: null }), json(value)];
  return value instanceof Error
    ? [
        ...texts,
        value.message,
        value.stack ?? "",
        ...(value.cause === undefined ? [] : renderings(value.cause)),
      ]
    : texts;
}

function json(value: unknown): string {
  try {
    return JSON.stringify(value) ?? "";
  } catch {
    return "";
  }
}

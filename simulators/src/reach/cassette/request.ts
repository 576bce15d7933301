import { readAtMost } from "../../cloud/request.ts";

/** A request as a tape reads it, once. */
export interface TapedRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly bytes: ArrayBuffer;
  /** The body, if it is a text. */
  readonly text: string | undefined;
  /** Action of the API: by header, address or form. */
  readonly action: string | undefined;
}

/** As much as OSS takes. */
const MAX_BYTES = 64 * 1024 * 1024;

/** @throws `RangeError` for a body of more than 64 MiB. */
export async function readTaped(request: Request): Promise<TapedRequest> {
  const url = new URL(request.url);
  const bytes = await readAtMost(request.body, MAX_BYTES);
  if (bytes === undefined) throw new RangeError("the body of the request has more than 64 MiB");
  const text = textOf(bytes);
  const form = /^[\w.~%+-]+=/.test(text ?? "") ? new URLSearchParams(text) : undefined;
  const { method, headers } = request;
  const action = headers.get("x-acs-action") ?? url.searchParams.get("Action") ?? form?.get("Action");
  return { method, url, headers, bytes, text, action: action ?? undefined };
}

/** The text of some bytes; `undefined` where they are none. */
export function textOf(bytes: ArrayBuffer): string | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes("\0") ? undefined : text;
  } catch {
    return undefined;
  }
}

/** JSON with the same bytes on every runtime: `Response.json` names the type differently from one to the next. */
export function jsonReply(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });
}

/** `2026-01-07T08:00:00Z` */
export function isoSeconds(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/**
 * A function that keeps its last answer: what comes in one after the other is often of the same instant, and to read or
 * write that out costs more than to compare it.
 */
export function lastKept<K extends string | number, V>(answer: (key: K) => V): (key: K) => V {
  let last: { readonly key: K; readonly value: V } | undefined;
  return (key) => {
    if (last?.key !== key) last = { key, value: answer(key) };
    return last.value;
  };
}

/** A text as it stands between two tags. */
export function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Members of a reply; lists become elements of one name. */
export interface XmlFields {
  readonly [name: string]: string | XmlFields | readonly (string | XmlFields)[] | undefined;
}

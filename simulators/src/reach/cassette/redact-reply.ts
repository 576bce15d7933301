import { createRedaction } from "./redaction.ts";

/** A header on a line of its own; `curl -v` puts a mark before it. */
const HEADER = /^([<>] )?([A-Za-z][\w-]*):[ \t]*(.*?)(\r?)$/;

/**
 * A reply, or a request and its reply, as `curl -i` and `curl -v` print them, with every secret replaced: equal ones by the
 * same text. Signatures are left out.
 */
export function redactReply(text: string): string {
  const redaction = createRedaction();
  let inHead = true;
  const lines = text.split("\n").map((line) => {
    if (/^(?:[<>] )?HTTP\/|^(?:[<>] )?[A-Z]+ \S+ HTTP\//.test(line)) inHead = true;
    else if (/^(?:[<>] ?)?\r?$/.test(line)) inHead = false;
    const [, mark = "", name, value = "", end = ""] = (inHead && HEADER.exec(line)) || [];
    return name === undefined ? line : `${mark}${name}: ${redaction.header(name, value)}${end}`;
  });
  const whole = lines.join("\n");
  // The body by itself too, because as JSON it is understood better.
  const [, body = ""] = /\r?\n\r?\n([\s\S]*)$/.exec(whole) ?? [];
  if (body !== "") redaction.text(body);
  return redaction.text(whole);
}

import type { Fetch } from "@alicred/core";
import * as fc from "fast-check";

/** Stands between the replies of an input. */
const BETWEEN = "\n%%\n";

/** The headers that some client reads. */
const HEADERS: readonly string[] = [
  ...["retry-after", "date", "content-type", "content-length", "location", "x-acs-request-id", "set-cookie"],
];

/**
 * A service that answers as the input says: replies between lines of `%%`, each with a line of its status and headers,
 * `401 retry-after=5;date=…`, and its body. After the last one it begins anew.
 */
export function repliesOf(input: string): Fetch {
  const replies = input.split(BETWEEN).map((reply) => {
    const [, first = "", body = ""] = /^([^\n]*)\n?([\s\S]*)$/.exec(reply) ?? [];
    const status = Number(/^\d{3}/.exec(first)?.[0] ?? 200);
    const headers = new Headers();
    for (const header of first.slice(3).split(";")) {
      const [name = "", value = ""] = header.trim().split("=", 2);
      // Other characters never get through a client of HTTP.
      if (HEADERS.includes(name) && /^[\x20-\x7e]*$/.test(value)) headers.set(name, value);
    }
    return { status: status < 200 || status > 599 ? 200 : status, headers, body };
  });
  let next = 0;
  return async () => {
    const { status, headers, body } = replies[next++ % replies.length] ?? replies[0] ?? failed();
    return new Response([204, 205, 304].includes(status) ? null : body, { status, headers });
  };
}

function failed(): never {
  throw new TypeError("fetch failed");
}

/** Replies with these bodies, and any statuses and headers. */
export function replies(body: fc.Arbitrary<string>, most = 3): fc.Arbitrary<string> {
  const status = fc.oneof(
    { weight: 6, arbitrary: fc.constant(200) },
    fc.constantFrom(201, 204, 301, 302, 400, 401, 403, 404, 408, 429, 500, 502, 503, 599),
  );
  const header = fc.tuple(
    fc.constantFrom(...HEADERS),
    fc.constantFrom(
      "0",
      "5",
      "-1",
      "1e9",
      "Wed, 07 Jan 2026 08:00:00 GMT",
      "soon",
      "text/html",
      "https://evil.test/",
    ),
  );
  const reply = fc
    .tuple(status, fc.array(header, { maxLength: 2 }), body)
    .map(([code, headers, text]) => `${code} ${headers.map((pair) => pair.join("=")).join(";")}\n${text}`);
  return fc.array(reply, { minLength: 1, maxLength: most }).map((all) => all.join(BETWEEN));
}

import { z } from "zod";

/** Headers by their names in small letters; several values of one name as a list. */
export type RecordedHeaders = Readonly<Record<string, string | readonly string[]>>;

/** A body without its secrets: a text, or only its size where it is no text. */
export type RecordedBody = string | { readonly bytes: number };

/** One request and its reply, without their secrets. */
export interface RecordedExchange {
  /** When it was made, such as `2026-01-07T08:00:00.000Z`. */
  readonly at: string;
  readonly request: {
    readonly method: string;
    readonly url: string;
    /** Action of the API, where the request has one. */
    readonly action?: string | undefined;
    readonly headers: RecordedHeaders;
    readonly body?: RecordedBody | undefined;
  };
  readonly reply: {
    readonly status: number;
    readonly headers: RecordedHeaders;
    readonly body?: RecordedBody | undefined;
  };
}

/** Recorded traffic, in the order of the replies. */
export interface Cassette {
  readonly format: "alicred-cassette";
  readonly version: 1;
  readonly exchanges: readonly RecordedExchange[];
}

const headers = z.record(z.string(), z.union([z.string(), z.array(z.string())]));
const body = z.union([z.string(), z.strictObject({ bytes: z.int().min(0) })]).optional();
const schema = z.strictObject({
  format: z.literal("alicred-cassette"),
  version: z.literal(1),
  exchanges: z.array(
    z.strictObject({
      at: z.iso.datetime(),
      request: z.strictObject({
        method: z.string(),
        url: z.url(),
        action: z.string().optional(),
        headers,
        body,
      }),
      reply: z.strictObject({ status: z.int().min(200).max(599), headers, body }),
    }),
  ),
});

/** A cassette as JSON, each exchange on a line of its own, so that versions of it can be compared. */
export function cassetteText({ format, version, exchanges }: Cassette): string {
  const lines = exchanges.map((exchange) => `  ${JSON.stringify(exchange)}`).join(",\n");
  return `{"format": ${JSON.stringify(format)}, "version": ${version}, "exchanges": [\n${lines}\n]}\n`;
}

/** @throws `TypeError` that says what is wrong where, without quoting the text. */
export function parseCassette(text: string): Cassette {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new TypeError("a cassette is JSON, and this is not");
  }
  const read = schema.safeParse(json);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new TypeError(`not a cassette: ${issue?.path.join(".") || "the whole"}: ${issue?.message}`);
}

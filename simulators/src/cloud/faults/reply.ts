import type { Clock } from "../clock/virtual-clock.ts";
import type { Bytes } from "../request.ts";

/** The page of a gateway that does not reach what is behind it. */
export const GATEWAY_PAGE =
  "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n";

interface Scene {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly disconnect: (() => Promise<void>) | undefined;
}

/** Statuses whose replies have no body, so that no fault can change it. */
const BODILESS: readonly number[] = [204, 205, 304];

/** A reply with another body; one whose status has none stays as it is. */
export function withBody(
  reply: Response,
  body: BodyInit,
  { keepLength = false, contentType }: { keepLength?: boolean; contentType?: string } = {},
): Response {
  if (BODILESS.includes(reply.status)) return reply;
  const headers = new Headers(reply.headers);
  if (!keepLength) headers.delete("content-length");
  if (contentType) headers.set("content-type", contentType);
  return new Response(body, { status: reply.status, headers });
}

/** The body as it is: objects need not be text. */
export async function bytesOf(reply: Response): Promise<Bytes> {
  return new Uint8Array(await reply.clone().arrayBuffer());
}

/** A JSON reply changed; any other breaks off half-way. */
export async function rewrite(reply: Response, change: (json: unknown) => unknown): Promise<Response> {
  const bytes = await bytesOf(reply);
  try {
    return withBody(reply, JSON.stringify(change(JSON.parse(new TextDecoder().decode(bytes)))));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return withBody(reply, bytes.slice(0, bytes.length >> 1));
  }
}

/** A copy whose keys begin with the other case. */
export function switchCase(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(switchCase);
  if (typeof json !== "object" || json === null) return json;
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => {
      const first = key.charAt(0);
      const switched = first === first.toUpperCase() ? first.toLowerCase() : first.toUpperCase();
      return [switched + key.slice(1), switchCase(value)];
    }),
  );
}

/** A body that breaks off half-way, after a time if given. */
export function brokenOff(bytes: Bytes, scene: Scene, afterMs?: number): ReadableStream<Uint8Array> {
  const gone = new AbortController();
  let sent = false;
  return new ReadableStream({
    start: (controller) => breakOnAbort(scene, controller, gone),
    async pull(controller) {
      if (sent) {
        if (scene.disconnect === undefined) return controller.error(new TypeError("terminated"));
        await scene.disconnect();
        return controller.close();
      }
      sent = true;
      if (afterMs !== undefined) await scene.clock.sleep(afterMs, gone.signal);
      controller.enqueue(bytes.slice(0, bytes.length >> 1));
    },
    cancel: (reason) => gone.abort(reason),
  });
}

/** A body that comes in four parts over `ms`. */
export function dripping(bytes: Bytes, ms: number, scene: Scene): ReadableStream<Uint8Array> {
  const size = Math.max(1, Math.ceil(bytes.length / 4));
  const gone = new AbortController();
  let at = 0;
  return new ReadableStream(
    {
      start: (controller) => breakOnAbort(scene, controller, gone),
      async pull(controller) {
        await scene.clock.sleep(ms / Math.ceil(bytes.length / size || 1), gone.signal);
        controller.enqueue(bytes.slice(at, at + size));
        at += size;
        if (at >= bytes.length) controller.close();
      },
      cancel: (reason) => gone.abort(reason),
    },
    { highWaterMark: 0 },
  );
}

/**
 * A client that gives up has its reading of the body fail at once, as with `fetch`, and what it waited for is let go.
 */
function breakOnAbort(
  { signal }: Scene,
  controller: ReadableStreamDefaultController<Uint8Array>,
  gone: AbortController,
): void {
  const abort = (): void => {
    if (gone.signal.aborted) return;
    gone.abort(signal.reason);
    controller.error(signal.reason);
  };
  if (signal.aborted) abort();
  else signal.addEventListener("abort", abort, { once: true });
}

/** Fields that hold credentials, in the spellings of all services, reduced to small letters. */
export const CREDENTIAL_FIELDS: readonly string[] = [
  "accesskeyid",
  "accesskeysecret",
  "securitytoken",
  "ststoken",
  "expiration",
];

/** Fields that hold the security token. */
export const TOKEN_FIELDS: readonly string[] = ["securitytoken", "ststoken"];

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[-_]/g, "");
}

/** A copy in which the named fields, at any depth, are replaced. Spelling of names is compared without case, `-` and `_`. */
export function mapFields(
  json: unknown,
  fields: readonly string[],
  change: (value: unknown) => unknown,
): unknown {
  const wanted = new Set(fields.map(plain));
  function copy(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(copy);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [
        name,
        wanted.has(plain(name)) ? change(inner) : copy(inner),
      ]),
    );
  }
  return copy(json);
}

/** A copy without the named fields. */
export function cloneWithout(json: unknown, fields: readonly string[]): unknown {
  return JSON.parse(JSON.stringify(mapFields(json, fields, () => undefined)) ?? "null");
}

/** A copy whose expiry fields are written in another form. */
export function rewriteExpiration(
  json: unknown,
  format: "offset" | "zoneless" | "epoch-seconds" | "milliseconds" | "unparsable",
): unknown {
  return mapFields(json, ["expiration"], (value) => {
    const ms = typeof value === "number" ? value : Date.parse(String(value));
    if (Number.isNaN(ms) || format === "unparsable") return "soon";
    if (format === "epoch-seconds") return Math.floor(ms / 1000);
    if (format === "milliseconds") return new Date(ms).toISOString();
    if (format === "zoneless") return new Date(ms).toISOString().slice(0, 19).replace("T", " ");
    return `${new Date(ms + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`;
  });
}

import type { Clock } from "../clock/virtual-clock.ts";
import type { Fault } from "./faults.ts";
import { cloneWithout, credentialFields, mapFields, rewriteExpiration, tokenFields } from "./json.ts";

const page =
  "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n";

/** The reply that a fault puts in place of the service's own, or `undefined` when the service words it itself. */
export function replaceReply(fault: Fault): Response | undefined {
  if (fault.kind === "bad-gateway")
    return new Response(page, { status: 502, headers: { "content-type": "text/html" } });
  if (fault.kind !== "status") return undefined;
  const { status, body, retryAfterSeconds } = fault;
  const bodiless = status === 204 || status === 205 || status === 304;
  return new Response(bodiless ? null : (body ?? ""), {
    status,
    headers: retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) },
  });
}

/** Where a reply goes. */
export interface Recipient {
  /** Aborted when the client gives up, also on the body. */
  readonly signal: AbortSignal;
}

/** A reply as a fault leaves it; replies that the fault does not concern are returned as they are. */
export async function spoilReply(
  fault: Fault,
  reply: Response,
  recipient: Recipient,
  clock: Clock,
  disconnect?: () => Promise<void>,
): Promise<Response> {
  switch (fault.kind) {
    case "truncated-body":
      return withBody(reply, brokenOff(await reply.text(), recipient, disconnect), { keepLength: true });
    case "slow-body":
      return withBody(reply, dripping(await reply.text(), recipient, fault.ms, clock));
    case "slow-reset":
      return withBody(
        reply,
        brokenOff(await reply.text(), recipient, disconnect, (signal) => clock.sleep(fault.ms, signal)),
        { keepLength: true },
      );
    case "malformed-json":
      return withBody(reply, `${(await reply.text()).slice(0, -1)},`);
    case "null-body":
      return withBody(reply, "null");
    case "empty-body":
      return withBody(reply, "");
    case "html-body":
      return withBody(reply, page, { contentType: "text/html" });
    case "wrong-types":
      return rewrite(reply, (json) => mapFields(json, fault.fields ?? credentialFields, () => 42));
    case "missing-fields":
      return rewrite(reply, (json) => cloneWithout(json, fault.fields ?? tokenFields));
    case "wrong-case-keys":
      return rewrite(reply, switchCase);
    case "wrong-code":
      return rewrite(reply, (json) => ({ ...(json as object), Code: fault.code ?? "Failed" }));
    case "expiration-format":
      return rewrite(reply, (json) => rewriteExpiration(json, fault.format));
    default:
      return reply;
  }
}

function withBody(
  reply: Response,
  body: BodyInit,
  { keepLength = false, contentType }: { keepLength?: boolean; contentType?: string } = {},
): Response {
  const headers = new Headers(reply.headers);
  if (!keepLength) headers.delete("content-length");
  if (contentType) headers.set("content-type", contentType);
  return new Response(body, { status: reply.status, headers });
}

async function rewrite(reply: Response, change: (json: unknown) => unknown): Promise<Response> {
  const text = await reply.text();
  try {
    return withBody(reply, JSON.stringify(change(JSON.parse(text))));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return withBody(reply, text.slice(0, text.length >> 1));
  }
}

function switchCase(json: unknown): unknown {
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

function brokenOff(
  text: string,
  recipient: Recipient,
  disconnect?: () => Promise<void>,
  wait?: (signal: AbortSignal) => Promise<void>,
): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  const gone = new AbortController();
  let sent = false;
  return new ReadableStream({
    start: (controller) => breakOnAbort(recipient, controller, gone),
    async pull(controller) {
      if (sent) {
        if (disconnect === undefined) return controller.error(new TypeError("terminated"));
        await disconnect();
        return controller.close();
      }
      sent = true;
      await wait?.(gone.signal);
      controller.enqueue(bytes.slice(0, bytes.length >> 1));
    },
    cancel: (reason) => gone.abort(reason),
  });
}

function dripping(text: string, recipient: Recipient, ms: number, clock: Clock): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  const size = Math.max(1, Math.ceil(bytes.length / 4));
  const gone = new AbortController();
  let at = 0;
  return new ReadableStream(
    {
      start: (controller) => breakOnAbort(recipient, controller, gone),
      async pull(controller) {
        await clock.sleep(ms / Math.ceil(bytes.length / size || 1), gone.signal);
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
  { signal }: Recipient,
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

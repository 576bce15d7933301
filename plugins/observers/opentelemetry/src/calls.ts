/**
 * The HTTP requests of a host: a span and a count for each.
 *
 * @module
 */
import { type Fetch, safeIdentifier } from "@alicred/core";
import { type Attributes, context, SpanKind, SpanStatusCode, type Tracer, trace } from "@opentelemetry/api";
import type { Measures } from "./measures.ts";
import { ATTRIBUTES, SPANS } from "./names.ts";
import type { RefreshSpans } from "./refresh-spans.ts";

/** The same `fetch`, observed. Of an address only the host is told, because a path or a query may hold a token. */
export function observedFetch(fetch: Fetch, tracer: Tracer, measures: Measures, spans: RefreshSpans): Fetch {
  return async (url, init) => {
    const server = serverOf(url);
    const attributes = { ...server, [ATTRIBUTES.method]: init.method };
    const around = spans.current();
    const span = tracer.startSpan(SPANS.call, { kind: SpanKind.CLIENT, attributes }, around);
    const finish = (status: number | undefined, failure: string | undefined): void => {
      const outcome = {
        ...(status !== undefined && { [ATTRIBUTES.status]: status }),
        ...(failure !== undefined && { [ATTRIBUTES.errorType]: failure }),
      };
      span.setAttributes(outcome);
      if (failure !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: failure });
      span.end();
      measures.called({ ...server, ...outcome });
    };
    try {
      const reply = await context.with(trace.setSpan(around, span), () => fetch(url, init));
      finish(reply.status, reply.status >= 400 ? String(reply.status) : undefined);
      return reply;
    } catch (thrown) {
      const { code, name } = Object(thrown) as { readonly code?: unknown; readonly name?: unknown };
      finish(undefined, safeIdentifier(code) ?? safeIdentifier(name) ?? "_OTHER");
      throw thrown;
    }
  };
}

function serverOf(url: string): Attributes {
  if (!URL.canParse(url)) return {};
  const { hostname, port, protocol } = new URL(url);
  return {
    [ATTRIBUTES.address]: hostname,
    [ATTRIBUTES.port]: Number(port) || (protocol === "http:" ? 80 : 443),
  };
}

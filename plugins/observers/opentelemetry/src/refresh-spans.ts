/**
 * The spans of refreshes, from their events.
 *
 * @module
 */
import type { ResolverEvent } from "@alicred/core";
import {
  type Attributes,
  type Context,
  context,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from "@opentelemetry/api";
import { ATTRIBUTES, SPANS } from "./names.ts";

export interface RefreshSpans {
  observe(event: ResolverEvent): void;
  /** The context of what the innermost refresh under way does; without one, that of the caller. */
  current(): Context;
}

interface OpenSpan {
  readonly span: Span;
  readonly source: string;
  readonly depth: number;
}

/** More refreshes than a resolver has at once have died with their requests. */
const MOST_OPEN = 100;

export function createRefreshSpans(tracer: Tracer): RefreshSpans {
  /** In the order of their start. */
  const open: OpenSpan[] = [];

  function end(at: number, failure?: string, attributes: Attributes = {}): void {
    const [ended] = at < 0 ? [] : open.splice(at, 1);
    if (ended === undefined) return;
    const { span } = ended;
    if (failure !== undefined) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: failure });
      span.setAttributes({ ...attributes, [ATTRIBUTES.errorType]: failure });
    }
    span.end();
  }

  /** The oldest refresh of a cache: events do not tell apart those that run side by side for calls with an input. */
  function find({ source, depth }: ResolverEvent): number {
    return open.findIndex((each) => each.source === source && each.depth === depth);
  }

  /** The context of the latest refresh that is no deeper than this. */
  function contextAt(deepest: number): Context {
    const around = open.findLast(({ depth }) => depth <= deepest);
    const active = context.active();
    return around === undefined ? active : trace.setSpan(active, around.span);
  }

  return {
    current: () => contextAt(Number.POSITIVE_INFINITY),
    observe(event) {
      const { type, source, depth } = event;
      switch (type) {
        case "refresh-start": {
          const attributes = {
            [ATTRIBUTES.source]: source,
            [ATTRIBUTES.depth]: depth,
            [ATTRIBUTES.reason]: event.reason,
          };
          const options = { kind: SpanKind.INTERNAL, attributes };
          const span = tracer.startSpan(SPANS.refresh, options, contextAt(depth - 1));
          open.push({ span, source, depth });
          if (open.length > MOST_OPEN) end(0, "abandoned");
          return;
        }
        case "refresh-success":
          return end(find(event));
        case "refresh-failure":
          return end(find(event), event.code, { [ATTRIBUTES.retryable]: event.retryable });
        case "take-over":
          return end(find(event), "taken-over");
        case "close":
          while (find(event) >= 0) end(find(event), "RESOLVER_CLOSED");
          return;
        case "skip":
        case "answer": {
          const outcome = type === "skip" ? "not-configured" : event.outcome;
          const code = type === "skip" ? undefined : event.code;
          open
            .findLast((each) => each.depth <= depth)
            ?.span.addEvent("alicred.source.answer", {
              [ATTRIBUTES.source]: source,
              [ATTRIBUTES.outcome]: outcome,
              ...(code !== undefined && { [ATTRIBUTES.errorType]: code }),
            });
          return;
        }
        default:
      }
    },
  };
}

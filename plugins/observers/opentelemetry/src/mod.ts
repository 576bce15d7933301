/**
 * Spans and metrics by OpenTelemetry, from the events of a resolver and the requests of its host.
 *
 * @example
 * ```ts
 * import { refreshing } from "@alicred/core";
 * import { nodeHost } from "@alicred/core/host/node";
 * import { envCredentials } from "@alicred/env";
 * import { withTelemetry } from "@alicred/opentelemetry";
 *
 * const resolver = refreshing(envCredentials(), withTelemetry({ host: nodeHost() }));
 * ```
 *
 * @module
 */
import { type EventListener, emit, type Host } from "@alicred/core";
import { type MeterProvider, metrics, type TracerProvider, trace } from "@opentelemetry/api";
import { observedFetch } from "./calls.ts";
import { createMeasures } from "./measures.ts";
import { createRefreshSpans } from "./refresh-spans.ts";

export { ATTRIBUTES, METRICS, SPANS } from "./names.ts";

export interface TelemetryOptions {
  /** Default: the global one of `@opentelemetry/api`. */
  readonly tracerProvider?: TracerProvider | undefined;
  /** Default: the global one of `@opentelemetry/api`. */
  readonly meterProvider?: MeterProvider | undefined;
}

/** The part of a resolver's policy that telemetry concerns. */
export interface ObservedPolicy {
  /** Without one there are no spans and no counter of the calls upstream. */
  readonly host?: Host;
  readonly onEvent?: EventListener;
}

const SCOPE = "@alicred/opentelemetry";

/**
 * The policy with a listener and a host that tell OpenTelemetry what they do: `refreshing(source, withTelemetry({ host }))`,
 * or `resolver(withTelemetry({ host }))` with the package `alicred`. Its own `onEvent` is called as before. Make one for each
 * resolver, so that calls are told from those of others. Without a provider nothing is recorded.
 *
 * No secret can get into it: attributes are names of sources, hosts and methods, codes, states and numbers, and nothing else
 * is read.
 */
export function withTelemetry<Policy extends ObservedPolicy>(
  policy: Policy,
  { tracerProvider = trace, meterProvider = metrics }: TelemetryOptions = {},
): Policy {
  const tracer = tracerProvider.getTracer(SCOPE);
  const measures = createMeasures(meterProvider.getMeter(SCOPE));
  const spans = createRefreshSpans(tracer);
  const { host, onEvent } = policy;
  const listener: EventListener = (event) => {
    // A fault of telemetry must not keep the program from hearing of it.
    emit(measures.observe, event);
    emit(spans.observe, event);
    emit(onEvent, event);
  };
  return {
    ...policy,
    onEvent: listener,
    ...(host && { host: { ...host, fetch: observedFetch(host.fetch, tracer, measures, spans) } }),
  };
}

/**
 * The metrics.
 *
 * @module
 */
import type { ResolverEvent } from "@alicred/core";
import type { Attributes, Meter } from "@opentelemetry/api";
import { ATTRIBUTES, METRICS } from "./names.ts";

export interface Measures {
  observe(event: ResolverEvent): void;
  /** Counts one HTTP request. */
  called(attributes: Attributes): void;
}

/** In seconds: the default ones suit milliseconds. */
const BOUNDARIES = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20];

export function createMeasures(meter: Meter): Measures {
  const counter = (name: string, unit: string, description: string): ReturnType<Meter["createCounter"]> =>
    meter.createCounter(name, { unit, description });
  const duration = meter.createHistogram(METRICS.refreshDuration, {
    unit: "s",
    description: "Duration of refreshes of credentials",
    advice: { explicitBucketBoundaries: BOUNDARIES },
  });
  const calls = counter(METRICS.upstreamCalls, "{call}", "HTTP requests to services that issue credentials");
  const answers = counter(METRICS.sourceAnswers, "{answer}", "Answers of credential sources");
  const stores = counter(METRICS.storeCalls, "{call}", "Calls to stores that processes share");
  const hits = counter(METRICS.hits, "{hit}", "Callers who were served valid credentials");
  const stale = counter(METRICS.staleServes, "{serve}", "Callers who were served expired credentials");
  const invalidations = counter(METRICS.invalidations, "{invalidation}", "Snapshots that were dropped");
  const takeOvers = counter(METRICS.takeOvers, "{refresh}", "Refreshes that died with their request");
  const unsaved = counter(METRICS.unsaved, "{session}", "Sessions that could not be written to their file");
  const remaining = meter.createGauge(METRICS.remaining, {
    unit: "s",
    description: "Life that was left when credentials were served",
  });

  return {
    called: (attributes) => calls.add(1, attributes),
    observe(event) {
      const { source, depth } = event;
      const own = { [ATTRIBUTES.source]: source };
      const ofCache = { ...own, [ATTRIBUTES.depth]: depth };
      switch (event.type) {
        case "refresh-success":
          return duration.record(event.durationMs / 1000, ofCache);
        case "refresh-failure":
          return duration.record(event.durationMs / 1000, { ...ofCache, [ATTRIBUTES.errorType]: event.code });
        case "skip":
          return answers.add(1, { ...own, [ATTRIBUTES.outcome]: "not-configured" });
        case "answer": {
          const { outcome, code } = event;
          const failure = code === undefined ? {} : { [ATTRIBUTES.errorType]: code };
          return answers.add(1, { ...own, [ATTRIBUTES.outcome]: outcome, ...failure });
        }
        case "hit":
          hits.add(1, ofCache);
          if (Number.isFinite(event.remainingMs)) remaining.record(event.remainingMs / 1000, ofCache);
          return;
        case "stale-serve":
          return stale.add(1, ofCache);
        case "invalidate":
          return invalidations.add(1, ofCache);
        case "take-over":
          return takeOvers.add(1, ofCache);
        case "store": {
          const { store, outcome, code } = event;
          const failure = code === undefined ? {} : { [ATTRIBUTES.errorType]: code };
          return stores.add(1, { [ATTRIBUTES.store]: store, [ATTRIBUTES.outcome]: outcome, ...failure });
        }
        case "not-saved":
          return unsaved.add(1, own);
        default:
      }
    },
  };
}

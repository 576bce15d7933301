/**
 * The convention of names: lower case, dots, no unit in a name, counters in the plural.
 *
 * @module
 */

/** The spans. */
export const SPANS = {
  /** One refresh of a cache. Of kind INTERNAL. */
  refresh: "alicred.refresh",
  /** One HTTP request to a service. Of kind CLIENT. */
  call: "alicred.upstream.call",
} as const;

/** The metrics. */
export const METRICS = {
  /** Histogram, in seconds. */
  refreshDuration: "alicred.refresh.duration",
  /** Counter of HTTP requests. */
  upstreamCalls: "alicred.upstream.calls",
  /** Counter of answers of sources. */
  sourceAnswers: "alicred.source.answers",
  /** Counter of what became of calls to a store that processes share. */
  storeCalls: "alicred.store.calls",
  /** Counter of callers who were served valid credentials. */
  hits: "alicred.credentials.hits",
  /** Gauge of the life that was left at the latest hit, in seconds; nothing for a key that does not expire. */
  remaining: "alicred.credentials.remaining",
  /** Counter of callers who were served expired credentials. */
  staleServes: "alicred.credentials.stale_serves",
  /** Counter of snapshots that were dropped. */
  invalidations: "alicred.credentials.invalidations",
  /** Counter of refreshes that died with their request. */
  takeOvers: "alicred.refresh.take_overs",
  /** Counter of new sessions that could not be written to their file. */
  unsaved: "alicred.sessions.unsaved",
} as const;

/** The attributes of spans, their events and metrics, besides those of OpenTelemetry's own conventions. */
export const ATTRIBUTES = {
  /** The name of the source. */
  source: "alicred.source",
  /** How many caches lie between the resolver and this step. */
  depth: "alicred.depth",
  /** Why a refresh started. */
  reason: "alicred.refresh.reason",
  /** Whether a failure may pass by itself. Of spans alone. */
  retryable: "alicred.retryable",
  /** The name of the store that processes share. */
  store: "alicred.store",
  /** The answer of a source, such as `credentials`, `not-configured`, `failed`, or what became of a call to a store. */
  outcome: "alicred.outcome",
  /** The code of the failure; absent on success. */
  errorType: "error.type",
  method: "http.request.method",
  status: "http.response.status_code",
  address: "server.address",
  port: "server.port",
} as const;

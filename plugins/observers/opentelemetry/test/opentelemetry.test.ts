import { assumeRole } from "@alicred/assume-role";
import { createTestHost } from "@alicred/conformance";
import {
  type Credentials,
  failed,
  type Resolver,
  type ResolverEvent,
  refreshing,
  UnavailableError,
} from "@alicred/core";
import { type Cloud, simulateCloud } from "@alicred/simulators";
import { staticCredentials } from "@alicred/static";
import { SpanKind, SpanStatusCode } from "@opentelemetry/api";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import { afterEach, describe, expect, test } from "vitest";
import { ATTRIBUTES, METRICS, SPANS, withTelemetry } from "../src/mod.ts";

interface Point {
  readonly name: string;
  readonly unit: string;
  readonly value: unknown;
  readonly attributes: Readonly<Record<string, unknown>>;
}

interface Exported {
  readonly providers: { readonly tracerProvider: BasicTracerProvider; readonly meterProvider: MeterProvider };
  spans(): ReadableSpan[];
  points(): Promise<readonly Point[]>;
  /** All that was exported, as text. */
  text(): Promise<string>;
}

const ended: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0)) await end();
});

/** The SDK of OpenTelemetry, with exporters that keep what they get. */
function exported(): Exported {
  const spanExporter = new InMemorySpanExporter();
  const tracerProvider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spanExporter)] });
  const metricExporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({
    exporter: metricExporter,
    exportIntervalMillis: 3_600_000,
  });
  const meterProvider = new MeterProvider({ readers: [reader] });
  ended.push(
    () => tracerProvider.shutdown(),
    () => meterProvider.shutdown(),
  );
  const spans = (): ReadableSpan[] => spanExporter.getFinishedSpans();
  async function points(): Promise<readonly Point[]> {
    await meterProvider.forceFlush();
    const latest = metricExporter.getMetrics().at(-1);
    return (latest?.scopeMetrics ?? []).flatMap(({ metrics }) =>
      metrics.flatMap(({ descriptor, dataPoints }) =>
        dataPoints.map(({ value, attributes }) => ({
          name: descriptor.name,
          unit: descriptor.unit,
          value,
          attributes,
        })),
      ),
    );
  }
  return {
    providers: { tracerProvider, meterProvider },
    spans,
    points,
    async text() {
      const shown = spans().map(({ name, attributes, events, status }) => ({
        name,
        attributes,
        events,
        status,
      }));
      return JSON.stringify([shown, await points()]);
    },
  };
}

interface Bench extends Exported {
  readonly cloud: Cloud;
  readonly resolver: Resolver;
  readonly heard: ResolverEvent[];
}

function bench(): Bench {
  const cloud = simulateCloud();
  const all = exported();
  const heard: ResolverEvent[] = [];
  const host = createTestHost({ clock: cloud.clock, fetch: (url, init) => cloud.fetch(url, init) });
  const source = assumeRole({
    from: assumeRole({
      from: staticCredentials(cloud.accessKey("alice")),
      roleArn: "acs:ram::1000000000000001:role/admin",
    }),
    roleArn: "acs:ram::1000000000000001:role/reader",
  });
  const policy = { host, onEvent: (event: ResolverEvent) => void heard.push(event) };
  const resolver = refreshing(source, withTelemetry(policy, all.providers));
  return { ...all, cloud, resolver, heard };
}

function find(points: readonly Point[], name: string, attributes: object = {}): Point | undefined {
  return points.find(
    (point) =>
      point.name === name &&
      Object.entries(attributes).every(([key, value]) => point.attributes[key] === value),
  );
}

test("a refresh is a span around those of its hops, and these around their calls", async () => {
  const { resolver, spans, heard } = bench();
  await resolver.get();
  const refreshes = spans().filter(({ name }) => name === SPANS.refresh);
  const outer = refreshes.find(({ attributes }) => attributes[ATTRIBUTES.depth] === 0);
  const inner = refreshes.find(({ attributes }) => attributes[ATTRIBUTES.depth] === 1);
  expect(outer).toMatchObject({
    kind: SpanKind.INTERNAL,
    status: { code: SpanStatusCode.UNSET },
    attributes: { [ATTRIBUTES.source]: "assume-role", [ATTRIBUTES.reason]: "cold" },
  });
  expect(inner?.parentSpanContext?.spanId).toBe(outer?.spanContext().spanId);
  const calls = spans().filter(({ name }) => name === SPANS.call);
  expect(calls.map(({ parentSpanContext }) => parentSpanContext?.spanId)).toEqual([
    inner?.spanContext().spanId,
    outer?.spanContext().spanId,
  ]);
  for (const call of calls)
    expect(call).toMatchObject({
      kind: SpanKind.CLIENT,
      attributes: {
        [ATTRIBUTES.method]: "POST",
        [ATTRIBUTES.status]: 200,
        [ATTRIBUTES.address]: "sts.aliyuncs.com",
        [ATTRIBUTES.port]: 443,
      },
    });
  expect(outer?.events.map(({ attributes }) => attributes)).toContainEqual({
    [ATTRIBUTES.source]: "assume-role",
    [ATTRIBUTES.outcome]: "credentials",
  });
  expect(heard.map(({ type }) => type)).toContain("refresh-success");
});

test("durations, calls, answers and hits are metrics, in seconds and by the convention", async () => {
  const { resolver, points } = bench();
  await resolver.get();
  await resolver.get();
  const all = await points();
  const outer = { [ATTRIBUTES.source]: "assume-role", [ATTRIBUTES.depth]: 0 };
  expect(find(all, METRICS.refreshDuration, outer)).toMatchObject({ unit: "s", value: { count: 1 } });
  expect(find(all, METRICS.upstreamCalls)).toMatchObject({
    unit: "{call}",
    value: 2,
    attributes: { [ATTRIBUTES.address]: "sts.aliyuncs.com", [ATTRIBUTES.status]: 200 },
  });
  expect(find(all, METRICS.hits, outer)?.value).toBe(2);
  expect(find(all, METRICS.remaining, outer)).toMatchObject({ unit: "s", value: 3_600 });
  expect(find(all, METRICS.sourceAnswers, { [ATTRIBUTES.source]: "static" })?.attributes).toMatchObject({
    [ATTRIBUTES.outcome]: "credentials",
  });
  const names: readonly string[] = Object.values(METRICS);
  expect(all.filter(({ name }) => !names.includes(name))).toEqual([]);
});

test("what becomes of calls to a store that processes share is counted", async () => {
  const all = exported();
  const { onEvent } = withTelemetry<{ onEvent?: (event: ResolverEvent) => void }>({}, all.providers);
  const step = { type: "store", source: "shared-cache", store: "redis", depth: 0 } as const;
  onEvent?.({ ...step, outcome: "hit", ageMs: 5 });
  onEvent?.({ ...step, outcome: "failed", code: "STORE_DOWN" });
  const points = await all.points();
  expect(find(points, METRICS.storeCalls, { [ATTRIBUTES.outcome]: "hit" })).toMatchObject({
    value: 1,
    attributes: { [ATTRIBUTES.store]: "redis" },
  });
  expect(find(points, METRICS.storeCalls, { [ATTRIBUTES.errorType]: "STORE_DOWN" })?.value).toBe(1);
});

describe("a failure", () => {
  test("is the same type of error on span and metric, at the call and at the refresh", async () => {
    const { cloud, resolver, spans, points } = bench();
    cloud.faults.add({ kind: "error", code: "NoPermission", operation: "AssumeRole" });
    await expect(resolver.get()).rejects.toMatchObject({ code: "UPSTREAM_REFUSED" });
    const refresh = spans().find(({ attributes }) => attributes[ATTRIBUTES.depth] === 0);
    expect(refresh).toMatchObject({
      status: { code: SpanStatusCode.ERROR, message: "UPSTREAM_REFUSED" },
      attributes: { [ATTRIBUTES.errorType]: "UPSTREAM_REFUSED", [ATTRIBUTES.retryable]: false },
    });
    const failure = { [ATTRIBUTES.errorType]: "UPSTREAM_REFUSED" };
    const all = await points();
    expect(find(all, METRICS.refreshDuration, failure)).toBeDefined();
    const [call] = spans().filter(({ name }) => name === SPANS.call);
    expect(call?.status.code).toBe(SpanStatusCode.ERROR);
    const status = call?.attributes[ATTRIBUTES.status];
    expect(find(all, METRICS.upstreamCalls, { [ATTRIBUTES.errorType]: String(status) })).toBeDefined();
  });

  test("of the network is told by its code", async () => {
    const all = exported();
    const host = createTestHost({
      fetch: async () => {
        throw Object.assign(new Error("canary-message"), { code: "ECONNREFUSED" });
      },
    });
    const source = assumeRole({
      from: staticCredentials({ accessKeyId: "LTAI5tExample", accessKeySecret: "canary-secret-4711" }),
      roleArn: "acs:ram::1000000000000001:role/admin",
      sts: { timeoutMs: 1 },
    });
    await expect(refreshing(source, withTelemetry({ host }, all.providers)).get()).rejects.toThrow();
    const call = all.spans().find(({ name }) => name === SPANS.call);
    expect(call?.attributes[ATTRIBUTES.errorType]).toBe("ECONNREFUSED");
    expect(await all.text()).not.toContain("canary");
  });
});

test("no part of credentials, no query and no text of an error is in anything exported", async () => {
  const { cloud, resolver, text } = bench();
  const seen: Credentials[] = [await resolver.get()];
  await cloud.advance("59m");
  seen.push(await resolver.get());
  cloud.faults.add({ kind: "internal-error", operation: "AssumeRole" });
  resolver.invalidate();
  const failing = resolver.get();
  failing.catch(() => undefined);
  await cloud.advance("1m");
  await expect(failing).rejects.toThrow();
  const shown = await text();
  expect(shown).toContain("UPSTREAM_UNAVAILABLE");
  for (const { accessKeyId, accessKeySecret, securityToken = "none" } of seen)
    for (const part of [accessKeyId, accessKeySecret, securityToken]) expect(shown).not.toContain(part);
  expect(shown).not.toMatch(/RoleArn|acs:ram|request-?id/i);
});

describe("spans end", () => {
  test("with the resolver", async () => {
    const all = exported();
    const source = { name: "slow", resolve: (): Promise<never> => new Promise(() => undefined) };
    const resolver = refreshing(source, withTelemetry({ host: createTestHost() }, all.providers));
    const waiting = resolver.get();
    waiting.catch(() => undefined);
    await Promise.resolve();
    resolver.close();
    await expect(waiting).rejects.toMatchObject({ code: "RESOLVER_CLOSED" });
    expect(all.spans().map(({ attributes }) => attributes[ATTRIBUTES.errorType])).toEqual([
      "RESOLVER_CLOSED",
    ]);
  });

  test("when another call takes over, or nobody ever does", () => {
    const all = exported();
    const { onEvent } = withTelemetry<{ onEvent?: (event: ResolverEvent) => void }>({}, all.providers);
    const step = { source: "sts", depth: 0 };
    onEvent?.({ type: "refresh-start", reason: "cold", ...step });
    onEvent?.({ type: "take-over", silentMs: 4_000, ...step });
    for (let i = 0; i <= 100; i++) onEvent?.({ type: "refresh-start", reason: "cold", ...step });
    expect(all.spans().map(({ attributes }) => attributes[ATTRIBUTES.errorType])).toEqual([
      "taken-over",
      "abandoned",
    ]);
  });
});

test("a fault of the spans keeps neither the metrics nor the program from an event", async () => {
  const heard: ResolverEvent[] = [];
  const all = exported();
  const broken = {
    getTracer: () => ({
      startSpan: (): never => {
        throw new Error("broken");
      },
      startActiveSpan: (): never => {
        throw new Error("broken");
      },
    }),
  };
  const policy = { host: createTestHost(), onEvent: (event: ResolverEvent) => void heard.push(event) };
  const providers = { ...all.providers, tracerProvider: broken };
  const source = { name: "none", resolve: async () => failed(new UnavailableError("NETWORK_ERROR", "no")) };
  const resolver = refreshing(source, withTelemetry(policy, providers));
  await expect(resolver.get()).rejects.toMatchObject({ code: "NETWORK_ERROR" });
  expect(heard.map(({ type }) => type)).toContain("refresh-failure");
  expect(find(await all.points(), METRICS.refreshDuration)).toBeDefined();
});

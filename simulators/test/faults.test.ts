import { describe, expect, it } from "vitest";
import { type Fault, type FaultKind, faultCatalogue } from "../src/mod.ts";
import { assumeAdmin, type Client, createClient, whoAmI } from "./support/worlds.ts";

type Outcome = {
  status: number;
  headers: Headers;
  text: string;
  json: () => Record<string, Record<string, unknown>>;
};

async function strike(fault: Fault, client: Client = createClient()): Promise<Outcome> {
  client.cloud.faults.add(fault);
  const reply = await client.call(assumeAdmin);
  const text = await reply.text();
  return { status: reply.status, headers: reply.headers, text, json: () => JSON.parse(text) };
}

function expiration({ json }: Outcome): unknown {
  return json()["Credentials"]?.["Expiration"];
}

/** Checks the effect of each fault of the catalogue on a call of AssumeRole. */
const cases: Partial<Record<FaultKind, () => Promise<void>>> = {
  async latency() {
    const client = createClient();
    const reply = strike({ kind: "latency", ms: 3000 }, client);
    await client.cloud.advance("3s");
    expect((await reply).status).toBe(200);
    expect(client.cloud.clock.pendingTimers()).toBe(0);
  },
  async hang() {
    const { cloud, request } = createClient();
    cloud.faults.add({ kind: "hang" });
    const gaveUp = new AbortController();
    const reply = cloud.fetch(new Request(request(whoAmI), { signal: gaveUp.signal }));
    await cloud.advance("1d");
    gaveUp.abort(new Error("gave up"));
    await expect(reply).rejects.toThrow("gave up");
    expect(cloud.journal.entries()[0]).toMatchObject({ decision: "failed", faults: ["hang"] });
  },
  async "connection-reset"() {
    await expect(strike({ kind: "connection-reset" })).rejects.toMatchObject({
      name: "TypeError",
      cause: { code: "ECONNRESET" },
    });
  },
  async "tls-failure"() {
    await expect(strike({ kind: "tls-failure" })).rejects.toMatchObject({
      cause: { code: "DEPTH_ZERO_SELF_SIGNED_CERT" },
    });
  },
  async "clock-skew"() {
    const { status, headers, json } = await strike({ kind: "clock-skew", offsetMs: -20 * 60_000 });
    expect([status, json()["Code"], headers.get("date")]).toEqual([
      400,
      "InvalidTimeStamp.Expired",
      "Wed, 07 Jan 2026 07:40:00 GMT",
    ]);
  },
  async throttling() {
    const { status, headers, json } = await strike({ kind: "throttling", retryAfterSeconds: 7 });
    expect([status, json()["Code"], headers.get("retry-after")]).toEqual([400, "Throttling.User", "7"]);
  },
  async "internal-error"() {
    const { status, json } = await strike({ kind: "internal-error" });
    expect([status, json()["Code"]]).toEqual([500, "InternalError"]);
  },
  async unavailable() {
    const { status, json } = await strike({ kind: "unavailable" });
    expect([status, json()["Code"]]).toEqual([503, "ServiceUnavailable"]);
  },
  async error() {
    const { json } = await strike({ kind: "error", code: "MissingRoleArn" });
    expect(json()).toMatchObject({
      Code: "MissingRoleArn",
      Message: "RoleArn is mandatory for this action.",
    });
    await expect(strike({ kind: "error", code: "NoSuchCode" })).rejects.toThrow(
      'no service has an error "NoSuchCode"',
    );
  },
  async "bad-gateway"() {
    const { status, headers, text } = await strike({ kind: "bad-gateway" });
    expect([status, headers.get("content-type"), text.slice(0, 6)]).toEqual([502, "text/html", "<html>"]);
  },
  async status() {
    const { status, text } = await strike({ kind: "status", status: 405 });
    expect([status, text]).toEqual([405, ""]);
    expect((await strike({ kind: "status", status: 204 })).status).toBe(204);
  },
  async "truncated-body"() {
    const client = createClient();
    client.cloud.faults.add({ kind: "truncated-body" });
    const reply = await client.call(assumeAdmin);
    expect(reply.status).toBe(200);
    await expect(reply.text()).rejects.toThrow("terminated");
  },
  async "slow-body"() {
    const client = createClient();
    client.cloud.faults.add({ kind: "slow-body", ms: 4000 });
    const reply = await client.call(whoAmI);
    let readAtMs: number | undefined;
    const startMs = client.cloud.clock.now();
    const read = reply.json().then(() => {
      readAtMs = client.cloud.clock.now() - startMs;
    });
    await client.cloud.advance("10s");
    await read;
    expect(readAtMs).toBe(4000);
  },
  async "slow-reset"() {
    const client = createClient();
    const startMs = client.cloud.clock.now();
    client.cloud.faults.add({ kind: "slow-reset", ms: 4000 });
    const reply = await client.call(assumeAdmin);
    let brokeAtMs = 0;
    const broken = expect(
      reply.json().finally(() => {
        brokeAtMs = client.cloud.clock.now() - startMs;
      }),
    ).rejects.toThrow("terminated");
    await client.cloud.advance("10s");
    await broken;
    expect(brokeAtMs).toBe(4000);
  },
  async "malformed-json"() {
    const { status, json } = await strike({ kind: "malformed-json" });
    expect(status).toBe(200);
    expect(json).toThrow(SyntaxError);
  },
  async "wrong-types"() {
    const { json } = await strike({ kind: "wrong-types" });
    expect(json()["Credentials"]).toEqual({
      AccessKeyId: 42,
      AccessKeySecret: 42,
      SecurityToken: 42,
      Expiration: 42,
    });
  },
  async "missing-fields"() {
    expect((await strike({ kind: "missing-fields" })).json()["Credentials"]).not.toHaveProperty(
      "SecurityToken",
    );
    const { json } = await strike({ kind: "missing-fields", fields: ["access_key_id", "RequestId"] });
    expect(Object.keys(json())).toEqual(["AssumedRoleUser", "Credentials"]);
    expect(Object.keys(json()["Credentials"] ?? {})).toEqual([
      "AccessKeySecret",
      "SecurityToken",
      "Expiration",
    ]);
  },
  async "wrong-case-keys"() {
    const { json } = await strike({ kind: "wrong-case-keys" });
    expect(Object.keys(json()["credentials"] ?? {})).toContain("accessKeySecret");
  },
  async "wrong-code"() {
    expect((await strike({ kind: "wrong-code" })).json()["Code"]).toBe("Failed");
  },
  async "null-body"() {
    expect((await strike({ kind: "null-body" })).text).toBe("null");
  },
  async "empty-body"() {
    expect((await strike({ kind: "empty-body" })).text).toBe("");
  },
  async "html-body"() {
    const { status, headers, text } = await strike({ kind: "html-body" });
    expect([status, headers.get("content-type"), text.slice(0, 6)]).toEqual([200, "text/html", "<html>"]);
  },
  async "expiration-format"() {
    const written = await Promise.all(
      (["offset", "zoneless", "epoch-seconds", "milliseconds", "unparsable"] as const).map(async (format) =>
        expiration(await strike({ kind: "expiration-format", format })),
      ),
    );
    expect(written).toEqual([
      "2026-01-07T17:00:00+08:00",
      "2026-01-07 09:00:00",
      1767776400,
      "2026-01-07T09:00:00.000Z",
      "soon",
    ]);
  },
  async "expired-credentials"() {
    expect(expiration(await strike({ kind: "expired-credentials" }))).toBe("2026-01-07T07:59:00Z");
    expect(expiration(await strike({ kind: "expired-credentials", agoMs: 3_600_000 }))).toBe(
      "2026-01-07T07:00:00Z",
    );
  },
};

/** Faults that other services than STS bring about; their own tests exercise them. */
const elsewhere: readonly FaultKind[] = [
  "token-rejected",
  "stale-metadata",
  "role-name-change",
  "missing-refresh-token",
  "refresh-token-replay",
  "short-access-token",
];

describe("the fault catalogue", () => {
  it.each(
    Object.entries(cases).map(
      ([kind, exercise]) => [kind, faultCatalogue[kind as FaultKind].text, exercise] as const,
    ),
  )("does what it says, %s: %s", async (_kind, _text, exercise) => {
    await exercise();
  });

  it("is exercised here, except for what belongs to other services", () => {
    expect([...Object.keys(cases), ...elsewhere].sort()).toEqual(Object.keys(faultCatalogue).sort());
  });
});

describe("targets", () => {
  async function statuses(client: Client, count: number): Promise<number[]> {
    const all: number[] = [];
    for (let i = 0; i < count; i++) all.push((await client.call(whoAmI)).status);
    return all;
  }

  it("strikes the nth request, and at most so many", async () => {
    const nth = createClient();
    nth.cloud.faults.add({ kind: "unavailable", nth: [2, 4] });
    expect(await statuses(nth, 5)).toEqual([200, 503, 200, 503, 200]);
    const times = createClient();
    const handle = times.cloud.faults.add({ kind: "unavailable", times: 2 });
    expect(await statuses(times, 4)).toEqual([503, 503, 200, 200]);
    expect(handle.hits()).toBe(2);
  });

  it("strikes by service, operation, client key and time span", async () => {
    const client = createClient();
    const { cloud, call } = client;
    for (const target of [
      { service: "cloud-sso" },
      { operation: "AssumeRole" },
      { clientKey: cloud.accessKey("bob").accessKeyId },
      { from: "2026-01-07T09:00:00Z", until: "2026-01-07T10:00:00Z" },
    ]) {
      cloud.faults.add({ kind: "unavailable", ...target });
    }
    expect(await statuses(client, 1)).toEqual([200]);
    expect((await call(assumeAdmin)).status).toBe(503);
    expect((await call(whoAmI, { keys: cloud.accessKey("bob") })).status).toBe(503);
    await cloud.advance("1h");
    expect(await statuses(client, 1)).toEqual([503]);
    await cloud.advance("1h");
    expect(await statuses(client, 1)).toEqual([200]);
    expect(cloud.faults.list().map(({ hits }) => hits)).toEqual([0, 1, 1, 1]);
  });

  it("strikes at a rate drawn from the seed", async () => {
    async function run(seed: string): Promise<number[]> {
      const client = createClient({ seed });
      client.cloud.faults.add({ kind: "unavailable", rate: 0.5 });
      return statuses(client, 40);
    }
    const first = await run("a");
    expect(await run("a")).toEqual(first);
    expect(await run("b")).not.toEqual(first);
    expect(new Set(first)).toEqual(new Set([200, 503]));
  });

  it("can be taken away", async () => {
    const client = createClient();
    const handle = client.cloud.faults.add({ kind: "unavailable" });
    client.cloud.faults.add({ kind: "latency", ms: 0 });
    handle.remove();
    expect(await statuses(client, 1)).toEqual([200]);
    client.cloud.faults.clear();
    expect(client.cloud.faults.list()).toEqual([]);
  });

  it.each([
    [{ kind: "typo" }, /kind/],
    [{ kind: "latency" }, /ms/],
    [{ kind: "hang", operatoin: "AssumeRole" }, /operatoin/],
    [{ kind: "hang", rate: 2 }, /rate/],
  ])("refuses %j", (fault, message) => {
    expect(() => createClient().cloud.faults.add(fault as unknown as Fault)).toThrow(message);
  });
});

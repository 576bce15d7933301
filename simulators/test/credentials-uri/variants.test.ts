import { describe, expect, it } from "vitest";
import { scenarios as texts } from "../../src/cloud/faults/scenarios.ts";
import { type Cloud, defaultWorld, faultScenarios, type ScenarioName, simulateCloud } from "../../src/mod.ts";
import { document, keysOf } from "../support/metadata.ts";
import { createClient, whoAmI } from "../support/worlds.ts";

const base = "http://credentials.simulated.example";

function fetchVariant(name: string, cloud: Cloud = simulateCloud()): Promise<Response> {
  return cloud.fetch(`${base}/variants/${name}`);
}

function without(member: string): () => Promise<void> {
  return async () => {
    const members = await document(fetchVariant(`without-${member}`));
    expect(Object.keys(members)).toHaveLength(4);
    expect(Object.keys(members).map((name) => name.toLowerCase())).not.toContain(member.replaceAll("-", ""));
  };
}

function time(name: string, expiration: unknown): () => Promise<void> {
  return async () => {
    expect(await document(fetchVariant(`time-${name}`))).toMatchObject({
      Code: "Success",
      Expiration: expiration,
    });
  };
}

/** Checks the peculiarity of each path below `/variants/`. */
const variants: Readonly<Record<string, () => Promise<void>>> = {
  "without-code": without("code"),
  async "other-code"() {
    const reply = await fetchVariant("other-code");
    expect([reply.status, (await document(reply))["Code"]]).toEqual([200, "Failed"]);
  },
  "without-access-key-id": without("access-key-id"),
  "without-access-key-secret": without("access-key-secret"),
  "without-security-token": without("security-token"),
  "without-expiration": without("expiration"),
  "time-with-offset": time("with-offset", "2026-01-07T17:00:00+08:00"),
  "time-with-milliseconds": time("with-milliseconds", "2026-01-07T09:00:00.000Z"),
  "time-without-zone": time("without-zone", "2026-01-07 09:00:00"),
  "time-in-epoch-seconds": time("in-epoch-seconds", 1_767_776_400),
  "time-garbage": time("garbage", "soon"),
  async "wrong-case"() {
    expect(Object.keys(await document(fetchVariant("wrong-case")))).toEqual([
      "code",
      "accessKeyId",
      "accessKeySecret",
      "securityToken",
      "expiration",
    ]);
  },
  async "wrong-types"() {
    expect(await document(fetchVariant("wrong-types"))).toMatchObject({ AccessKeyId: 42, Expiration: 42 });
  },
  async expired() {
    const { cloud, call } = createClient();
    const from = await document(fetchVariant("expired", cloud));
    expect(from["Expiration"]).toBe("2026-01-07T07:59:00Z");
    expect((await call(whoAmI, { keys: keysOf(from) })).status).toBe(400);
  },
  async stale() {
    const cloud = simulateCloud();
    const first = await document(fetchVariant("stale", cloud));
    await cloud.advance("1d");
    expect(await document(fetchVariant("stale", cloud))).toEqual(first);
  },
  async slow() {
    const cloud = simulateCloud();
    const startMs = cloud.clock.now();
    const reply = await fetchVariant("slow", cloud);
    const readAtMs = reply.json().then(() => cloud.clock.now() - startMs);
    await cloud.advance("10s");
    expect(await readAtMs).toBe(3000);
  },
  async "slow-then-reset"() {
    const cloud = simulateCloud();
    const broken = expect((await fetchVariant("slow-then-reset", cloud)).text()).rejects.toThrow(
      "terminated",
    );
    expect(cloud.clock.pendingTimers()).toBe(1);
    await cloud.advance("3s");
    await broken;
    const given = await fetchVariant("slow-then-reset", cloud);
    const reader = given.body?.getReader();
    const read = reader?.read();
    await reader?.cancel();
    await read;
    expect(cloud.clock.pendingTimers()).toBe(0);
  },
  async truncated() {
    await expect((await fetchVariant("truncated")).text()).rejects.toThrow("terminated");
  },
  async "not-json"() {
    await expect((await fetchVariant("not-json")).json()).rejects.toThrow(SyntaxError);
  },
  async "a-page"() {
    const reply = await fetchVariant("a-page");
    expect([reply.status, reply.headers.get("content-type")]).toEqual([200, "text/html"]);
  },
  async null() {
    expect(await (await fetchVariant("null")).json()).toBeNull();
  },
  async empty() {
    expect(await (await fetchVariant("empty")).text()).toBe("");
  },
  async "no-content"() {
    expect((await fetchVariant("no-content")).status).toBe(204);
  },
  async "bad-gateway"() {
    expect((await fetchVariant("bad-gateway")).status).toBe(502);
  },
};

describe("variants", () => {
  it.each(Object.entries(variants))("differ as the path says: /variants/%s", async (_name, exercise) => {
    await exercise();
  });

  it("are all those of the default world", () => {
    const paths = defaultWorld.credentialsUri?.documents.map(({ path }) => path) ?? [];
    const names = paths.filter((path) => path.startsWith("/variants/")).map((path) => path.slice(10));
    expect(Object.keys(variants).sort()).toEqual(names.sort());
  });
});

function struck(name: ScenarioName, cloud: Cloud = simulateCloud()): Promise<Response> {
  for (const fault of faultScenarios[name]) cloud.faults.add(fault);
  return cloud.fetch(`${base}/reader`);
}

/** Checks the effect of each scenario on a plain document. */
const scenarios: Readonly<Record<string, () => Promise<void>>> = {
  async "uri-missing-token"() {
    const reply = await struck("uri-missing-token");
    expect(reply.status).toBe(200);
    expect(await document(reply)).not.toHaveProperty("SecurityToken");
  },
  async "uri-wrong-code"() {
    expect(await document(struck("uri-wrong-code"))).toMatchObject({ Code: "Failed" });
  },
  async "uri-wrong-case"() {
    expect(await document(struck("uri-wrong-case"))).toMatchObject({ code: "Success" });
  },
  async "uri-unparsable-expiry"() {
    expect(await document(struck("uri-unparsable-expiry"))).toMatchObject({ Expiration: "soon" });
  },
  async "uri-expiry-with-offset"() {
    expect((await document(struck("uri-expiry-with-offset")))["Expiration"]).toMatch(/\+08:00$/);
  },
  async "uri-slow-then-reset"() {
    const cloud = simulateCloud();
    const reply = await struck("uri-slow-then-reset", cloud);
    const broken = expect(reply.json()).rejects.toThrow("terminated");
    await cloud.advance("5s");
    await broken;
  },
  async "uri-null-then-recovery"() {
    const cloud = simulateCloud();
    expect((await struck("uri-null-then-recovery", cloud)).status).toBe(500);
    expect(await (await cloud.fetch(`${base}/reader`)).json()).toBeNull();
    expect(await document(cloud.fetch(`${base}/reader`))).toMatchObject({ Code: "Success" });
  },
};

describe("scenarios", () => {
  it.each(
    Object.entries(scenarios).map(
      ([name, exercise]) => [name, texts[name as ScenarioName].text, exercise] as const,
    ),
  )("does what it says, %s: %s", async (_name, _text, exercise) => {
    await exercise();
  });

  it("are all exercised here", () => {
    const mine = Object.keys(faultScenarios).filter((name) => name.startsWith("uri-"));
    expect(Object.keys(scenarios).sort()).toEqual(mine.sort());
  });

  it.each([
    ["throttling", 429],
    ["internal-error", 500],
    ["unavailable", 503],
  ] as const)("beside the service's own %s", async (kind, status) => {
    const cloud = simulateCloud();
    cloud.faults.add({ kind, service: "credentials-uri", clientKey: "/reader" });
    expect((await cloud.fetch(`${base}/reader`)).status).toBe(status);
    expect((await fetchVariant("expired", cloud)).status).toBe(200);
    expect(() =>
      cloud.faults.add({ kind: "error", code: "NoSuchError", service: "credentials-uri" }),
    ).toThrow('credentials-uri has no error "NoSuchError"');
  });
});

describe("same seed, same calls", () => {
  async function script(seed: string): Promise<string> {
    const cloud = simulateCloud({ seed });
    cloud.faults.add({ kind: "wrong-types", rate: 0.3, service: "credentials-uri" });
    let seen = "";
    for (let turn = 0; turn < 10; turn++) {
      const token = cloud.credentialsDocument("/authorized").authorizationToken ?? "";
      for (const path of ["/reader", "/authorized", "/variants/wrong-case", "/moved", "/nowhere"]) {
        const reply = await cloud.fetch(base + path, { headers: { authorization: token } });
        seen += `${reply.status} ${JSON.stringify([...reply.headers])} ${await reply.text()}\n`;
      }
      await cloud.advance("20m");
    }
    return `${seen}${JSON.stringify(cloud.journal.entries())}`;
  }

  it("gives byte-identical replies and journals, and other ones for another seed", async () => {
    const one = await script("a");
    expect(await script("a")).toBe(one);
    expect(await script("b")).not.toBe(one);
  });

  it("also after a reset", async () => {
    const cloud = simulateCloud();
    const first = await document(cloud.fetch(`${base}/reader`));
    const before = cloud.clock.now();
    await cloud.advance("1h");
    cloud.credentialsDocument().rotateCredentials();
    cloud.clock.moveTo(before);
    cloud.reset();
    expect(await document(cloud.fetch(`${base}/reader`))).toEqual(first);
  });
});

describe("canaries", () => {
  it("are in documents and tokens, and not in the journal", async () => {
    const cloud = simulateCloud();
    const { url, authorizationToken = "" } = cloud.credentialsDocument("/authorized");
    const from = await document(cloud.fetch(url, { headers: { authorization: authorizationToken } }));
    await cloud.fetch(`${base}/${authorizationToken}/${from["AccessKeySecret"]}`);
    expect(() => cloud.expectNoSecrets(authorizationToken)).toThrow("the authorization token of /authorized");
    expect(() => cloud.expectNoSecrets(from)).toThrow(`the security token of ${from["AccessKeyId"]}`);
    cloud.expectNoSecrets(cloud.journal.entries(), cloud.journal.print());
  });
});

describe("faults within the service", () => {
  it("hand out credentials that have expired", async () => {
    const cloud = simulateCloud();
    cloud.faults.add({ kind: "expired-credentials", agoMs: 3_600_000, times: 1 });
    expect(await document(cloud.fetch(`${base}/reader`))).toMatchObject({
      Expiration: "2026-01-07T07:00:00Z",
    });
    expect(await document(cloud.fetch(`${base}/reader`))).toMatchObject({
      Expiration: "2026-01-07T09:00:00Z",
    });
  });

  it("hand out the same ones although they are due", async () => {
    const cloud = simulateCloud();
    const first = await document(cloud.fetch(`${base}/reader`));
    const fault = cloud.faults.add({ kind: "stale-metadata", service: "credentials-uri" });
    await cloud.advance("2h");
    expect(await document(cloud.fetch(`${base}/reader`))).toEqual(first);
    fault.remove();
    expect(await document(cloud.fetch(`${base}/reader`))).not.toEqual(first);
  });
});

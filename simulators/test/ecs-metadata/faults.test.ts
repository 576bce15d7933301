import { describe, expect, it } from "vitest";
import { scenarios as texts } from "../../src/cloud/faults/scenarios.ts";
import { type Fault, faultScenarios, type ScenarioName, simulateCloud } from "../../src/mod.ts";
import { credentialsPath, instanceId, keysOf, putToken, read, readCredentials } from "../support/metadata.ts";
import { createClient, whoAmI } from "../support/worlds.ts";

function scenario(name: ScenarioName): ReturnType<typeof createClient> {
  const client = createClient();
  for (const fault of faultScenarios[name]) client.cloud.faults.add(fault);
  return client;
}

/** The effect of each scenario of the metadata service on a client. */
const scenarios = {
  async "metadata-token-405"() {
    const { cloud } = scenario("metadata-token-405");
    expect((await putToken(cloud)).status).toBe(405);
    expect((await read(cloud, credentialsPath)).status).toBe(200);
  },
  async "metadata-token-404"() {
    const { cloud } = scenario("metadata-token-404");
    expect((await putToken(cloud)).status).toBe(404);
    expect((await read(cloud, credentialsPath)).status).toBe(200);
  },
  async "metadata-token-403"() {
    const { cloud } = scenario("metadata-token-403");
    expect((await putToken(cloud)).status).toBe(403);
    expect((await read(cloud, credentialsPath)).status).toBe(200);
  },
  async "metadata-token-timeout"() {
    const { cloud } = scenario("metadata-token-timeout");
    const gaveUp = new AbortController();
    const put = cloud.fetch("http://100.100.100.200/latest/api/token", {
      method: "PUT",
      headers: { "X-aliyun-ecs-metadata-token-ttl-seconds": "60" },
      signal: gaveUp.signal,
    });
    const refused = expect(put).rejects.toThrow("gave up after a second");
    const waited = cloud.clock.sleep(1000).then(() => gaveUp.abort(new Error("gave up after a second")));
    await cloud.advance("2s");
    await waited;
    await refused;
    expect((await read(cloud, credentialsPath)).status).toBe(200);
  },
  async "metadata-token-unusable"() {
    const { cloud } = scenario("metadata-token-unusable");
    const token = await (await putToken(cloud)).text();
    expect((await read(cloud, credentialsPath, token)).status).toBe(401);
    expect((await read(cloud, credentialsPath)).status).toBe(200);
  },
  async "metadata-role-changes"() {
    const { cloud } = scenario("metadata-role-changes");
    const name = await (await read(cloud, credentialsPath)).text();
    expect((await read(cloud, `${credentialsPath}${name}`)).status).toBe(404);
    expect(cloud.journal.entries().at(-1)?.reason).toContain("is ecs-app-renamed, not ecs-app");
    expect((await read(cloud, `${credentialsPath}${name}`)).status).toBe(200);
  },
  async "metadata-never-renews"() {
    const { cloud, call } = scenario("metadata-never-renews");
    const first = await readCredentials(cloud);
    await cloud.advance("5h");
    expect(await readCredentials(cloud)).toEqual(first);
    await cloud.advance("2h");
    expect(await readCredentials(cloud)).toEqual(first);
    expect((await call(whoAmI, { keys: keysOf(first) })).status).toBe(400);
    cloud.faults.clear();
    expect(await readCredentials(cloud)).not.toEqual(first);
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
    const mine = Object.keys(faultScenarios).filter((name) => name.startsWith("metadata-"));
    expect(Object.keys(scenarios).sort()).toEqual(mine.sort());
  });
});

describe("faults", () => {
  it.each<[Fault, number]>([
    [{ kind: "throttling", retryAfterSeconds: 3 }, 429],
    [{ kind: "internal-error" }, 500],
    [{ kind: "unavailable" }, 503],
    [{ kind: "error", code: "TokenRequired" }, 403],
    [{ kind: "bad-gateway" }, 502],
    [{ kind: "status", status: 418 }, 418],
  ])("%j answers instead of the service", async (fault, status) => {
    const cloud = simulateCloud();
    cloud.faults.add({ ...fault, operation: "GetRoleName", clientKey: instanceId });
    expect((await putToken(cloud)).status).toBe(200);
    expect((await read(cloud, credentialsPath)).status).toBe(status);
    expect(cloud.journal.entries().at(-1)).toMatchObject({ operation: "GetRoleName", faults: [fault.kind] });
  });

  it("knows its own errors only", async () => {
    const cloud = simulateCloud();
    expect(() => cloud.faults.add({ kind: "error", code: "NoSuchError", service: "ecs-metadata" })).toThrow(
      'ecs-metadata has no error "NoSuchError"',
    );
  });

  it("hands out credentials that expired before, without harm to the next ones", async () => {
    const cloud = simulateCloud();
    cloud.faults.add({ kind: "expired-credentials", agoMs: 3_600_000, times: 1 });
    expect(await readCredentials(cloud)).toMatchObject({
      LastUpdated: "2026-01-07T01:00:00Z",
      Expiration: "2026-01-07T07:00:00Z",
    });
    expect(await readCredentials(cloud)).toMatchObject({ Expiration: "2026-01-07T14:00:00Z" });
  });

  it("names another role that may exist", async () => {
    const cloud = simulateCloud();
    cloud.faults.add({ kind: "role-name-change", role: "saml-app" });
    expect(await (await read(cloud, credentialsPath)).text()).toBe("saml-app");
    expect((await read(cloud, `${credentialsPath}saml-app`)).status).toBe(404);
  });

  it("spoils the document, expiry and all", async () => {
    const cloud = simulateCloud();
    cloud.faults.add({ kind: "wrong-code", operation: "GetCredentials" });
    cloud.faults.add({ kind: "expiration-format", format: "offset", operation: "GetCredentials" });
    expect(await readCredentials(cloud)).toMatchObject({
      Code: "Failed",
      Expiration: "2026-01-07T22:00:00+08:00",
    });
  });
});

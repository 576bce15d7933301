import { describe, expect, it } from "vitest";
import { scenarios as texts } from "../src/cloud/faults/scenarios.ts";
import { faultScenarios, type ScenarioName } from "../src/mod.ts";
import { type Client, createClient, whoAmI } from "./support/worlds.ts";

function scenario(name: ScenarioName): Client {
  const client = createClient();
  for (const fault of faultScenarios[name]) client.cloud.faults.add(fault);
  return client;
}

async function codeAndDate(name: ScenarioName): Promise<unknown[]> {
  const reply = await scenario(name).call(whoAmI);
  return [((await reply.json()) as { Code?: string }).Code, reply.headers.get("date")];
}

/** Scenarios that are not of one service's own folder. */
const scenarios: Readonly<Record<string, () => Promise<void>>> = {
  async "sts-connect-hang"() {
    const { cloud, call } = scenario("sts-connect-hang");
    const startMs = cloud.clock.now();
    const answeredAtMs = call(whoAmI).then(() => cloud.clock.now() - startMs);
    await cloud.advance("10m");
    expect(await answeredAtMs).toBe(360_000);
    expect((await call(whoAmI)).status).toBe(200);
  },
  async "sts-throttled-redirect"() {
    const reply = await scenario("sts-throttled-redirect").call(whoAmI);
    expect([reply.status, reply.headers.get("location")]).toEqual([302, null]);
  },
  async "server-clock-ahead"() {
    expect(await codeAndDate("server-clock-ahead")).toEqual([
      "InvalidTimeStamp.Expired",
      "Wed, 07 Jan 2026 08:20:00 GMT",
    ]);
  },
  async "server-clock-behind"() {
    expect(await codeAndDate("server-clock-behind")).toEqual([
      "InvalidTimeStamp.Expired",
      "Wed, 07 Jan 2026 07:40:00 GMT",
    ]);
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

  it("are exercised here, except for those of other folders", () => {
    const elsewhere = /^(?:metadata|uri|oauth|sso)-/;
    const mine = Object.keys(faultScenarios).filter((name) => !elsewhere.test(name));
    expect(Object.keys(scenarios).sort()).toEqual(mine.sort());
  });
});

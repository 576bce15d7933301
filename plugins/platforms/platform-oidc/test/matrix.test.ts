// Each platform in four situations: `npm run test:platforms` makes a table of the titles.
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { ciFakes } from "./fakes/ci.ts";
import { cloudFakes } from "./fakes/clouds.ts";
import { KEY } from "./fakes/fake.ts";
import { bench, errorOf } from "./support.ts";

const fakes = [...ciFakes, ...cloudFakes].map((fake) => [fake.name, fake] as const);

describe.each(fakes)("matrix: %s", (_name, fake) => {
  test("success: the platform's token is exchanged, once for all calls", async () => {
    const { cloud, sent, issue, get, resolve, host } = bench(fake);
    const token = await issue();
    const { expiresAtMs } = await get();
    for (let call = 0; call < 20; call++) await get();
    expect(expiresAtMs).toBe(cloud.clock.now() + 3_600_000);
    expect(sent).toEqual([token]);
    const { answer, trace } = await resolve();
    expect(answer).toMatchObject({
      outcome: "credentials",
      credentials: { provenance: ["platform-oidc"] },
    });
    expect(trace.supplied).toContainEqual({ part: "token", from: fake.from });
    await host.settled();
    const shown = [inspect([answer, trace], { depth: 10 }), JSON.stringify([answer, trace])];
    cloud.expectNoSecrets(...shown);
    expect(shown.join()).not.toContain(KEY);
  });

  test("missing: the error says where it looked and what to do, and STS is not called", async () => {
    const { sent, machine, get } = bench(fake);
    machine.give(undefined);
    const { code, message } = fake.missing;
    expect(await errorOf(get())).toMatchObject({ code, message: expect.stringMatching(message) });
    expect(sent).toEqual([]);
  });

  test("refused: somebody else's token of the same issuer, and the platform's own refusal", async () => {
    const { cloud, machine, issue, resolve } = bench(fake);
    await issue(fake.foreign);
    const foreign = await resolve();
    expect(foreign.answer).toMatchObject({
      outcome: "failed",
      error: { code: "UPSTREAM_REFUSED", serverCode: "AuthenticationFail.NoPermission", retryable: false },
    });
    await issue();
    expect((await resolve()).answer.outcome).toBe("credentials");
    const calls = cloud.journal.count();
    machine.refuse?.();
    const { answer, trace } = await resolve();
    const refusal = { code: fake.name === "buildkite" ? "PROCESS_FAILED" : "UPSTREAM_REFUSED" };
    expect(answer).toMatchObject(machine.refuse ? { error: refusal } : { outcome: "credentials" });
    if (machine.refuse) expect(cloud.journal.count()).toBe(calls);
    const shown = inspect([foreign, answer, trace], { depth: 10 });
    expect(shown).not.toContain(KEY);
    cloud.expectNoSecrets(shown);
  });

  test("rotated: each refresh takes the token of the moment, also after a change of the issuer's keys", async () => {
    const { cloud, sent, host, issue, get } = bench(fake);
    const first = await issue();
    const { accessKeyId } = await get();
    await cloud.advance("61m");
    cloud.oidcIssuer().rotateKeys();
    const second = await issue();
    const fresh = await get();
    expect(fresh.accessKeyId).not.toBe(accessKeyId);
    await host.settled();
    expect(sent).toEqual([first, second]);
    expect(cloud.journal.count({ decision: "denied" })).toBe(0);
  });
});

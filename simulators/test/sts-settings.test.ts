import { describe, expect, it } from "vitest";
import { defaultWorld, parseWorld, type WorldDescription } from "../src/mod.ts";
import { createIssuer, oidcWorld, providerArn, rrsaRole } from "./support/oidc.ts";
import { assumeAdmin, createClient, roleArn, whoAmI } from "./support/worlds.ts";

function stsWorld(sts: NonNullable<WorldDescription["sts"]>): WorldDescription {
  return { ...defaultWorld, sts };
}

describe("errors of STS", () => {
  it("have another status or code where the world says so", async () => {
    const { cloud, call } = createClient({
      world: stsWorld({
        requestsPerMinute: 4,
        errors: {
          "Throttling.User": { status: 429, code: "Rejected.Throttling" },
          "Missing{0}": { code: "MissingParameter.{0}" },
          "NoPermission:trust": { status: 401 },
          InvalidAccessKeyId: { status: 401 },
        },
      }),
    });
    const answer = async (replying: Promise<Response>): Promise<unknown[]> => {
      const reply = await replying;
      const { Code, Recommend } = (await reply.json()) as { Code: string; Recommend: string };
      expect(Recommend).toContain(`?q=${Code}&`);
      return [reply.status, Code, cloud.journal.entries().at(-1)?.code];
    };
    expect(await answer(call({ Action: "AssumeRole", RoleArn: roleArn("admin") }))).toEqual([
      400,
      "MissingParameter.RoleSessionName",
      "MissingParameter.RoleSessionName",
    ]);
    expect(await answer(call({ ...assumeAdmin, RoleArn: roleArn("ecs-app") }))).toEqual([
      401,
      "NoPermission",
      "NoPermission",
    ]);
    cloud.faults.add({ kind: "error", code: "InvalidAccessKeyId", times: 1 });
    expect(await answer(call(whoAmI))).toEqual([401, "InvalidAccessKeyId", "InvalidAccessKeyId"]);
    cloud.faults.add({ kind: "throttling", times: 1 });
    expect(await answer(call(whoAmI))).toEqual([429, "Rejected.Throttling", "Rejected.Throttling"]);
    await call(whoAmI);
    await call(whoAmI);
    expect(await answer(call(whoAmI))).toEqual([429, "Rejected.Throttling", "Rejected.Throttling"]);
  });

  it("are those that there are", () => {
    expect(() => parseWorld(stsWorld({ errors: { NoSuchError: { status: 400 } } }))).toThrow(TypeError);
  });
});

describe("white space around an OIDC token", () => {
  it.each([
    [{}, 401],
    [{ trimOidcToken: false }, 401],
    [{ trimOidcToken: true }, 200],
  ])("with the settings %j: %i", async (sts, status) => {
    const issuer = await createIssuer();
    const { cloud } = createClient({ world: { ...oidcWorld({ jwks: issuer.jwks }), sts } });
    const body = new URLSearchParams({
      Action: "AssumeRoleWithOIDC",
      Version: "2015-04-01",
      OIDCProviderArn: providerArn,
      RoleArn: rrsaRole,
      OIDCToken: `${await issuer.token(cloud.clock.now())}\n`,
    });
    const reply = await cloud.fetch("https://sts.aliyuncs.com/", { method: "POST", body });
    expect(reply.status).toBe(status);
  });
});

describe("less than a call a minute", () => {
  it("is a call now and then", async () => {
    const { cloud, call } = createClient({ world: stsWorld({ requestsPerMinute: 0.5 }) });
    expect((await call(whoAmI)).status).toBe(200);
    const refused = await call(whoAmI);
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([400, null]);
    await cloud.advance("119s");
    expect((await call(whoAmI)).status).toBe(400);
    await cloud.advance("1s");
    expect((await call(whoAmI)).status).toBe(200);
    await cloud.advance("1h");
    expect((await call(whoAmI)).status).toBe(200);
    expect((await call(whoAmI)).status).toBe(400);
  });
});

describe("the journal", () => {
  it("speaks of several policies in the plural", async () => {
    const { cloud, call } = createClient();
    await call(assumeAdmin, { keys: cloud.accessKey("bob") });
    expect(cloud.journal.entries()[0]?.reason).toBe(
      "the caller's policies do not allow it: there is no statement",
    );
  });
});

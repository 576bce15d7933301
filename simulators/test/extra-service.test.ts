import { describe, expect, it } from "vitest";
import { z } from "zod";
import { defaultServices, defineService, type ServiceDefinition, simulateCloud } from "../src/mod.ts";
import { createControl } from "../src/reach/control/mod.ts";
import { handlers } from "../src/reach/msw.ts";

/** The keys, as a world describes them. */
interface KmsWorld {
  readonly kms?: { readonly secrets: Readonly<Record<string, string>> } | undefined;
}

interface KmsMembers {
  readonly kms: { put(name: string, value: string): void };
}

/** A service of somebody else, in one place. */
const kms: ServiceDefinition<KmsWorld, KmsMembers> = defineService({
  name: "kms",
  hosts: ["kms.cn-hangzhou.aliyuncs.com"],
  operations: ["GetSecretValue"],
  errors: { "Forbidden.ResourceNotFound": { status: 404 }, Throttling: { status: 429 } },
  worldSchema: { kms: z.strictObject({ secrets: z.record(z.string(), z.string()) }).optional() },
  defaultWorld: { kms: { secrets: { first: "value of the first" } } },
  create(world) {
    const secrets = world.use(createSecrets);
    return {
      identify: ({ query }) => ({ operation: query.get("Action") ?? undefined }),
      addRoutes(app) {
        app.get("/", (c) => {
          const { exchange } = c.env;
          const found = secrets.get(c.req.query("SecretName") ?? "");
          if (found === undefined) {
            exchange.report({ decision: "denied", code: "Forbidden.ResourceNotFound" });
            return c.json({ Code: "Forbidden.ResourceNotFound" }, 404);
          }
          exchange.report({ decision: "allowed" });
          return c.json({ SecretData: found });
        });
      },
    };
  },
  control: (world) => ({ kms: { put: (name, value) => world.use(createSecrets).set(name, value) } }),
});

function createSecrets(world: Parameters<typeof kms.create>[0]): Map<string, string> {
  const secrets = new Map(Object.entries(world.description.kms?.secrets ?? {}));
  world.state.add("kms", {
    snapshot: () => [...secrets],
    restore(saved) {
      secrets.clear();
      for (const [name, value] of saved as [string, string][]) secrets.set(name, value);
    },
  });
  return secrets;
}

const services = [...defaultServices, kms] as const;
const address = "https://kms.cn-hangzhou.aliyuncs.com/?Action=GetSecretValue&SecretName=first";

describe("a service that is defined outside", () => {
  it("is reached by its host and by its path, and stands in the journal", async () => {
    const cloud = simulateCloud({ services });
    expect(await (await cloud.fetch(address)).json()).toEqual({ SecretData: "value of the first" });
    const local = await cloud.fetch("http://127.0.0.1:1/kms/?Action=GetSecretValue&SecretName=none");
    expect(local.status).toBe(404);
    expect(cloud.journal.entries({ service: "kms" })).toMatchObject([
      { operation: "GetSecretValue", decision: "allowed", status: 200 },
      { operation: "GetSecretValue", decision: "denied", code: "Forbidden.ResourceNotFound" },
    ]);
    expect(cloud.serviceHosts()).toContain("kms.cn-hangzhou.aliyuncs.com");
    expect(handlers(cloud)).toHaveLength(1);
  });

  it("can be named by faults, and answers by its own errors", async () => {
    const cloud = simulateCloud({ services });
    cloud.faults.add({ kind: "throttling", operation: "GetSecretValue", nth: 1, retryAfterSeconds: 3 });
    cloud.faults.add({ kind: "error", code: "Forbidden.ResourceNotFound", nth: 2 });
    const [throttled, refused, fine] = [
      await cloud.fetch(address),
      await cloud.fetch(address),
      await cloud.fetch(address),
    ];
    expect([throttled.status, throttled.headers.get("retry-after")]).toEqual([429, "3"]);
    expect(await throttled.json()).toMatchObject({ Code: "Throttling" });
    expect([refused.status, fine.status]).toEqual([404, 200]);
    expect(() => cloud.faults.add({ kind: "hang", service: "kms", operation: "Encrypt" })).toThrow(
      'kms has no operation "Encrypt"; there are GetSecretValue',
    );
    expect(() => cloud.faults.add({ kind: "token-rejected", service: "kms" })).toThrow(
      "token-rejected is for ecs-metadata, not for kms",
    );
    expect(() => simulateCloud().faults.add({ kind: "hang", service: "kms" })).toThrow("unknown service");
  });

  it("is part of worlds, snapshots and what tests act on", async () => {
    const { accounts } = simulateCloud().world.description;
    const cloud = simulateCloud({ services, world: { accounts, kms: { secrets: { first: "another" } } } });
    expect(await (await cloud.fetch(address)).json()).toEqual({ SecretData: "another" });
    const snapshot = cloud.snapshot();
    cloud.kms.put("first", "third");
    expect(await (await cloud.fetch(address)).json()).toEqual({ SecretData: "third" });
    cloud.restore(snapshot);
    expect(await (await cloud.fetch(address)).json()).toEqual({ SecretData: "another" });
    const wrong = { accounts, kms: { secrets: { first: 1 } } } as unknown as { accounts: typeof accounts };
    expect(() => simulateCloud({ services, world: wrong })).toThrow("kms.secrets.first");
    expect(() => simulateCloud({ world: { accounts, ...{ kms: {} } } })).toThrow("kms");
    expect(cloud.oauth.signIn("alice").accessToken).not.toBe("");
  });

  it("is listed by the control API, and stays when the world is replaced", async () => {
    const token = "a token of the test";
    const control = createControl(simulateCloud({ services }), { token: token.replaceAll(" ", "-") });
    const headers = {
      authorization: `Bearer ${token.replaceAll(" ", "-")}`,
      "content-type": "application/json",
    };
    const ask = (method: string, path: string, body?: unknown): Promise<Response> =>
      control.fetch(
        new Request(`http://127.0.0.1/_alicred/${path}`, {
          method,
          headers,
          ...(body !== undefined && { body: JSON.stringify(body) }),
        }),
      );
    expect(await (await ask("GET", "faults/catalogue")).json()).toMatchObject({
      services: defaultServices.map(({ name }) => name).concat("kms"),
      operations: { kms: ["GetSecretValue"] },
    });
    expect((await ask("POST", "faults", { kind: "unavailable", service: "kms" })).status).toBe(201);
    expect((await ask("PUT", "world", { seed: "another" })).status).toBe(200);
    control.cloud().kms.put("first", "kept");
    expect(await (await control.cloud().fetch(address)).json()).toEqual({ SecretData: "kept" });
  });

  it("may be one of few", async () => {
    const cloud = simulateCloud({ services: [kms] });
    expect((await cloud.fetch(address)).status).toBe(200);
    expect((await cloud.fetch("https://sts.aliyuncs.com/")).status).toBe(421);
    expect(Object.keys(cloud.world.description)).toEqual(["accounts", "kms"]);
    const control = createControl(cloud, { token: "a-token-of-the-test" });
    const reply = await control.fetch(
      new Request("http://127.0.0.1/_alicred/faults/catalogue", {
        headers: { authorization: "Bearer a-token-of-the-test" },
      }),
    );
    const { scenarios } = (await reply.json()) as { scenarios: readonly { name: string }[] };
    expect(scenarios.map(({ name }) => name)).toEqual(["server-clock-ahead", "server-clock-behind"]);
  });
});

describe("services that cannot be", () => {
  it("are refused: two of a name, two with one word of worlds, a member that is taken, another case", () => {
    expect(() => simulateCloud({ services: [kms, kms] })).toThrow("two services named kms");
    const other = defineService<KmsWorld>({ ...kms, name: "kms-two", errors: {}, control: () => ({}) });
    expect(() => simulateCloud({ services: [kms, other] })).toThrow("kms-two");
    const taken = defineService({
      name: "taken",
      hosts: [],
      operations: [],
      errors: {},
      worldSchema: {},
      defaultWorld: {},
      create: () => ({ identify: () => ({}), addRoutes: () => {} }),
      control: () => ({ fetch: "mine" }),
    });
    expect(() => simulateCloud({ services: [taken] })).toThrow("adds fetch, which the cloud has already");
    expect(() => defineService({ ...kms, name: "KMS", errors: {} })).toThrow("kebab case");
  });
});

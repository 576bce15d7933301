import { describe, expect, it } from "vitest";
import { defaultWorld, simulateCloud, type WorldDescription } from "../../src/mod.ts";
import { openApiApp } from "../../src/services/openapi/mod.ts";
import { productOf } from "../../src/services/openapi/product.ts";
import { assume } from "../support/assume.ts";
import { createOpenApiClient, openApiWorld } from "../support/openapi.ts";
import { assumeAdmin, createClient } from "../support/worlds.ts";

const root = "LTAI5tRootOfTheAccount01";
const ecs = "2014-05-26";

type Replies = NonNullable<NonNullable<WorldDescription["openapi"]>["replies"]>;

function repliesWorld(...replies: Replies): WorldDescription {
  return openApiWorld({ replies });
}

describe("the host of a product", () => {
  it.each([
    ["ecs.cn-hangzhou.aliyuncs.com", "ecs"],
    ["ecs-cn-hangzhou.aliyuncs.com:443", "ecs"],
    ["ecs-vpc.cn-hangzhou.aliyuncs.com", "ecs"],
    ["business.aliyuncs.com", "business"],
    ["location-readonly.aliyuncs.com", "location"],
    ["1000000000000001.cn-hangzhou.fc.aliyuncs.com", "fc"],
    ["127.0.0.1:8080", undefined],
  ])("%s tells %s", (host, product) => {
    expect(productOf(host)).toBe(product);
  });

  it("is named by a host name, and nothing that only ends like one", async () => {
    const { cloud } = createClient();
    for (const host of ["user@ecs.aliyuncs.com", "a/ecs.aliyuncs.com", "..aliyuncs.com", ".aliyuncs.com"])
      expect((await cloud.fetch("https://anywhere.example/", { headers: { host } })).status).toBe(421);
  });

  it("is not one of STS or OSS, so that a misspelt one is still noticed", async () => {
    const cloud = simulateCloud();
    expect((await cloud.fetch("https://sts.cn-hangzhuo.aliyuncs.com/")).status).toBe(421);
    expect((await cloud.fetch("https://bucket.oss-cn-hangzhou.aliyuncs.com/")).status).toBe(404);
    expect(cloud.journal.entries().map(({ service }) => service)).toEqual(["none", "oss"]);
  });
});

describe("the gateway", () => {
  it.each(["v1", "v3"] as const)("verifies callers of any product, signature %s", async (style) => {
    const world = repliesWorld({ product: "*", action: "*", reply: { Product: "any" } });
    const { cloud, ask, call } = createOpenApiClient(world);
    const endpoint = "https://polardb.cn-beijing.aliyuncs.com/";
    const params = { Action: "DescribeThings" };
    const asked = { user: root, style, endpoint };
    expect(await ask("polardb", "2017-08-01", params, asked)).toEqual({
      status: 200,
      body: { RequestId: expect.any(String), Product: "any" },
    });
    const keys = { ...cloud.accessKey(root), accessKeySecret: "wrong" };
    const refused = await call({ Version: "2017-08-01", ...params }, { keys, style, endpoint });
    expect(await refused.json()).toMatchObject({
      Code: "SignatureDoesNotMatch",
      Recommend: expect.stringContaining("product=Polardb"),
    });
  });

  it("ends sessions on the clock", async () => {
    const client = createClient({
      world: repliesWorld({ product: "ecs", action: "DescribeRegions", reply: {} }),
    });
    const keys = await assume(client, assumeAdmin);
    const ask = async (): Promise<unknown> => {
      const options = { keys, endpoint: "https://ecs.cn-hangzhou.aliyuncs.com/" };
      return (await client.call({ Action: "DescribeRegions", Version: ecs }, options)).json();
    };
    expect(await ask()).toMatchObject({ Code: "Forbidden.RAM" });
    await client.cloud.advance("1h");
    expect(await ask()).toMatchObject({ Code: "InvalidSecurityToken.Expired" });
  });

  it("evaluates the policies of users, and of sessions", async () => {
    const statement = { Effect: "Allow", Action: "ecs:Describe*", Resource: "*" } as const;
    const [first, ...others] = defaultWorld.accounts;
    const world: WorldDescription = {
      ...defaultWorld,
      accounts: [
        {
          ...first,
          id: first?.id ?? "",
          users: first?.users?.map((user) =>
            user.name === "bob" ? { ...user, policies: [{ Version: "1", Statement: [statement] }] } : user,
          ),
        },
        ...others,
      ],
    };
    const { ask, cloud } = createOpenApiClient(world);
    expect((await ask("ecs", ecs, { Action: "DescribeRegions" }, { user: "bob" })).status).toBe(200);
    expect(await ask("ecs", ecs, { Action: "DescribeRegions" })).toMatchObject({
      status: 403,
      body: {
        Code: "Forbidden.RAM",
        AccessDeniedDetail: { AuthAction: "ecs:DescribeRegions", NoPermissionType: "ImplicitDeny" },
      },
    });
    expect(cloud.journal.entries().map(({ reason }) => reason)).toEqual([
      "the caller's policies allow it",
      "the caller's policies do not allow it: no statement for ecs:DescribeRegions",
    ]);
  });

  it("takes bearer tokens of the world, until they expire", async () => {
    const cloud = simulateCloud({
      world: openApiWorld({
        bearerTokens: [
          { token: "bearer-of-main", user: "1000000000000001" },
          { token: "bearer-that-ends", user: "1000000000000001", expiration: "2026-01-07T09:00:00Z" },
        ],
      }),
    });
    let nonce = 0;
    const ask = async (token: string, timestamp = "2026-01-07T08:00:00Z"): Promise<unknown> => {
      const query = new URLSearchParams({
        SignatureType: "BEARERTOKEN",
        Action: "DescribeRegions",
        Version: ecs,
        Format: "JSON",
        Timestamp: timestamp,
        SignatureNonce: `n-${++nonce}`,
      });
      const headers = { "x-acs-bearer-token": token };
      const reply = await cloud.fetch(`https://ecs.aliyuncs.com/?${query}`, { headers });
      return ((await reply.json()) as { Code?: string }).Code ?? reply.status;
    };
    expect(await ask("bearer-of-main")).toBe(200);
    expect(await ask("bearer-that-ends")).toBe(200);
    expect(await ask("bearer-of-nobody")).toBe("InvalidBearerTokenException");
    await cloud.advance("1h");
    expect(await ask("bearer-that-ends", "2026-01-07T09:00:00Z")).toBe("InvalidBearerTokenException");
    expect(await ask("bearer-of-main")).toBe("InvalidTimeStamp.Expired");
  });

  it.each<[string, string, string, number, string, string]>([
    ["ecs", ecs, "DescribeRegion", 404, "InvalidAction.NotFound", "near: DescribeRegions"],
    ["ecs", "2014-05-25", "DescribeRegions", 400, "InvalidVersion", "near: 2014-05-26"],
    ["esc", ecs, "DescribeRegions", 404, "InvalidProduct.NotFound", "near: ecs"],
    ["ram", "2015-05-01", "CreateAccesKey", 404, "InvalidAction.NotFound", "near: CreateAccessKey"],
  ])("says what is near: %s %s %s", async (product, version, Action, status, code, near) => {
    const { ask, cloud } = createOpenApiClient();
    expect(await ask(product, version, { Action })).toMatchObject({ status, body: { Code: code } });
    expect(cloud.journal.entries()[0]?.reason).toContain(near);
  });

  it("answers at a host that names no product, by action and version", async () => {
    const { ask } = createOpenApiClient();
    const endpoint = "http://localhost:8080/";
    expect((await ask("ecs", ecs, { Action: "DescribeRegions" }, { user: root, endpoint })).status).toBe(200);
    expect((await ask("sts", "2015-04-01", { Action: "GetCallerIdentity" }, { endpoint })).status).toBe(200);
    const strange = await ask("ecs", ecs, { Action: "Describe" }, { endpoint });
    expect(strange.body["Code"]).toBe("InvalidProduct.NotFound");
    const app = openApiApp(simulateCloud());
    expect((await app.request("http://box.example/?Action=GetUser&Version=2015-05-01")).status).toBe(400);
  });

  it("wants RAM to be asked by HTTPS", async () => {
    const { ram } = createOpenApiClient();
    expect((await ram("GetUser", {}, { endpoint: "http://ram.aliyuncs.com/" })).body["Code"]).toBe(
      "InvalidProtocol.NeedSsl",
    );
  });

  it("has faults and a journal for actions of the world", async () => {
    const world = repliesWorld({ product: "kvs", action: "PutThing", reply: {} });
    const { ask, cloud } = createOpenApiClient(world);
    cloud.faults.add({
      kind: "error",
      code: "QuotaExceeded",
      status: 403,
      service: "openapi",
      operation: "PutThing",
    });
    expect((await ask("kvs", "1", { Action: "PutThing" })).body["Code"]).toBe("QuotaExceeded");
    expect(cloud.journal.count({ operation: "PutThing" })).toBe(1);
    expect(() => simulateCloud().journal.count({ operation: "PutThing" })).toThrow("PutThing");
  });
});

describe("replies of the world", () => {
  it("come before those built in, with their status and the blanks filled in", async () => {
    const world = repliesWorld({
      product: "ecs",
      version: ecs,
      action: "RunInstances",
      status: 202,
      reply: {
        Ids: ["{id:i-}", "{id:i-}"],
        Account: "{accountId}",
        Caller: "{callerArn}",
        At: "{now}",
        Region: "{param:RegionId|cn-beijing}",
        Zone: "{param:ZoneId|cn-beijing-a}",
        Request: "{requestId}",
        Count: 2,
        Nothing: null,
        Same: "{other}",
      },
    });
    const { ask } = createOpenApiClient(world);
    const params = { Action: "RunInstances", RegionId: "cn-shanghai" };
    const { status, body } = await ask("ecs", ecs, params, { user: root });
    expect(status).toBe(202);
    expect(body).toEqual({
      RequestId: expect.any(String),
      Ids: [expect.stringMatching(/^i-[0-9a-z]{17}$/), expect.stringMatching(/^i-[0-9a-z]{17}$/)],
      Account: "1000000000000001",
      Caller: "acs:ram::1000000000000001:root",
      At: "2026-01-07T08:00:00Z",
      Region: "cn-shanghai",
      Zone: "cn-beijing-a",
      Request: body["RequestId"],
      Count: 2,
      Nothing: null,
      Same: "{other}",
    });
  });

  it("are given out page by page, by number or by token", async () => {
    const Instance = Array.from({ length: 5 }, (_, at) => ({ InstanceId: `i-${at}` }));
    const world = repliesWorld({
      product: "ecs",
      action: "DescribeInstances",
      paging: "Instances.Instance",
      reply: { Instances: { Instance, More: true } },
    });
    const { ask } = createOpenApiClient(world);
    const page = async (params: Record<string, string>): Promise<Record<string, unknown>> => {
      const { body } = await ask("ecs", ecs, { Action: "DescribeInstances", ...params }, { user: root });
      return body;
    };
    expect(await page({ PageNumber: "2", PageSize: "2" })).toMatchObject({
      Instances: { Instance: Instance.slice(2, 4), More: true },
      TotalCount: 5,
      PageNumber: 2,
      PageSize: 2,
    });
    const seen: unknown[] = [];
    let token = "";
    do {
      const body = await page({ MaxResults: "2", ...(token && { NextToken: token }) });
      seen.push(...(body["Instances"] as { Instance: unknown[] }).Instance);
      token = String(body["NextToken"]);
    } while (token !== "");
    expect(seen).toEqual(Instance);
  });

  it("are XML where no JSON is asked for", async () => {
    const { cloud, request } = createClient();
    const asked = request(
      { Action: "DescribeRegions", Version: ecs, Format: "XML" },
      { keys: cloud.accessKey(root), endpoint: "https://ecs.aliyuncs.com/" },
    );
    const xml = await (await cloud.fetch(asked)).text();
    expect(xml).toContain("<Regions><Region><RegionId>cn-hangzhou</RegionId>");
    expect(xml).toContain("</Region><Region><RegionId>cn-shanghai</RegionId>");
  });

  it("that are built in let the command line and Terraform find their way", async () => {
    const { ask } = createOpenApiClient();
    const available = await ask(
      "business",
      "2017-12-14",
      { Action: "QueryAvailableInstances" },
      { user: root },
    );
    expect(available.body).toMatchObject({ Code: "Success", Success: true, Data: { InstanceList: [] } });
    const endpoints = await ask(
      "location",
      "2015-06-12",
      { Action: "DescribeEndpoints", Id: "cn-beijing", ServiceCode: "ecs" },
      { user: root },
    );
    expect(endpoints.body).toMatchObject({
      Endpoints: { Endpoint: [{ Endpoint: "ecs.cn-beijing.aliyuncs.com" }] },
    });
  });
});

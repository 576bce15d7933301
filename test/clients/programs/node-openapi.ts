// The official client of any product for Node: node --import tsx node-openapi.ts CONFIG
import { createRequire } from "node:module";
import { type ClientConfig, tell } from "./answer.ts";

interface OpenApi {
  readonly default: new (
    config: unknown,
  ) => {
    callApi(
      params: unknown,
      request: unknown,
      runtime: unknown,
    ): Promise<{ readonly body: Readonly<Record<string, unknown>> }>;
  };
  readonly $OpenApiUtil: Readonly<
    Record<"Config" | "Params" | "OpenApiRequest", new (fields: object) => unknown>
  >;
}

interface Dara {
  readonly RuntimeOptions: new (fields: object) => unknown;
}

interface AccessKey {
  readonly AccessKeyId: string;
  readonly AccessKeySecret: string;
  readonly Status: string;
}

const load = createRequire(import.meta.url);
const { default: Client, $OpenApiUtil } = load("@alicloud/openapi-core") as OpenApi;
const { RuntimeOptions } = load("@darabonba/typescript") as Dara;

interface Operation {
  readonly endpoint: string;
  readonly version: string;
  readonly action: string;
  readonly query?: object;
  readonly style?: "ROA";
  readonly pathname?: string;
  readonly method?: string;
}

/** Calls an action with the keys of a configuration. */
async function ask(keys: ClientConfig, operation: Operation): Promise<Readonly<Record<string, unknown>>> {
  const { endpoint, version, action, query = {}, style = "RPC", pathname = "/", method = "POST" } = operation;
  const client = new Client(new $OpenApiUtil.Config({ ...keys, endpoint }));
  const params = { action, version, protocol: "HTTPS", method, authType: "AK", style, pathname };
  const { body } = await client.callApi(
    new $OpenApiUtil.Params({ ...params, reqBodyType: "formData", bodyType: "json" }),
    new $OpenApiUtil.OpenApiRequest({ query }),
    new RuntimeOptions({}),
  );
  return body;
}

function ram(
  keys: ClientConfig,
  action: string,
  query: object = {},
): Promise<Readonly<Record<string, unknown>>> {
  return ask(keys, { endpoint: "ram.aliyuncs.com", version: "2015-05-01", action, query });
}

const calls: Readonly<Record<string, (keys: ClientConfig) => Promise<string>>> = {
  async rotation(keys) {
    const created = (await ram(keys, "CreateAccessKey"))["AccessKey"] as AccessKey;
    const mine = { accessKeyId: created.AccessKeyId, accessKeySecret: created.AccessKeySecret };
    await ram(mine, "UpdateAccessKey", { UserAccessKeyId: keys["accessKeyId"], Status: "Inactive" });
    const { AccessKey } = (await ram(mine, "ListAccessKeys"))["AccessKeys"] as { AccessKey: AccessKey[] };
    await ram(mine, "UpdateAccessKey", { UserAccessKeyId: keys["accessKeyId"], Status: "Active" });
    await ram(keys, "DeleteAccessKey", { UserAccessKeyId: created.AccessKeyId });
    return AccessKey.map(({ Status }) => Status).join();
  },
  async regions(keys) {
    const { Regions } = (await ask(keys, {
      endpoint: "ecs.cn-hangzhou.aliyuncs.com",
      version: "2014-05-26",
      action: "DescribeRegions",
    })) as { Regions: { Region: { RegionId: string }[] } };
    return Regions.Region[0]?.RegionId ?? "none";
  },
  async clusters(keys) {
    const body = await ask(keys, {
      endpoint: "cs.cn-hangzhou.aliyuncs.com",
      version: "2015-12-15",
      action: "DescribeClustersV1",
      style: "ROA",
      pathname: "/api/v1/clusters",
      method: "GET",
      query: { name: "a b" },
    });
    return JSON.stringify(body["clusters"]);
  },
  async refusal(keys) {
    return ram(keys, "ListAccessKeys", { UserName: "bob" }).then(
      () => "no error",
      (error: unknown) => {
        const { code, statusCode } = error as { code?: string; statusCode?: number };
        return `${code} ${statusCode}`;
      },
    );
  },
};

await tell(async ({ call = "", ...keys }) => ({ result: await calls[call]?.(keys) }));

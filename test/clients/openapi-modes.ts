import type { Mode } from "./mode.ts";
import { accountId, type Facts } from "./world.ts";

/** Hosts of products that the cloud does not list, because it has them all. */
export const productHosts = ["ecs.cn-hangzhou.aliyuncs.com", "cs.cn-hangzhou.aliyuncs.com"] as const;
const [ecs, cs] = productHosts;

/** Calls to products by the client that all products have in common. */
export function openApiModes({ cloud }: Facts): readonly Mode[] {
  const alice = cloud.accessKey("alice");
  const mainAccount = cloud.accessKey("LTAI5tRootOfTheAccount01");
  const bearer = { type: "bearer", bearerToken: "bearer-of-the-main-account" };
  const ram = "ram.aliyuncs.com";
  return [
    {
      name: "a key is rotated",
      config: { call: "rotation", ...alice },
      result: "Inactive,Active",
      calls: ["CreateAccessKey", "UpdateAccessKey", "ListAccessKeys", "DeleteAccessKey"].map(
        (action) => `${ram} ${action}`,
      ),
    },
    {
      name: "the keys of another user",
      config: { call: "refusal", ...alice },
      result: "NoPermission 403",
      calls: [],
    },
    {
      name: "regions",
      config: { call: "regions", ...mainAccount },
      result: "cn-hangzhou",
      calls: [`${ecs} DescribeRegions`],
    },
    {
      name: "regions, by a bearer token",
      config: { call: "regions", ...bearer },
      result: "cn-hangzhou",
      calls: [`${ecs} DescribeRegions`],
    },
    {
      name: "a product by paths",
      config: { call: "clusters", ...mainAccount },
      result: JSON.stringify([{ name: "a b", owner: accountId }]),
      calls: [`${cs} DescribeClustersV1`],
    },
  ];
}

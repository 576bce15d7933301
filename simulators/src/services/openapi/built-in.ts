import type { CannedReply } from "./world.ts";

const REGIONS = [
  ["cn-hangzhou", "China (Hangzhou)"],
  ["cn-shanghai", "China (Shanghai)"],
  ["cn-beijing", "China (Beijing)"],
  ["cn-shenzhen", "China (Shenzhen)"],
  ["cn-hongkong", "China (Hong Kong)"],
  ["ap-southeast-1", "Singapore"],
  ["us-west-1", "US (Silicon Valley)"],
  ["eu-central-1", "Germany (Frankfurt)"],
] as const;

/** Replies that a cloud has without a world's: enough for the command line and Terraform to find their way. */
export const BUILT_IN_REPLIES: readonly CannedReply[] = [
  {
    product: "ecs",
    version: "2014-05-26",
    action: "DescribeRegions",
    reply: {
      Regions: {
        Region: REGIONS.map(([RegionId, LocalName]) => ({
          RegionId,
          LocalName,
          RegionEndpoint: `ecs.${RegionId}.aliyuncs.com`,
          Status: "available",
        })),
      },
    },
  },
  {
    product: "ecs",
    version: "2014-05-26",
    action: "DescribeInstances",
    paging: "Instances.Instance",
    reply: { Instances: { Instance: [] } },
  },
  {
    product: "vpc",
    version: "2016-04-28",
    action: "DescribeVpcs",
    paging: "Vpcs.Vpc",
    reply: { Vpcs: { Vpc: [] } },
  },
  // Terraform asks for it before every plan, and waits half a minute for an answer.
  {
    product: "business",
    version: "2017-12-14",
    action: "QueryAvailableInstances",
    reply: {
      Code: "Success",
      Message: "Successful!",
      Success: true,
      Data: { TotalCount: 0, PageNum: 1, PageSize: 20, InstanceList: [] },
    },
  },
  {
    product: "location",
    version: "2015-06-12",
    action: "DescribeEndpoints",
    reply: {
      Success: true,
      Endpoints: {
        Endpoint: [
          {
            Id: "{param:Id}",
            Namespace: "",
            SerivceCode: "{param:ServiceCode}",
            Type: "openAPI",
            Endpoint: "{param:ServiceCode}.{param:Id}.aliyuncs.com",
            Protocols: { Protocols: ["HTTP", "HTTPS"] },
          },
        ],
      },
    },
  },
];

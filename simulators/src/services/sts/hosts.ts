/** Regions with an STS endpoint: https://api.aliyun.com/product/Sts */
const REGIONS: readonly string[] = [
  "cn-qingdao",
  "cn-beijing",
  "cn-zhangjiakou",
  "cn-huhehaote",
  "cn-wulanchabu",
  "cn-hangzhou",
  "cn-shanghai",
  "cn-nanjing",
  "cn-fuzhou",
  "cn-shenzhen",
  "cn-heyuan",
  "cn-guangzhou",
  "cn-chengdu",
  "cn-wuhan-lr",
  "cn-hongkong",
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-southeast-1",
  "ap-southeast-3",
  "ap-southeast-5",
  "ap-southeast-7",
  "us-east-1",
  "us-west-1",
  "na-south-1",
  "eu-west-1",
  "eu-central-1",
  "me-east-1",
  "me-central-1",
  "cn-shanghai-finance-1",
  "cn-beijing-finance-1",
];

/** Host names of STS: the central one, the regional ones, and those inside a VPC. */
export const STS_HOSTS: readonly string[] = [
  "sts.aliyuncs.com",
  ...REGIONS.flatMap((region) => [`sts.${region}.aliyuncs.com`, `sts-vpc.${region}.aliyuncs.com`]),
];

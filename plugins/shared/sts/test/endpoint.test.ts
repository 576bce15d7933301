import { expect, test } from "vitest";
import { selectEndpoint } from "../src/endpoint.ts";
import type { EndpointOptions } from "../src/mod.ts";
import { bench } from "./support.ts";

const REGION = { ALIBABA_CLOUD_STS_REGION: "eu-west-1" };
const VPC = { ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED: "True" };
const ADDRESS = { ALIBABA_CLOUD_STS_ENDPOINT: "sts.example.com" };

function select(options: EndpointOptions, env: Record<string, string> | undefined): [string, string[]] {
  const { context } = bench([], { env });
  const origin = selectEndpoint(context, options);
  return [origin, context.notes.supplied.map(({ from }) => from)];
}

test.each<[string, EndpointOptions, Record<string, string> | undefined, string, string[]]>([
  ["the default", {}, {}, "sts.aliyuncs.com", []],
  ["a runtime without variables", {}, undefined, "sts.aliyuncs.com", []],
  ["a region", { region: "cn-beijing" }, {}, "sts.cn-beijing.aliyuncs.com", ["argument sts.region"]],
  [
    "a region and its VPC",
    { region: "cn-beijing", vpc: true },
    {},
    "sts-vpc.cn-beijing.aliyuncs.com",
    ["argument sts.region and argument sts.vpc"],
  ],
  [
    "an endpoint above all",
    { endpoint: "sts.x.com", region: "cn-beijing", vpc: true },
    { ...ADDRESS, ...REGION, ...VPC },
    "sts.x.com",
    ["argument sts.endpoint"],
  ],
  [
    "the region's variable",
    {},
    { ALIBABA_CLOUD_STS_REGION: " eu-west-1\n" },
    "sts.eu-west-1.aliyuncs.com",
    ["environment variable ALIBABA_CLOUD_STS_REGION"],
  ],
  [
    "both variables",
    {},
    { ...REGION, ...VPC },
    "sts-vpc.eu-west-1.aliyuncs.com",
    [
      "environment variable ALIBABA_CLOUD_STS_REGION and environment variable ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED",
    ],
  ],
  [
    "the endpoint's variable above the other two",
    {},
    { ...ADDRESS, ...REGION, ...VPC },
    "sts.example.com",
    ["environment variable ALIBABA_CLOUD_STS_ENDPOINT"],
  ],
  [
    "an explicit region above the endpoint's variable",
    { region: "cn-beijing" },
    ADDRESS,
    "sts.cn-beijing.aliyuncs.com",
    ["argument sts.region"],
  ],
  [
    "an explicit no to the VPC above its variable",
    { vpc: false },
    { ...REGION, ...VPC },
    "sts.eu-west-1.aliyuncs.com",
    ["environment variable ALIBABA_CLOUD_STS_REGION"],
  ],
  [
    "an explicit VPC with the variable's region",
    { vpc: true },
    REGION,
    "sts-vpc.eu-west-1.aliyuncs.com",
    ["environment variable ALIBABA_CLOUD_STS_REGION and argument sts.vpc"],
  ],
  ["a VPC switch that is off", {}, { ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED: "0" }, "sts.aliyuncs.com", []],
  [
    "empty variables",
    {},
    { ALIBABA_CLOUD_STS_REGION: "", ALIBABA_CLOUD_STS_ENDPOINT: " " },
    "sts.aliyuncs.com",
    [],
  ],
])("endpoint: %s", (_name, options, env, host, from) => {
  expect(select(options, env)).toEqual([`https://${host}`, from]);
});

test.each([
  ["https://sts.x.com/", "https://sts.x.com"],
  ["HTTPS://STS.x.com", "https://sts.x.com"],
  ["sts.x.com:8443/", "https://sts.x.com:8443"],
  ["http://127.0.0.1:8080", "http://127.0.0.1:8080"],
  ["http://localhost:8080/", "http://localhost:8080"],
  ["http://[::1]:8080", "http://[::1]:8080"],
])("the endpoint %s is understood", (endpoint, origin) => {
  expect(select({ endpoint }, {})[0]).toBe(origin);
});

test.each([
  "http://sts.aliyuncs.com",
  "http://127.0.0.1.evil.com",
  "http://localhost.evil.com",
  "https://user:secret@sts.aliyuncs.com",
  "https://sts.aliyuncs.com/path",
  "https://sts.aliyuncs.com/?a=b",
  "https://sts.aliyuncs.com/#x",
  "ftp://127.0.0.1",
  "https://",
  "",
  "not a host",
])("the endpoint %j is refused, and not quoted", (endpoint) => {
  const expected = expect.objectContaining({
    code: "INVALID_CONFIGURATION",
    message: "argument sts.endpoint is not an https:// host of STS.",
  });
  expect(() => select({ endpoint }, {})).toThrowError(expected);
});

test.each(["evil.com/", "a b", "-x", "x-", "", "a..b", "CN_1", "x#"])(
  "the region %j is refused: it could lead to another host",
  (region) => {
    const expected = {
      code: "INVALID_CONFIGURATION",
      message: "argument sts.region is not a region id, such as cn-hangzhou.",
    };
    expect(() => select({ region }, {})).toThrowError(expect.objectContaining(expected));
  },
);

test.each<[EndpointOptions, Record<string, string>, string, string[]]>([
  [{ vpc: true }, {}, "sts.aliyuncs.com", ["argument sts.vpc"]],
  [{ vpc: true }, ADDRESS, "sts.example.com", []],
  [{}, VPC, "sts.aliyuncs.com", ["environment variable ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED"]],
])(
  "a VPC without a region leaves the endpoint as it is, as in the SDKs: %j %j",
  (options, env, host, warned) => {
    const { context } = bench([], { env });
    expect(selectEndpoint(context, options)).toBe(`https://${host}`);
    expect(context.notes.warnings).toEqual(
      warned.map((asker) => expect.stringContaining(`${asker} is ignored, because no region is given.`)),
    );
  },
);

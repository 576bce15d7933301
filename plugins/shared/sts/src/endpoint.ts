import { type ResolveContext, type Rule, stringMatching } from "@alicred/core";
import { checkSetting, parseEndpoint, type Setting, settingOf } from "@alicred/plugin-kit";

/** Which STS to call. */
export interface EndpointOptions {
  /**
   * The host of STS, with or without `https://`; `http://` only for loopback hosts. Overrides everything else.
   * Default: the variable `ALIBABA_CLOUD_STS_ENDPOINT`, unless a region is given, or `vpc` with the region's variable.
   */
  readonly endpoint?: string | undefined;
  /** A region id such as `cn-hangzhou`. Default: the variable `ALIBABA_CLOUD_STS_REGION`, else the central endpoint. */
  readonly region?: string | undefined;
  /**
   * Whether to call the endpoint inside the region's VPC. Without a region the central endpoint is called all the same,
   * with a warning in the trace, as by the official SDKs.
   * Default: whether `ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED` is `true`.
   */
  readonly vpc?: boolean | undefined;
}

/** The path of an option that says which STS to call. */
export type EndpointPath = `sts.${keyof EndpointOptions}`;

/** The rules of endpoint and region. They are checked when STS is called, because they apply to variables too. */
export const endpointRules: Readonly<Record<"endpoint" | "region", Rule>> = {
  endpoint: {
    accepts: (value) => typeof value === "string" && parseEndpoint(value) !== undefined,
    complaint: "is not an https:// host of STS",
  },
  // Nothing in a region may lead to another host.
  region: stringMatching(/^[a-z0-9]+(-[a-z0-9]+)*$/, "is not a region id, such as cn-hangzhou"),
};

/**
 * The origin of STS by option, environment variable or default, in this order. Notes in the trace what supplied it
 * when it is not the default. A VPC without a region has no effect beyond a warning, as in the official SDKs.
 *
 * @param originOf says where an option came from. Default: `argument sts.region`.
 * @throws {ConfigurationError} `INVALID_CONFIGURATION` for an invalid endpoint or region.
 */
export function selectEndpoint(
  context: ResolveContext,
  options: EndpointOptions,
  originOf: (path: EndpointPath) => string = (path) => `argument ${path}`,
): string {
  const { host } = context;
  const read = (name: "endpoint" | "region", variables: readonly string[]): Setting | undefined =>
    checkSetting(settingOf(host, options[name], originOf(`sts.${name}`), variables), endpointRules[name]);

  const region = read("region", ["ALIBABA_CLOUD_STS_REGION"]);
  // An address of the environment must not override a region that was asked for explicitly.
  const isRegional = options.region !== undefined || (options.vpc !== undefined && region !== undefined);
  const endpoint = read("endpoint", isRegional ? [] : ["ALIBABA_CLOUD_STS_ENDPOINT"]);
  const origin = endpoint && parseEndpoint(endpoint.value);
  if (endpoint && origin) return noted(context, endpoint.from, origin);

  const vpc = settingOf(host, options.vpc?.toString(), originOf("sts.vpc"), [
    "ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED",
  ]);
  const isVpc = vpc?.value.toLowerCase() === "true";
  if (region !== undefined) {
    const from = isVpc ? `${region.from} and ${vpc.from}` : region.from;
    return noted(context, from, `https://sts${isVpc ? "-vpc" : ""}.${region.value}.aliyuncs.com`);
  }
  if (isVpc)
    context.warn(
      `${vpc.from} is ignored, because no region is given. Set the region of STS, or ALIBABA_CLOUD_STS_REGION.`,
    );
  return "https://sts.aliyuncs.com";
}

function noted(context: ResolveContext, from: string, origin: string): string {
  context.supplied("stsEndpoint", from);
  return origin;
}

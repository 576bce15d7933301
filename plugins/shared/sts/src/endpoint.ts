import type { ResolveContext } from "@alicred/core";
import { checkSetting, parseEndpoint, type Setting, settingOf } from "@alicred/plugin-kit";
import type { CallerOptions, EndpointOptions } from "./options.ts";
import { endpointRules } from "./rules.ts";

/**
 * The origin of STS by option, environment variable or default, in this order. Notes in the trace what supplied it
 * when it is not the default. A VPC without a region has no effect beyond a warning, as in the official SDKs.
 *
 * @throws {ConfigurationError} `INVALID_CONFIGURATION` for an unusable endpoint or region.
 */
export function selectEndpoint(context: ResolveContext, options: EndpointOptions & CallerOptions): string {
  const { originOf = (option) => `argument ${option}` } = options;
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

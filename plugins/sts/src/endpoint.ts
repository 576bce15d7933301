import { ConfigurationError, type ResolveContext } from "@alicred/core";
import { checkSetting, parseEndpoint, type Setting, settingOf } from "@alicred/plugin-kit";
import type { CallerOptions, EndpointOptions } from "./options.ts";
import { endpointRules } from "./rules.ts";

/**
 * The origin of STS by option, environment variable or default, in this order. Notes in the trace what supplied it
 * when it is not the default.
 *
 * @throws {ConfigurationError} `INVALID_CONFIGURATION` for an endpoint or region that is none;
 *   `INCOMPLETE_CONFIGURATION` for a VPC endpoint without a region.
 */
export function selectEndpoint(context: ResolveContext, options: EndpointOptions & CallerOptions): string {
  const { originOf = (option) => `argument ${option}` } = options;
  const { host } = context;

  const read = (name: "endpoint" | "region", variables: readonly string[]): Setting | undefined =>
    checkSetting(settingOf(host, options[name], originOf(`sts.${name}`), variables), endpointRules[name]);

  // An address of the environment must not override a region that was asked for explicitly.
  const regional = options.region !== undefined || options.vpc !== undefined;
  const endpoint = read("endpoint", regional ? [] : ["ALIBABA_CLOUD_STS_ENDPOINT"]);
  const origin = endpoint && parseEndpoint(endpoint.value);
  if (endpoint && origin) return noted(context, endpoint.from, origin);

  const region = read("region", ["ALIBABA_CLOUD_STS_REGION"]);
  const vpc = settingOf(host, options.vpc?.toString(), originOf("sts.vpc"), [
    "ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED",
  ]);
  const isVpc = vpc?.value.toLowerCase() === "true";
  if (region !== undefined) {
    const from = isVpc ? `${region.from} and ${vpc.from}` : region.from;
    return noted(context, from, `https://sts${isVpc ? "-vpc" : ""}.${region.value}.aliyuncs.com`);
  }
  if (!isVpc) return "https://sts.aliyuncs.com";
  const message = `${vpc.from} needs a region. Set ALIBABA_CLOUD_STS_REGION.`;
  throw new ConfigurationError("INCOMPLETE_CONFIGURATION", message);
}

function noted(context: ResolveContext, from: string, origin: string): string {
  context.supplied("stsEndpoint", from);
  return origin;
}

import { ConfigurationError, type ResolveContext } from "@alicred/core";
import { limits } from "./limits.ts";
import type { CallerOptions, EndpointOptions } from "./options.ts";
import { parseEndpoint } from "./parse-endpoint.ts";
import { readSetting, readVariable, type Setting } from "./variables.ts";

const VPC_VARIABLE = "ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED";

/**
 * The origin of STS by option, environment variable or default, in this order. Notes in the trace what supplied it
 * when it is not the default.
 *
 * @throws {ConfigurationError} `INVALID_CONFIGURATION` for an endpoint or region that is none;
 *   `INCOMPLETE_CONFIGURATION` for a VPC endpoint without a region.
 */
export function selectEndpoint(context: ResolveContext, options: EndpointOptions & CallerOptions): string {
  const { source = "sts", describe = (option) => `argument ${option}` } = options;
  const { host } = context;
  const read = (name: "endpoint" | "region", variable: string): Setting | undefined =>
    readSetting(host, {
      source,
      option: options[name],
      from: describe(`sts.${name}`),
      variables: [variable],
      rule: limits[`sts.${name}`],
    });

  // An address of the environment must not override a region that was asked for explicitly.
  const regional = options.region !== undefined || options.vpc !== undefined;
  if (options.endpoint !== undefined || !regional) {
    const endpoint = read("endpoint", "ALIBABA_CLOUD_STS_ENDPOINT");
    const origin = endpoint && parseEndpoint(endpoint.value);
    if (endpoint !== undefined && origin !== undefined) return noted(context, endpoint.from, origin);
  }
  const region = read("region", "ALIBABA_CLOUD_STS_REGION");
  const { vpc = readVariable(host, [VPC_VARIABLE])?.value.toLowerCase() === "true" } = options;
  const vpcFrom = options.vpc === undefined ? `environment variable ${VPC_VARIABLE}` : describe("sts.vpc");
  if (region !== undefined) {
    const from = vpc ? `${region.from} and ${vpcFrom}` : region.from;
    return noted(context, from, `https://sts${vpc ? "-vpc" : ""}.${region.value}.aliyuncs.com`);
  }
  if (!vpc) return "https://sts.aliyuncs.com";
  const message = `${vpcFrom} asks for the endpoint of a VPC, and no region is set. Set the region (ALIBABA_CLOUD_STS_REGION), or switch it off.`;
  throw new ConfigurationError("INCOMPLETE_CONFIGURATION", message, { source });
}

function noted(context: ResolveContext, from: string, origin: string): string {
  const part = "stsEndpoint";
  // A call that is made twice in one resolution is noted once.
  if (!context.notes.supplied.some((each) => each.part === part)) context.supplied(part, from);
  return origin;
}

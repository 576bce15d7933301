import { ConfigurationError, type ResolveContext } from "@alicred/core";
import { hostKind } from "./host-kind.ts";

/** Which STS to call. */
export interface EndpointOptions {
  /**
   * The host of STS, with or without `https://`; `http://` is accepted for loopback hosts only. Beats everything else.
   * Default: the variable `ALIBABA_CLOUD_STS_ENDPOINT`, unless a region or `vpc` is given.
   */
  readonly endpoint?: string | undefined;
  /** A region id such as `cn-hangzhou`. Default: the variable `ALIBABA_CLOUD_STS_REGION`, else the central endpoint. */
  readonly region?: string | undefined;
  /**
   * Whether to call the endpoint inside the region's VPC; needs a region.
   * Default: whether `ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED` is `true`.
   */
  readonly vpc?: boolean | undefined;
}

/** Says where an endpoint option came from: `argument sts.region`, `field sts_region of profile "prod"`. */
export type DescribeOption = (option: keyof EndpointOptions) => string;

interface Setting<T> {
  readonly value: T;
  readonly from: string;
}

/**
 * The origin of STS by option, environment variable or default, in this order. Notes in the trace what supplied it
 * when it is not the default.
 *
 * @throws {ConfigurationError} `INVALID_CONFIGURATION` for an endpoint or region that is none;
 *   `INCOMPLETE_CONFIGURATION` for a VPC endpoint without a region.
 */
export function selectEndpoint(
  context: ResolveContext,
  options: EndpointOptions,
  describe: DescribeOption,
  source: string,
): string {
  const setting = <K extends keyof EndpointOptions>(
    name: K,
    variable: string,
    read: (text: string) => EndpointOptions[K],
  ): Setting<NonNullable<EndpointOptions[K]>> | undefined => {
    const option = options[name];
    if (option !== undefined && option !== null) return { value: option, from: describe(name) };
    const text = context.host.env?.(variable)?.trim();
    const value = text ? read(text) : undefined;
    return value === undefined || value === null
      ? undefined
      : { value, from: `environment variable ${variable}` };
  };

  // An address of the environment must not override a region that was asked for explicitly.
  const regional = options.region !== undefined || options.vpc !== undefined;
  if (options.endpoint !== undefined || !regional) {
    const endpoint = setting("endpoint", "ALIBABA_CLOUD_STS_ENDPOINT", (text) => text);
    if (endpoint !== undefined) return givenOrigin(context, endpoint, source);
  }
  const region = setting("region", "ALIBABA_CLOUD_STS_REGION", (text) => text);
  const vpc = setting("vpc", "ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED", (text) => text.toLowerCase() === "true");
  if (region !== undefined && !isRegion(region.value)) {
    const message = `${region.from} is not a region id. Give one such as cn-hangzhou.`;
    throw new ConfigurationError("INVALID_CONFIGURATION", message, { source });
  }
  if (!vpc?.value) {
    if (region === undefined) return "https://sts.aliyuncs.com";
    note(context, region.from);
    return `https://sts.${region.value}.aliyuncs.com`;
  }
  if (region === undefined) {
    const message = `${vpc.from} asks for the STS endpoint of a VPC, which exists per region only, and no region is set. Set the region (ALIBABA_CLOUD_STS_REGION), or switch the VPC endpoint off.`;
    throw new ConfigurationError("INCOMPLETE_CONFIGURATION", message, { source });
  }
  note(context, `${region.from} and ${vpc.from}`);
  return `https://sts-vpc.${region.value}.aliyuncs.com`;
}

/** The origin that an endpoint names; `undefined` when it names none, or plain HTTP to another machine. */
export function parseEndpoint(endpoint: string): string | undefined {
  const address = endpoint.includes("://") ? endpoint : `https://${endpoint}`;
  if (!URL.canParse(address)) return undefined;
  const { protocol, origin, hostname, href } = new URL(address);
  if (href !== `${origin}/`) return undefined;
  if (protocol === "https:" || (protocol === "http:" && hostKind(hostname) === "loopback")) return origin;
  return undefined;
}

/** Whether a text has the shape of a region id: nothing that could lead to another host. */
export function isRegion(text: string): boolean {
  return /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text);
}

function givenOrigin(context: ResolveContext, { value, from }: Setting<string>, source: string): string {
  const origin = parseEndpoint(value);
  if (origin === undefined) {
    const message = `${from} is not an STS endpoint. Give a host such as sts.cn-hangzhou.aliyuncs.com, without a path; http:// is accepted for loopback hosts only.`;
    throw new ConfigurationError("INVALID_CONFIGURATION", message, { source });
  }
  note(context, from);
  return origin;
}

function note(context: ResolveContext, from: string): void {
  const part = "stsEndpoint";
  // A call that is made twice in one resolution is noted once.
  if (!context.notes.supplied.some((each) => each.part === part && each.from === from))
    context.supplied(part, from);
}

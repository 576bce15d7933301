import type { StsSignature } from "./signature.ts";

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

/** How long to wait for STS. */
export interface CallLimits {
  /** Limit of one attempt, in milliseconds. Default: 5,000. */
  readonly attemptTimeoutMs?: number | undefined;
  /** Limit of all attempts and their pauses, in milliseconds. A resolver has its own limit on top. Default: 12,000. */
  readonly timeoutMs?: number | undefined;
}

/** Which STS to call, how to sign, and how long to wait. */
export interface StsOptions extends EndpointOptions, CallLimits {
  /** `rpcSignature` for HMAC-SHA1, which older proxies and gateways know. Default: `acs3Signature`. */
  readonly signature?: StsSignature | undefined;
}

/** How errors and the trace name options and the caller. */
export interface CallerOptions {
  /** Where the key that signs came from: `profile "base"`. Default: what the trace notes of it. */
  readonly keyOrigin?: string | undefined;
  /** Says where an option came from, given a path such as `sts.region`. Default: `argument sts.region`. */
  readonly originOf?: ((option: `sts.${keyof EndpointOptions}`) => string) | undefined;
}

/** Options of a call made by a source. */
export interface StsCallOptions extends StsOptions, CallerOptions {}

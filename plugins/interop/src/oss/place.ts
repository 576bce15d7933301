/**
 * Where a bucket is, and the addresses of its objects.
 *
 * @module
 */
import type { ConfigurationError } from "@alicred/core";
import { parseEndpoint } from "@alicred/plugin-kit";
import { invalid as invalidOption } from "../call.ts";
import { encode } from "../canonical.ts";

/** A bucket and the address at which it is called. */
export interface OssPlace {
  /** Absent: the service itself; for a URL, the bucket that its host names. */
  readonly bucket?: string | undefined;
  /** `cn-hangzhou`. Default: the region that the host names, which the hosts of transfer acceleration do not. */
  readonly region?: string | undefined;
  /**
   * The endpoint of a region, such as `https://oss-cn-hangzhou-internal.aliyuncs.com`. HTTPS, or HTTP to a loopback host.
   * Default: the public one of `region`.
   */
  readonly endpoint?: string | undefined;
  /**
   * A custom domain (CNAME) that is mapped to the bucket, such as `https://assets.example.com`, in place of an endpoint. New
   * users reach the data of buckets in mainland China only by one.
   */
  readonly cname?: string | undefined;
  /**
   * Whether the path begins with the bucket, rather than the host. Default: as the endpoint is an IP address or `localhost`.
   * OSS itself accepts it only from accounts that had it before.
   */
  readonly pathStyle?: boolean | undefined;
}

/** The resource that a URL addresses, as signatures name it. */
export interface Resource {
  readonly bucket: string | undefined;
  /** Decoded; empty for a bucket or the service. */
  readonly key: string;
  readonly region: string;
}

const BUCKET = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;
/** A public, an internal or an accelerating endpoint, or one for both IP versions; before it perhaps a bucket. */
const OSS_HOST =
  /^(?:([a-z0-9][a-z0-9-]{1,61}[a-z0-9])\.)?(?:oss-([a-z0-9-]+?)(?:-internal)?|([a-z0-9-]+)\.oss)\.aliyuncs\.com$/;

/** Whether a host is one of OSS by its name alone: an endpoint of a region, or a bucket at one. */
export function isOssHost(hostname: string): boolean {
  return OSS_HOST.test(hostname);
}

/**
 * The URL of an object, of a bucket without a key, or of the service without a bucket.
 *
 * @param key as it is named, not encoded
 * @param parameters the query; one without a value is given as an empty text
 * @throws {ConfigurationError} `INVALID_OPTION` for a place that is not complete, and for a key that no URL can name: with
 *   a slash at its beginning, or a segment `.` or `..`, which every client removes.
 */
export function ossUrl(
  place: OssPlace,
  key = "",
  parameters: Readonly<Record<string, string | undefined>> = {},
): string {
  const { bucket } = place;
  const base = new URL(endpointOf(place));
  if (bucket !== undefined && !(typeof bucket === "string" && BUCKET.test(bucket)))
    throw invalid(`bucket: is not the name of a bucket (lower-case letters, digits, hyphens). Correct it.`);
  if (key !== "" && bucket === undefined) throw invalid("bucket: is missing. Name the bucket of the key.");
  if (/^\/|(^|\/)\.\.?(\/|$)|\p{Cs}/u.test(key))
    throw invalid("key: begins with a slash, has a segment . or .., or is not Unicode. Rename the object.");
  let path = `/${encodeKey(key)}`;
  if (bucket !== undefined && isPathStyle(place, base.hostname)) path = `/${bucket}${path}`;
  else if (bucket !== undefined && place.cname === undefined) base.hostname = `${bucket}.${base.hostname}`;
  const query = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined ? [] : [encodePair(name, value)],
  );
  return base.origin + path + (query.length > 0 ? `?${query.join("&")}` : "");
}

/**
 * Reads what a URL addresses.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for a host that is neither one of OSS nor that of the place, without a
 *   region, and for a path that cannot be decoded.
 */
export function readResource({ hostname, host, pathname }: URL, place: OssPlace): Resource {
  const { bucket: own, cname, endpoint } = place;
  const [isOss, named, ofEndpoint, ofBothVersions] = OSS_HOST.exec(hostname) ?? [];
  const base = cname === undefined && endpoint === undefined ? undefined : new URL(endpointOf(place));
  const isBase = host === base?.host;
  const isBucket = own !== undefined && (cname === undefined ? host === `${own}.${base?.host}` : isBase);
  if (!isOss && !isBase && !isBucket)
    throw invalid(
      `${host} is not a host of OSS. For a custom domain, name it as cname; for another endpoint, as endpoint.`,
    );
  const ofHost = ofEndpoint?.startsWith("accelerate") ? undefined : (ofEndpoint ?? ofBothVersions);
  const region = (ofHost ?? place.region)?.replace(/^oss-/, "");
  if (region === undefined)
    throw invalid(`region: is missing, and ${host} does not name it. Name the region.`);
  const path = decoded(pathname.slice(1));
  if (isBucket || named !== undefined) return { region, bucket: isBucket ? own : named, key: path };
  if (!isPathStyle(place, hostname)) return { region, bucket: undefined, key: path };
  const [bucket = "", ...rest] = path.split("/");
  return { region, bucket: bucket || undefined, key: rest.join("/") };
}

export function encodeKey(key: string): string {
  return encode(key).replaceAll("%2F", "/");
}

/** `name=value`, or the bare name of an empty value. */
export function encodePair(name: string, value: string): string {
  return value === "" ? encode(name) : `${encode(name)}=${encode(value)}`;
}

/** The error of an option or a request that OSS cannot have. */
export function invalid(problem: string): ConfigurationError {
  return invalidOption(problem, "oss");
}

function endpointOf({ cname, endpoint, region, bucket }: OssPlace): string {
  if (cname !== undefined && bucket === undefined)
    throw invalid("bucket: is missing. Name the bucket that the custom domain is mapped to.");
  const given = cname ?? endpoint ?? (region && `oss-${region.replace(/^oss-/, "")}.aliyuncs.com`);
  if (given === undefined) throw invalid("region: is missing. Name it, or an endpoint, or a custom domain.");
  const origin = parseEndpoint(given);
  const [, named] = OSS_HOST.exec(new URL(origin ?? "none:").hostname) ?? [];
  if (named !== undefined && cname === undefined)
    throw invalid("endpoint: names a bucket. Leave the bucket out of it, and give it as bucket.");
  if (origin !== undefined) return origin;
  const name = cname === undefined ? "endpoint" : "cname";
  throw invalid(`${name}: is not https://HOST. Correct it; http:// is accepted for loopback hosts only.`);
}

function isPathStyle({ pathStyle, cname }: OssPlace, hostname: string): boolean {
  return pathStyle ?? (cname === undefined && (hostname === "localhost" || /^[\d.]+$|^\[/.test(hostname)));
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw invalid("the path of the URL is not percent-encoded UTF-8. Make it by ossUrl().");
  }
}

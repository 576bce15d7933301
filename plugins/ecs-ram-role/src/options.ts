import { flag, type Rule, type StandardSchema, schemaOf } from "@alicred/core";
import { hostKind } from "@alicred/sts";

export interface EcsRamRoleOptions {
  /**
   * Name of the instance's role; the ARN of a role is understood too, with a warning. Default: by `variables`, else
   * discovered.
   */
  readonly roleName?: string | undefined;
  /** Environment variables that may name the role; the first that is set counts. Default: `ALIBABA_CLOUD_ECS_METADATA`. */
  readonly variables?: readonly string[] | undefined;
  /**
   * Whether to ask the metadata service for the role when none is named. Otherwise the source is not configured then, as
   * in Terraform. Default: true.
   */
  readonly discover?: boolean | undefined;
  /**
   * What to do when the service issues no tokens, as one that knows only version 1 does: `fallback` asks without a
   * token, `never` fails. `ALIBABA_CLOUD_IMDSV1_DISABLED` set to `true` means `never`, whatever is set here.
   * Default: `never`, unless that variable is set to `false`.
   */
  readonly imdsV1?: "never" | "fallback" | undefined;
  /** Life of a metadata token in seconds, 1 to 21,600; it is reused until then. Default: 21,600. */
  readonly tokenTtlSeconds?: number | undefined;
  /**
   * Origin of the metadata service; `http://` for loopback and link-local hosts and the default only.
   * Default: the variable `ALICRED_ECS_METADATA_ENDPOINT`, else `http://100.100.100.200`.
   */
  readonly endpoint?: string | undefined;
}

/** The address of the metadata service on every ECS instance. */
export const DEFAULT_ENDPOINT = "http://100.100.100.200";

export const role: Rule = [
  (value) => typeof value === "string" && parseRole(value) !== undefined,
  "is neither the name nor the ARN of a role",
];

export const origin: Rule = [
  (value) => typeof value === "string" && isOrigin(value),
  "is not an origin, such as http://100.100.100.200; http:// is accepted for loopback and link-local hosts and this one only",
];

export const ecsRamRoleOptions: StandardSchema<EcsRamRoleOptions> = schemaOf({
  roleName: role,
  variables: [Array.isArray, "is not a list"],
  discover: flag,
  imdsV1: [(value) => value === "never" || value === "fallback", "is not never or fallback"],
  tokenTtlSeconds: [
    (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 21_600,
    "is not a whole number of seconds from 1 to 21600",
  ],
  endpoint: origin,
});

/** The name of a role, given by name or ARN; `undefined` for anything else, as what could lead to another path. */
export function parseRole(text: string): { readonly name: string; readonly isArn: boolean } | undefined {
  const [, arn, name] = /^(acs:ram::\d+:role\/)?([\w.@-]{1,64})$/.exec(text) ?? [];
  return name === undefined || /^\.+$/.test(name) ? undefined : { name, isArn: arn !== undefined };
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, origin, href, hostname } = new URL(text);
  const isNear = origin === DEFAULT_ENDPOINT || ["loopback", "link-local"].includes(hostKind(hostname));
  return href === `${origin}/` && (protocol === "https:" || (protocol === "http:" && isNear));
}

import { boolean, type Host, type Rule, type StandardSchema, schemaOf, stringMatching } from "@alicred/core";
import { parseEndpoint, readVariable, texts, wholeNumber } from "@alicred/plugin-kit";

export interface EcsRamRoleOptions {
  /**
   * Name of the instance's role; the ARN of a role is accepted too, with a warning. Default: from `variables`, else
   * discovered.
   */
  readonly roleName?: string | undefined;
  /** Environment variables that may name the role; the first one set counts. Default: `ALIBABA_CLOUD_ECS_METADATA`. */
  readonly variables?: readonly string[] | undefined;
  /**
   * Whether to ask the metadata service for the role when none is named. If false, the source is then not configured,
   * as in Terraform. Default: true.
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
   * Host of the metadata service, without a path; `http://` for loopback hosts and the default only.
   * Default: the variable `ALICRED_ECS_METADATA_ENDPOINT`, else `http://100.100.100.200`.
   */
  readonly endpoint?: string | undefined;
}

/** The address of the metadata service on every ECS instance. */
export const DEFAULT_ENDPOINT = "http://100.100.100.200";

/** The name or the ARN of a role, but not `.` or `..`, which lead to another path. */
export const role: Rule = stringMatching(
  /^(acs:ram::\d+:role\/)?(?!\.+$)[\w.@-]{1,64}$/,
  "is neither the name nor the ARN of a role",
);

export const endpoint: Rule = [
  (value) => value === DEFAULT_ENDPOINT || (typeof value === "string" && parseEndpoint(value) !== undefined),
  `is not a host without a path; http:// is accepted for loopback hosts and ${DEFAULT_ENDPOINT} only`,
];

// Marked pure: a bundle that makes the source only from checked options then has no schema.
export const ecsRamRoleOptions: StandardSchema<EcsRamRoleOptions> = /* @__PURE__ */ schemaOf({
  roleName: role,
  variables: texts,
  discover: boolean,
  imdsV1: /* @__PURE__ */ stringMatching(/^(never|fallback)$/, "is not never or fallback"),
  tokenTtlSeconds: /* @__PURE__ */ wholeNumber(1, 21_600),
  endpoint,
});

/** An environment variable that is `true` or `false`, in lower case. */
export function switchOf(host: Host, variable: string): string | undefined {
  return readVariable(host, [variable])?.value.toLowerCase();
}

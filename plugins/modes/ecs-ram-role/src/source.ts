import type { Answer, CredentialSource, FieldSchema, ResolveContext, Rule } from "@alicred/core";
import {
  boolean,
  ConfigurationError,
  found,
  InvalidAnswerError,
  notConfigured,
  RefusedError,
  schemaOf,
  stringMatching,
} from "@alicred/core";
import type { Setting } from "@alicred/plugin-kit";
import {
  checkSetting,
  parseEndpoint,
  readCredentialsDocument,
  settingOf,
  texts,
  wholeNumber,
} from "@alicred/plugin-kit";
import type { Memory, MetadataTokenOptions, ReadMetadata } from "./metadata.ts";
import {
  isNoAnswer,
  isNotMetadataService,
  metadataReader,
  PROXY_HINT,
  SERVICE,
  switchOf,
} from "./metadata.ts";

/** The name of the plugin and its source, in provenance, traces and errors. */
export const NAME = "ecs-ram-role";

export interface EcsRamRoleOptions extends MetadataTokenOptions {
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
   * Host of the metadata service, without a path; `http://` for loopback hosts and the default only.
   * Default: the variable `ALICRED_ECS_METADATA_ENDPOINT`, else `http://100.100.100.200`.
   */
  readonly endpoint?: string | undefined;
}

/** The address of the metadata service on every ECS instance. */
const DEFAULT_ENDPOINT = "http://100.100.100.200";

/** The name or the ARN of a role, but not `.` or `..`, which lead to another path. */
export const roleNameRule: Rule = stringMatching(
  /^(acs:ram::\d+:role\/)?(?!\.+$)[\w.@-]{1,64}$/,
  "is neither the name nor the ARN of a role",
);

const endpointRule: Rule = {
  accepts: (value) =>
    value === DEFAULT_ENDPOINT || (typeof value === "string" && parseEndpoint(value) !== undefined),
  complaint: `is not a host without a path; http:// is accepted for loopback hosts and ${DEFAULT_ENDPOINT} only`,
};

// Pure, like the plugin: a bundle that makes the source only from validated options has neither.
export const ecsRamRoleOptions: FieldSchema<EcsRamRoleOptions> = /* @__PURE__ */ schemaOf({
  roleName: roleNameRule,
  variables: texts,
  discover: boolean,
  imdsV1: /* @__PURE__ */ stringMatching(/^(never|fallback)$/, "is not never or fallback"),
  tokenTtlSeconds: /* @__PURE__ */ wholeNumber(1, 21_600),
  endpoint: endpointRule,
});

const DISABLED = "ALIBABA_CLOUD_ECS_METADATA_DISABLED";
const ROLES_PATH = "/latest/meta-data/ram/security-credentials/";
// Long enough to be felt only once, short enough for a service that is merely late.
const ABSENCE_REMEMBERED_MS = 60_000;

/**
 * The source for validated options.
 *
 * @param from names the origin of the role's name
 * @param required whether the instance's role was asked for, even without a name
 */
export function metadataSource(options: EcsRamRoleOptions, from: string, required = false): CredentialSource {
  const { variables = ["ALIBABA_CLOUD_ECS_METADATA"], discover = true } = options;
  const memory: Memory = { token: "", tokenUntilMs: 0, answered: false, absentUntilMs: 0 };

  async function resolve(context: ResolveContext): Promise<Answer> {
    const { host } = context;
    if (switchOf(host, DISABLED) === "true") {
      const off = `ECS metadata, which environment variable ${DISABLED} switches off`;
      if (!required) return notConfigured(off);
      const message = `${from} needs ${off}. Unset it.`;
      throw new ConfigurationError("PERMISSION_DENIED", message);
    }
    const variable = `environment variable ${variables.join(" or ")}`;
    const named = checkSetting(settingOf(host, options.roleName, from, variables), roleNameRule);
    if (!named && !discover) return notConfigured(variable);
    const address = checkSetting(
      settingOf(host, options.endpoint, "argument endpoint", ["ALICRED_ECS_METADATA_ENDPOINT"]),
      endpointRule,
    );
    if (address) context.supplied("endpoint", address.from);
    const origin = (address && parseEndpoint(address.value)) ?? DEFAULT_ENDPOINT;
    const service = `ECS metadata service at ${origin}`;
    const absent = notConfigured(service, variable);
    const certain = required || named !== undefined;
    if (!certain && !context.explaining && host.clock.now() < memory.absentUntilMs) return absent;
    const read = metadataReader(context, options, { origin, memory, certain });
    try {
      const name = await roleName(context, read, named, variable);
      if (!name && !required) return notConfigured("a RAM role of this ECS instance");
      const document = name ? await read(ROLES_PATH + name) : undefined;
      if (document === undefined) {
        const message =
          name && !named
            ? `${SERVICE} lists a RAM role, but has no credentials for it. Try again, or attach the role again.`
            : `The ECS instance has no RAM role${named ? ` that ${named.from} names` : ""}. Attach it.`;
        throw new RefusedError("UPSTREAM_REFUSED", message, { status: 404 });
      }
      const credentials = readCredentialsDocument(document, { what: SERVICE, temporary: true });
      context.supplied("roleName", named?.from ?? service);
      return found(credentials);
    } catch (thrown) {
      const isElsewhere = isNotMetadataService(thrown);
      if (certain || memory.answered || !(isElsewhere || isNoAnswer(thrown))) throw thrown;
      memory.absentUntilMs = host.clock.now() + ABSENCE_REMEMBERED_MS;
      return isElsewhere ? notConfigured(`${service} (${thrown.message})`, variable) : absent;
    }
  }

  return { name: NAME, resolve };
}

/** The name of the role, asked for unless it is given; the empty text when the instance has none. */
async function roleName(
  context: ResolveContext,
  read: ReadMetadata,
  named: Setting | undefined,
  variable: string,
): Promise<string> {
  if (named) {
    const name = named.value.replace(/^.*\//, "");
    if (name !== named.value) context.warn(`${named.from} is the ARN of a role. Use its name instead.`);
    return name;
  }
  const listed = (await read(ROLES_PATH))?.trim() ?? "";
  // An instance has one role at most.
  if (listed === "" || (roleNameRule.accepts(listed) && !listed.includes("/"))) return listed;
  const message = `${SERVICE} answered the list of roles with something other than one name, such as HTML or several lines. ${PROXY_HINT} If the instance has a role, name it: ${variable}`;
  throw new InvalidAnswerError("RESPONSE_MALFORMED", message);
}

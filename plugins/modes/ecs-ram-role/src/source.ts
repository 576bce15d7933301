import {
  type Answer,
  ConfigurationError,
  type CredentialSource,
  found,
  InvalidAnswerError,
  notConfigured,
  parseOptions,
  RefusedError,
  type ResolveContext,
} from "@alicred/core";
import {
  checkSetting,
  parseEndpoint,
  readCredentialsDocument,
  type Setting,
  settingOf,
} from "@alicred/plugin-kit";
import {
  isSilence,
  isStranger,
  type Memory,
  metadataReader,
  PROXY_HINT,
  type ReadMetadata,
  SERVICE,
} from "./metadata.ts";
import { NAME } from "./name.ts";
import {
  DEFAULT_ENDPOINT,
  type EcsRamRoleOptions,
  ecsRamRoleOptions,
  endpoint,
  role,
  switchOf,
} from "./options.ts";

const DISABLED = "ALIBABA_CLOUD_ECS_METADATA_DISABLED";
const ROLES_PATH = "/latest/meta-data/ram/security-credentials/";
// Long enough to be felt once, short enough for a service that is only late.
const ABSENCE_REMEMBERED_MS = 60_000;

/**
 * The RAM role of the ECS instance that this runs on. If no role is named and no metadata service answers, the source
 * is not configured; if a role is named, that is a failure.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for options that cannot be used.
 */
export function ecsRamRole(options: EcsRamRoleOptions = {}): CredentialSource {
  return metadataSource(parseOptions(ecsRamRoleOptions, options, NAME), "argument roleName");
}

/**
 * The source for options that were checked.
 *
 * @param from says where the name of the role came from
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
    const named = checkSetting(settingOf(host, options.roleName, from, variables), role);
    if (!named && !discover) return notConfigured(variable);
    const address = checkSetting(
      settingOf(host, options.endpoint, "argument endpoint", ["ALICRED_ECS_METADATA_ENDPOINT"]),
      endpoint,
    );
    if (address) context.supplied("endpoint", address.from);
    const origin = (address && parseEndpoint(address.value)) ?? DEFAULT_ENDPOINT;
    const service = `ECS metadata service at ${origin}`;
    const absent = notConfigured(service, variable);
    const certain = required || named !== undefined;
    if (!certain && !context.explaining && host.clock.now() < memory.absentUntilMs) return absent;
    const read = metadataReader(context, options, origin, memory, certain);
    try {
      const name = await roleName(context, read, named, variable);
      if (!name && !required) return notConfigured("a RAM role of this ECS instance");
      const document = name ? await read(ROLES_PATH + name) : undefined;
      if (document === undefined) {
        const message =
          name && !named
            ? `${SERVICE} lists a RAM role, but has no credentials of it. Try again, or attach the role again.`
            : `The ECS instance has no RAM role${named ? ` that ${named.from} names` : ""}. Attach it.`;
        throw new RefusedError("UPSTREAM_REFUSED", message, { status: 404 });
      }
      const credentials = readCredentialsDocument(document, { what: SERVICE, temporary: true });
      context.supplied("roleName", named?.from ?? service);
      return found(credentials);
    } catch (thrown) {
      const isElsewhere = isStranger(thrown);
      if (certain || memory.answered || !(isElsewhere || isSilence(thrown))) throw thrown;
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
    if (name !== named.value) context.warn(`${named.from} is the ARN of a role. Give its name.`);
    return name;
  }
  const listed = (await read(ROLES_PATH))?.trim() ?? "";
  // An instance has one role at most.
  if (listed === "" || (role[0](listed) && !listed.includes("/"))) return listed;
  const message = `${SERVICE} answered the list of roles with something other than one name, such as HTML or several lines. ${PROXY_HINT} If the instance has a role, name it: ${variable}`;
  throw new InvalidAnswerError("RESPONSE_MALFORMED", message);
}

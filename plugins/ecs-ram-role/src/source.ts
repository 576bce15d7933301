import {
  type AlicredError,
  type Answer,
  ConfigurationError,
  type CredentialSource,
  found,
  type Host,
  notConfigured,
  parseOptions,
  RefusedError,
  type ResolveContext,
  type Rule,
} from "@alicred/core";
import { readCredentialsDocument, readVariable, type Setting } from "@alicred/sts";
import {
  isSilence,
  type Memory,
  type Metadata,
  malformed,
  metadataError,
  NAME,
  readMetadata,
} from "./metadata.ts";
import {
  DEFAULT_ENDPOINT,
  type EcsRamRoleOptions,
  ecsRamRoleOptions,
  origin,
  parseRole,
  role,
} from "./options.ts";

const ROLES_PATH = "/latest/meta-data/ram/security-credentials/";
const DISABLED = "ALIBABA_CLOUD_ECS_METADATA_DISABLED";
// Long enough to be felt once, short enough for a service that is only late.
const ABSENCE_REMEMBERED_MS = 60_000;

/**
 * The RAM role of the ECS instance that this runs on. Where no role is named and no metadata service answers, the source
 * is not configured; where a role is named, that is a failure.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for options that cannot be used.
 */
export function ecsRamRole(options: EcsRamRoleOptions = {}): CredentialSource {
  return metadataSource(parseOptions(ecsRamRoleOptions, options, NAME), (option) => `argument ${option}`);
}

/**
 * The source for options that were checked.
 *
 * @param describe says where an option came from
 * @param required whether the role of the instance was asked for, even if it is not named
 */
export function metadataSource(
  options: EcsRamRoleOptions,
  describe: (option: keyof EcsRamRoleOptions) => string,
  required = false,
): CredentialSource {
  const { variables = ["ALIBABA_CLOUD_ECS_METADATA"], discover = true, tokenTtlSeconds = 21_600 } = options;
  const memories = new WeakMap<Host, Memory>();

  async function resolve(context: ResolveContext): Promise<Answer> {
    const { host } = context;
    if (isSet(host, DISABLED, "true")) {
      if (!required)
        return notConfigured(`ECS metadata, which environment variable ${DISABLED} switches off`);
      const message = `The profile asks for ECS metadata, which environment variable ${DISABLED} switches off. Unset it, or use another profile.`;
      throw new ConfigurationError("PERMISSION_DENIED", message, { source: NAME });
    }
    const named = setting(context, options.roleName, describe("roleName"), variables, role);
    const variableList = variables.map((name) => `environment variable ${name}`);
    if (named === undefined && !discover) return notConfigured("the name of an ECS role", ...variableList);
    const endpoint = setting(
      context,
      options.endpoint,
      describe("endpoint"),
      ["ALICRED_ECS_METADATA_ENDPOINT"],
      origin,
    );
    if (endpoint !== undefined) context.supplied("endpoint", endpoint.from);

    const memory = memories.get(host) ?? { answered: false, absentUntilMs: 0 };
    memories.set(host, memory);
    const certain = required || named !== undefined;
    const metadata: Metadata = {
      origin: new URL(endpoint?.value ?? DEFAULT_ENDPOINT).origin,
      memory,
      allowsV1: allowsV1(host, options.imdsV1),
      tokenTtlSeconds,
      certain,
    };
    const absent = (): Answer =>
      notConfigured(`an ECS metadata service, of which none answered at ${metadata.origin}`, ...variableList);
    if (!certain && !context.explaining && host.clock.now() < memory.absentUntilMs) return absent();
    try {
      return (await acquire(context, metadata, named)) ?? notConfigured("a RAM role of this ECS instance");
    } catch (thrown) {
      if (certain || memory.answered || !isSilence(thrown)) throw thrown;
      memory.absentUntilMs = host.clock.now() + ABSENCE_REMEMBERED_MS;
      return absent();
    }
  }

  return { name: NAME, resolve };
}

/** `undefined` when the instance has no role, and none was asked for. */
async function acquire(
  context: ResolveContext,
  metadata: Metadata,
  named: Setting | undefined,
): Promise<Answer | undefined> {
  const given = named && parseRole(named.value);
  if (given?.isArn)
    context.warn(`${named?.from} is the ARN of a role, where its name belongs. Give the name.`);
  for (let again = false; ; again = true) {
    const name = given?.name ?? (await discoverRole(context, metadata));
    if (name === undefined) {
      if (!metadata.certain) return undefined;
      throw notThere("The ECS instance has no RAM role. Attach one to it.");
    }
    const reply = await readMetadata(context, metadata, ROLES_PATH + encodeURIComponent(name));
    if (reply.status === 404) {
      if (given !== undefined)
        throw notThere(
          `The ECS instance does not have the RAM role that ${named?.from} names. Attach it, or leave the name out to use the one that is attached.`,
        );
      // Another role was attached in between.
      if (!again) continue;
    }
    if (reply.status !== 200)
      throw metadataError(
        context,
        reply,
        reply.status === 404 ? "The role keeps changing. Try again later." : undefined,
      );
    const what = "The answer of the ECS metadata service";
    const credentials = readCredentialsDocument(reply.text, { source: NAME, what, temporary: true });
    context.supplied("roleName", named?.from ?? `ECS metadata service at ${metadata.origin}`);
    return found(credentials);
  }
}

async function discoverRole(context: ResolveContext, metadata: Metadata): Promise<string | undefined> {
  const reply = await readMetadata(context, metadata, ROLES_PATH);
  if (reply.status === 404) return undefined;
  if (reply.status !== 200) throw metadataError(context, reply);
  const [line = ""] = reply.text.trim().split(/\s*\n/, 1);
  if (line === "") return undefined;
  const name = parseRole(line);
  if (name === undefined || name.isArn) throw malformed("something else than the name of a role");
  return name.name;
}

function notThere(message: string): AlicredError {
  return new RefusedError("UPSTREAM_REFUSED", message, { source: NAME, status: 404 });
}

/** An option, or the first variable that is set. */
function setting(
  { host }: ResolveContext,
  option: string | undefined,
  from: string,
  variables: readonly string[],
  [accepts, complaint]: Rule,
): Setting | undefined {
  if (option !== undefined) return { value: option, from };
  const variable = readVariable(host, variables);
  if (variable === undefined || accepts(variable.value)) return variable;
  throw new ConfigurationError("INVALID_CONFIGURATION", `${variable.from} ${complaint}.`, { source: NAME });
}

function allowsV1(host: Host, option: EcsRamRoleOptions["imdsV1"]): boolean {
  const variable = "ALIBABA_CLOUD_IMDSV1_DISABLED";
  if (isSet(host, variable, "true")) return false;
  return option === undefined ? isSet(host, variable, "false") : option === "fallback";
}

function isSet({ env }: Host, variable: string, value: string): boolean {
  return env?.(variable)?.trim().toLowerCase() === value;
}

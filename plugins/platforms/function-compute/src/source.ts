import type { CredentialSource, CredentialsInit, FieldSchema, ResolveContext, Rule } from "@alicred/core";
import { boolean, ConfigurationError, found, notConfigured, schemaOf } from "@alicred/core";
import { printable, REREAD_AFTER_MS, readVariable } from "@alicred/plugin-kit";
import { isInvocation, type Keys, keysOf } from "./invocation.ts";

/** The name of the plugin and its source, in provenance, traces and errors. */
export const NAME = "function-compute";

export interface FunctionComputeOptions {
  /**
   * Whether keys in request headers are trusted where `FC_INSTANCE_ID` is not set, because only Function Compute can have
   * sent the request. Anywhere else any client can send them. Default: false.
   */
  readonly trustHeaders?: boolean | undefined;
  /**
   * Whether the session of the environment serves calls without an invocation, such as those at the start of an instance.
   * Default: true.
   */
  readonly environment?: boolean | undefined;
}

const rules: Readonly<Record<keyof FunctionComputeOptions, Rule>> = {
  trustHeaders: boolean,
  environment: boolean,
};
export const functionComputeOptions: FieldSchema<FunctionComputeOptions> =
  /* @__PURE__ */ schemaOf<FunctionComputeOptions>(rules);

const INSTANCE = "FC_INSTANCE_ID";

/** The names of the session's parts in the environment: those of today, and those of FC 2. */
const VARIABLES: Readonly<Record<keyof Keys, readonly string[]>> = {
  accessKeyId: ["ALIBABA_CLOUD_ACCESS_KEY_ID", "accessKeyID"],
  accessKeySecret: ["ALIBABA_CLOUD_ACCESS_KEY_SECRET", "accessKeySecret"],
  securityToken: ["ALIBABA_CLOUD_SECURITY_TOKEN", "securityToken"],
};

/** The source for validated options. */
export function functionComputeSource(options: FunctionComputeOptions = {}): CredentialSource {
  const { trustHeaders = false, environment = true } = options;
  return {
    name: NAME,
    async resolve(context) {
      const isOnFc = readVariable(context.host, [INSTANCE]) !== undefined;
      const { input } = context;
      const invocation = isInvocation(input) ? input : undefined;
      const keys = invocation && keysOf(invocation);
      if (keys && invocation?.kind === "headers" && !isOnFc && !trustHeaders) {
        const message = `The request has keys in x-fc- headers, but environment variable ${INSTANCE} is not set: any client may have sent them. Set trustHeaders if only Function Compute can reach this program.`;
        throw new ConfigurationError("INVALID_CONFIGURATION", message);
      }
      if (keys)
        return found(complete(context, keys, (part) => `${part} of the invocation's ${invocation?.kind}`));
      const fallback = isOnFc && environment ? fromEnvironment(context) : undefined;
      return fallback
        ? found(fallback, REREAD_AFTER_MS)
        : notConfigured([
            `an invocation with credentials: get({ input: fromContext(context) }), and a role of the function`,
            ...(environment ? [`a session in the environment of an instance (${INSTANCE})`] : []),
          ]);
    },
  };
}

/** The session that the instance was started with; `undefined` where there is none. */
function fromEnvironment(context: ResolveContext): CredentialsInit | undefined {
  const settings = Object.entries(VARIABLES).map(
    ([part, names]) => [part, readVariable(context.host, names)] as const,
  );
  const given = Object.fromEntries(settings.map(([part, setting]) => [part, setting?.value]));
  if (Object.values(given).every((value) => value === undefined)) return undefined;
  const froms = Object.fromEntries(settings.map(([part, setting]) => [part, setting?.from]));
  context.warn(
    "The session of the environment is as old as the instance, and ends 36 hours after its issue. Pass the invocation: get({ input: fromContext(context) }).",
  );
  return complete(context, given, (part) => froms[part] ?? `environment variable ${VARIABLES[part][0]}`);
}

/**
 * The credentials, noted in the trace.
 *
 * @throws {ConfigurationError} `INCOMPLETE_CONFIGURATION` for a part that is missing or not printable.
 */
function complete(
  context: ResolveContext,
  keys: Partial<Keys>,
  from: (part: keyof Keys) => string,
): CredentialsInit {
  const part = (name: keyof Keys): string => {
    const value = keys[name];
    if (value !== undefined && printable.accepts(value)) {
      context.supplied(name, from(name));
      return value;
    }
    const message = `${from(name)} ${printable.complaint}. Check that nothing between Function Compute and the program changes it.`;
    throw new ConfigurationError("INCOMPLETE_CONFIGURATION", message);
  };
  return {
    accessKeyId: part("accessKeyId"),
    accessKeySecret: part("accessKeySecret"),
    securityToken: part("securityToken"),
  };
}

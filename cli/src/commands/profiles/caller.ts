import { AlicredError, createContext, type Host, type ResolveContext, type Resolver } from "@alicred/core";
import type { ProfileFields } from "@alicred/plugin-kit";
import type { SigningKey, StsOptions } from "@alicred/sts";
import { COMMAND_TIMEOUT_MS } from "../../command/host.ts";
import { type Identity, identityOf } from "../whoami/identity.ts";

/** Asks who the credentials of a profile are: its identity, or the error that tells why that is not known. */
export async function askCaller(
  resolver: Resolver,
  host: Host,
  fields: ProfileFields,
): Promise<Identity | AlicredError> {
  try {
    const key = await resolver.get({ timeoutMs: COMMAND_TIMEOUT_MS });
    return await callerOf(key, askingContext(host), fields);
  } catch (thrown) {
    if (thrown instanceof AlicredError) return thrown;
    throw thrown;
  } finally {
    resolver.close();
  }
}

/** The identity of these credentials, by STS at the place that the profile names. */
export function callerOf(key: SigningKey, context: ResolveContext, fields: ProfileFields): Promise<Identity> {
  return identityOf(context, key, stsOf(fields, context.host));
}

/** The context of one question. */
export function askingContext(host: Host): ResolveContext {
  return createContext({ host, signal: AbortSignal.timeout(COMMAND_TIMEOUT_MS) });
}

/** Which STS a profile means: its own, that of the environment, else that of its region, which is nearest. */
function stsOf(fields: ProfileFields, { env }: Host): StsOptions {
  const text = (name: string): string | undefined => {
    const value = fields[name];
    return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
  };
  const isNamed = env?.("ALIBABA_CLOUD_STS_ENDPOINT") || env?.("ALIBABA_CLOUD_STS_REGION");
  const region = text("sts_region") ?? (isNamed ? undefined : text("region_id"));
  return { endpoint: text("sts_endpoint"), region, vpc: fields["enable_vpc"] === true || undefined };
}

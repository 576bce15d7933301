/**
 * The kernel of alicred: credential sources, the precedence engine, the refresh cache and the host interface.
 *
 * It knows no plugin, no service and no runtime, and depends on nothing.
 *
 * @example
 * ```ts
 * import { type CredentialSource, chain, found, notConfigured, refreshing } from "@alicred/core";
 * import { nodeHost } from "@alicred/core/host/node";
 *
 * const vault: CredentialSource = {
 *   name: "vault",
 *   async resolve({ host }) {
 *     const [accessKeyId, accessKeySecret] = [host.env?.("VAULT_ID"), host.env?.("VAULT_SECRET")];
 *     if (!accessKeyId || !accessKeySecret) return notConfigured("environment variables VAULT_ID and VAULT_SECRET");
 *     return found({ accessKeyId, accessKeySecret });
 *   },
 * };
 * const resolver = refreshing(chain([vault]), { host: nodeHost() });
 * const { accessKeyId } = await resolver.get();
 * ```
 *
 * @module
 */
export { type ChainPolicy, chain } from "./chain.ts";
export { ask, type ContextInit, changedContext, createContext } from "./context.ts";
export { Credentials, type CredentialsInit } from "./credentials.ts";
export type { ErrorCode, KernelCode } from "./error-codes.ts";
export {
  AlicredError,
  ConfigurationError,
  type ErrorDetails,
  InvalidAnswerError,
  NotConfiguredError,
  RefusedError,
  safeIdentifier,
  UnavailableError,
} from "./errors.ts";
export { type EventListener, emit, type RefreshReason, type ResolverEvent, type Step } from "./events.ts";
export {
  type BodyReader,
  type Clock,
  type Diagnostics,
  type DigestEncoding,
  type Digests,
  type Fetch,
  type FetchInit,
  type FetchResponse,
  type Files,
  type Host,
  type JsonChange,
  type JsonEdit,
  type Mac,
  type Processes,
  type ProcessResult,
  type RunOptions,
  randomFraction,
  type UpdateOptions,
  variablesIn,
} from "./host.ts";
export {
  type HttpPolicy,
  type HttpRequest,
  type HttpResponse,
  isTransientStatus,
  retryAfterMs,
  type ServiceFailure,
  sendRequest,
  statusError,
} from "./http.ts";
export { readInstant } from "./instant.ts";
export { parseOptions } from "./parse-options.ts";
export {
  createSource,
  defineFieldPlugin,
  definePlugin,
  type Plugin,
  type PluginDefinition,
  type SourceConfiguration,
} from "./plugin.ts";
export type { GetOptions, RefreshPolicy } from "./refresh/policy.ts";
export { refreshing } from "./refresh/refreshing.ts";
export type { Resolver } from "./refresh/resolver.ts";
export { type Backoff, defaultWindows, type RefreshWindows } from "./refresh/windows.ts";
export { type RevealedCredentials, revealSecrets, reviveCredentials } from "./reveal.ts";
export {
  boolean,
  type FieldSchema,
  nonEmptyString,
  parseFields,
  type Rule,
  schemaOf,
  stringMatching,
} from "./schema.ts";
export { createServerClock, type ServerClock } from "./server-clock.ts";
export {
  type Answer,
  type CachedSource,
  type CallScope,
  type CredentialSource,
  closeSource,
  type Failed,
  type Found,
  failed,
  found,
  type Hops,
  type NotConfigured,
  notConfigured,
  type Reach,
  type ResolveContext,
  type WouldAnswer,
  wouldAnswer,
} from "./source.ts";
export type { SchemaIssue, SchemaResult, StandardSchema } from "./standard-schema.ts";
export { type Instant, instantOf } from "./time.ts";
export type { Notes, Supplied, TraceEntry } from "./trace.ts";

/**
 * The session that Function Compute gives to each invocation of a function.
 *
 * @example
 * ```ts
 * import { refreshing } from "@alicred/core";
 * import { nodeHost } from "@alicred/core/host/node";
 * import { type FunctionComputeContext, fromContext, functionCompute } from "@alicred/function-compute";
 *
 * const resolver = refreshing(functionCompute(), { host: nodeHost() });
 *
 * export async function handler(_event: unknown, context: FunctionComputeContext): Promise<string> {
 *   const { accessKeyId } = await resolver.get({ input: fromContext(context) });
 *   return accessKeyId;
 * }
 * ```
 *
 * @module
 */
import { type CredentialSource, defineFieldPlugin, type Plugin } from "@alicred/core";
import {
  type FunctionComputeOptions,
  functionComputeOptions,
  functionComputeSource,
  NAME,
} from "./source.ts";

export { type FunctionComputeContext, fromContext, fromHeaders, type Invocation } from "./invocation.ts";
export type { FunctionComputeOptions } from "./source.ts";

/** The plugin: the session of the invocation. */
export const functionComputePlugin: Plugin<FunctionComputeOptions, FunctionComputeOptions, never> =
  /* @__PURE__ */ defineFieldPlugin({
    name: NAME,
    options: functionComputeOptions,
    source: functionComputeSource,
  });

/**
 * The session of the invocation that a call passes: `get({ input: fromContext(context) })`, or `fromHeaders(request)` in
 * a custom runtime. No call gets the key of another invocation. Without an invocation the session of the environment
 * serves, as long as it lives, and the trace says so.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for invalid options.
 */
export function functionCompute(options: FunctionComputeOptions = {}): CredentialSource {
  return functionComputePlugin.source(options);
}

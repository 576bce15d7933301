/**
 * The contract of every alicred credential source, as a test kit for plugin authors.
 *
 * @example
 * ```ts
 * import { createTestHost, sourceContract } from "@alicred/conformance";
 * import { envCredentials } from "@alicred/env";
 * import { test } from "vitest";
 *
 * const env = { ALIBABA_CLOUD_ACCESS_KEY_ID: "LTAI5tExample", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "canary-1" };
 * const checks = sourceContract({
 *   unset: () => ({ source: envCredentials(), host: createTestHost() }),
 *   complete: () => ({ source: envCredentials(), host: createTestHost({ env }) }),
 *   secrets: ["canary-1"],
 * });
 * for (const { name, run } of checks) test(name, run);
 * ```
 *
 * @module
 */
export type { ContractCase, ContractCases, ContractCheck } from "./checking.ts";
export { sourceContract } from "./contract.ts";
export { type ModeCases, type PluginCases, pluginContract } from "./plugin-contract.ts";
export { refusalOf } from "./refusal.ts";
export { type Resolution, resolveOnce } from "./resolve-once.ts";
export { createTestHost, type TestHost, type TestHostOptions } from "./test-host.ts";
export { createTestProfile, type TestProfile, type TestProfileOptions } from "./test-profile.ts";

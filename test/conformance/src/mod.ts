/**
 * The contract of every alicred credential source, as a test kit for plugin authors.
 *
 * @module
 */
export {
  type ContractCase,
  type ContractCases,
  type ContractCheck,
  type Resolution,
  resolveOnce,
  sourceContract,
} from "./contract.ts";
export { type ModeCases, type PluginCases, pluginContract } from "./plugin-contract.ts";
export { refusalOf } from "./refusal.ts";
export { createTestHost, type TestHost, type TestHostOptions } from "./test-host.ts";
export { createTestProfile, type TestProfile, type TestProfileOptions } from "./test-profile.ts";

/**
 * Credentials handed on: to the official SDK clients, to ali-oss, and to a `fetch` that signs.
 *
 * @module
 */
export { type AliOssCredentials, type AliOssOptions, toAliOss } from "./ali-oss.ts";
export {
  type AlicloudCredential,
  type AlicloudCredentialModel,
  type AlicloudCredentialOptions,
  toAlicloudCredential,
} from "./alicloud.ts";
export {
  type SigningCallOptions,
  type SigningFetch,
  type SigningFetchOptions,
  signingFetch,
} from "./fetch.ts";

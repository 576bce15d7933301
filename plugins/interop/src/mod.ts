/**
 * Hands credentials on: to the official SDK clients, to `ali-oss`, to Nacos, Log Service and Tablestore, and to a `fetch`
 * that signs, also for object storage (OSS) and Log Service (SLS).
 *
 * @example
 * ```ts
 * import { refreshing } from "@alicred/core";
 * import { nodeHost } from "@alicred/core/host/node";
 * import { envCredentials } from "@alicred/env";
 * import { signingFetch } from "@alicred/interop";
 *
 * const host = nodeHost();
 * const resolver = refreshing(envCredentials(), { host });
 * const call = signingFetch(resolver, { host, fetch });
 * const headers = { "x-acs-action": "GetCallerIdentity", "x-acs-version": "2015-04-01" };
 * const reply = await call("https://sts.cn-hangzhou.aliyuncs.com/", { method: "POST", headers });
 * ```
 *
 * @module
 */
export { type AliOssCredentials, type AliOssOptions, toAliOss } from "./ali-oss.ts";
export type { AlicloudCredential, AlicloudCredentialModel, AlicloudCredentialOptions } from "./alicloud.ts";
export { toAlicloudCredential } from "./alicloud.ts";
export type {
  AlicloudLogProvider,
  ClientOptions,
  PlainCredentials,
  TablestoreCredentials,
} from "./clients.ts";
export { toAlicloudLog, toNacos, toTablestore } from "./clients.ts";
export type {
  SendingOptions,
  SigningCallOptions,
  SigningFetch,
  SigningFetchOptions,
  SignSlsOptions,
  SlsRequest,
} from "./fetch.ts";
export { signingFetch, signSls } from "./fetch.ts";
export type {
  FormCondition,
  OssCall,
  OssFetch,
  OssFetchOptions,
  OssPlace,
  OssRequest,
  OssSignature,
  OssSigningOptions,
  PresignedEnd,
  PresignedForm,
  PresignedUrl,
  PresignFormOptions,
  PresignLife,
  PresignOptions,
  Resource,
  SignOssOptions,
  Span,
} from "./oss.ts";
export { ossError, ossFetch, ossUrl, ossV1, ossV4, presign, presignForm, signOss } from "./oss.ts";

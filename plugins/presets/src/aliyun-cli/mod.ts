/**
 * The aliyun CLI's way to credentials.
 *
 * @module
 */
export { type AliyunCliOptions, aliyunCli } from "./aliyun-cli.ts";
export { aliyunCliRegion } from "./region.ts";

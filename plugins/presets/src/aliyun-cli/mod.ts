/**
 * The aliyun CLI's way to credentials.
 *
 * @example
 * ```ts
 * import { refreshing } from "@alicred/core";
 * import { nodeHost } from "@alicred/core/host/node";
 * import { aliyunCli } from "@alicred/presets/aliyun-cli";
 *
 * const source = aliyunCli({ profile: "prod", overrides: { region_id: "cn-shanghai" } });
 * const { accessKeyId } = await refreshing(source, { host: nodeHost() }).get();
 * ```
 *
 * @module
 */
export { type AliyunCliOptions, type AliyunCliSources, aliyunCli, aliyunCliRegion } from "./aliyun-cli.ts";

import type { AliOssOptions } from "../src/mod.ts";

/**
 * Decides when to refresh, and merges what it gets, as clients of ali-oss 6 do before each request: `setSTSToken` and
 * `checkCredentials` of https://github.com/ali-sdk/ali-oss/blob/master/lib/common/utils/setSTSToken.js
 */
export function createOssLike(
  given: AliOssOptions,
  now: () => number,
): { request(): Promise<{ accessKeyId: string; stsToken: string }> } {
  const options = { region: "oss-cn-hangzhou", ...given };
  let freshAtMs = now();
  return {
    async request(): Promise<{ accessKeyId: string; stsToken: string }> {
      if (options.stsToken && typeof options.refreshSTSToken === "function") {
        if (now() - freshAtMs >= options.refreshSTSTokenInterval) {
          freshAtMs = now();
          const credentials = await options.refreshSTSToken();
          for (const name of ["accessKeySecret", "accessKeyId", "stsToken"])
            if (!Object.keys(credentials).includes(name)) throw new Error(`must return contains ${name}`);
          Object.assign(options, credentials);
        }
      }
      return { accessKeyId: options.accessKeyId, stsToken: options.stsToken };
    },
  };
}

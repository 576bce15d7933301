import type { Host } from "@alicred/core";

/** The host, able to change JSON files. What that takes is loaded when the first file is changed. */
export function withLazyFileStore(host: Host): Host {
  const { files } = host;
  if (files === undefined) return host;
  return {
    ...host,
    files: {
      ...files,
      async updateJson(path, change, options) {
        const { withFileStore } = await import("@alicred/file-store");
        await withFileStore(host).files?.updateJson?.(path, change, options);
      },
    },
  };
}

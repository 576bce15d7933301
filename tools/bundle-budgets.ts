/**
 * Programs as people write them, by name, whose bundles are measured too: a bundle leaves out what a program does not
 * use, so that no program is as large as all that an entry point exports.
 */
export const programs: Readonly<Record<string, string>> = {
  "refreshing around a source": 'export { found, refreshing } from "@alicred/core";',
  "a Worker with the preset edge": `
    export { refreshing } from "@alicred/core";
    export { webHost } from "@alicred/core/host/web";
    export { edge } from "@alicred/presets/edge";
  `,
  "edge with vercel": `
    export { edge } from "@alicred/presets/edge";
    export { singlePlatformOidc, vercel } from "@alicred/platform-oidc/single";
  `,
  "edge with vercel and signing": `
    export { edge } from "@alicred/presets/edge";
    export { singlePlatformOidc, vercel } from "@alicred/platform-oidc/single";
    export { signingFetch } from "@alicred/interop/fetch";
  `,
  "edge with vercel, signing and presigning": `
    export { edge } from "@alicred/presets/edge";
    export { singlePlatformOidc, vercel } from "@alicred/platform-oidc/single";
    export { ossFetch, ossUrl, presign, signingFetch } from "@alicred/interop";
  `,
  "a fetch that signs for OSS": 'export { ossFetch } from "@alicred/interop/oss";',
};

/**
 * By entry point or program, the most bytes, minified and gzipped, with everything that it needs. `terraform-http` is
 * Terraform's precedence with every mode that HTTP is enough for.
 */
export const bundleBudgets: Readonly<Record<string, number>> = {
  "refreshing around a source": 7_000,
  "@alicred/core": 10_400,
  "a Worker with the preset edge": 17_100,
  "@alicred/presets/edge": 12_800,
  "@alicred/presets/terraform-http": 25_750,
  "edge with vercel": 13_650,
  "edge with vercel and signing": 17_550,
  "edge with vercel, signing and presigning": 18_450,
  "a fetch that signs for OSS": 6_000,
};

/** The official SDK for Node, whose default chain is one class: bundled in the same run, to compare with. */
export const peerEntry = "@alicloud/credentials";

/** The smallest signer for another cloud, bundled in the same run: it refreshes nothing and knows one signature. */
export const peerSigner = "aws4fetch";

/** By entry point or program, how its row in the table of sizes begins. */
export const sizeRows: Readonly<Record<string, string>> = {
  "refreshing around a source": "the kernel: `refreshing` around a source",
  "@alicred/core": "everything that `@alicred/core` exports",
  "@alicred/presets/edge": "preset `edge`:",
  "a Worker with the preset edge": "a Worker with that preset",
  "edge with vercel": "preset `edge` with one platform:",
  "edge with vercel and signing": "preset `edge` with one platform and a `fetch`",
  "edge with vercel, signing and presigning": "preset `edge` with one platform, that `fetch` and",
  "@alicred/presets/terraform-http": "preset `terraform-http`",
  [peerEntry]: "`@alicloud/credentials`, for Node only",
};

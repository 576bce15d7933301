/**
 * By entry point, the most bytes, minified and gzipped, with everything that it needs. `terraform-http` is Terraform's
 * precedence with every mode that HTTP is enough for.
 */
export const bundleBudgets: Readonly<Record<string, number>> = {
  "@alicred/core": 11_050,
  "@alicred/presets/edge": 14_500,
  "@alicred/presets/terraform-http": 27_400,
  "edge with vercel": 15_400,
  "edge with vercel and signing": 16_500,
};

/** The bundles that are no entry point, by name: what a program imports. */
export const combinations: Readonly<Record<string, string>> = {
  "edge with vercel":
    'export { edge } from "@alicred/presets/edge"; export { singlePlatformOidc, vercel } from "@alicred/platform-oidc/single";',
  "edge with vercel and signing":
    'export { edge } from "@alicred/presets/edge"; export { singlePlatformOidc, vercel } from "@alicred/platform-oidc/single"; export { signingFetch } from "@alicred/interop/fetch";',
};

/** The official SDK for Node, whose default chain is one class: bundled in the same run, to compare with. */
export const peerEntry = "@alicloud/credentials";

/** By entry point, how its row in the README's table of sizes begins. */
export const readmeRows: Readonly<Record<string, string>> = {
  "@alicred/core": "the kernel alone",
  "@alicred/presets/edge": "preset `edge`:",
  "edge with vercel": "preset `edge` with one platform:",
  "edge with vercel and signing": "preset `edge` with one platform and",
  "@alicred/presets/terraform-http": "preset `terraform-http`",
  [peerEntry]: "`@alicloud/credentials`, for Node only",
};

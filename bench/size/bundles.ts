// Weighs a bundle for each program: esbuild's minifier, then gzip.
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { rootDir } from "../../tools/workspace.ts";

export interface Program {
  readonly subject: string;
  readonly kind: "own" | "peer";
  readonly code: string;
  /** The package that is installed for it. */
  readonly package: string;
}

const own = (subject: string, where: string, code: string): Program => ({
  subject,
  kind: "own",
  package: where,
  code,
});
const peer = (name: string, code: string): Program => ({ subject: name, kind: "peer", package: name, code });

export const PROGRAMS: readonly Program[] = [
  own(
    "alicred: refreshing around a source",
    "@alicred/core",
    'export { found, refreshing } from "@alicred/core"; export { webHost } from "@alicred/core/host/web";',
  ),
  own("alicred: the front door of the edge", "alicred", 'export { resolver } from "alicred/edge";'),
  own("alicred: the front door of Node", "alicred", 'export { resolver } from "alicred";'),
  own(
    "alicred: a fetch that signs",
    "@alicred/interop",
    'export { signingFetch } from "@alicred/interop/fetch";',
  ),
  peer("@smithy/property-provider", 'export { memoize } from "@smithy/property-provider";'),
  peer("aws4fetch", 'export { AwsClient } from "aws4fetch";'),
  peer("@alicloud/credentials", 'export * from "@alicloud/credentials";'),
  peer(
    "@aws-sdk/credential-providers",
    'export { fromNodeProviderChain } from "@aws-sdk/credential-providers";',
  ),
  peer("google-auth-library", 'export { GoogleAuth } from "google-auth-library";'),
  peer(
    "@azure/core-rest-pipeline",
    'export { bearerTokenAuthenticationPolicy, createDefaultHttpClient, createPipelineRequest } from "@azure/core-rest-pipeline";',
  ),
  peer("@alicloud/openapi-core", 'export { OpenApiUtil } from "@alicloud/openapi-core";'),
  peer("ali-oss", 'export { default } from "ali-oss";'),
];

/** Bytes, minified and gzipped. `NaN` where the target cannot have it. */
export async function bundledBytes({ code }: Program, target: "node" | "edge"): Promise<number> {
  try {
    const { outputFiles } = await build({
      stdin: { contents: code, resolveDir: rootDir, loader: "js" },
      absWorkingDir: rootDir,
      bundle: true,
      minify: true,
      format: "esm",
      platform: target === "node" ? "node" : "neutral",
      mainFields: ["module", "main"],
      conditions: target === "node" ? ["node"] : ["workerd", "worker", "browser"],
      target: "es2022",
      write: false,
      logLevel: "silent",
    });
    return gzipSync(outputFiles[0]?.contents ?? "", { level: 9 }).byteLength;
  } catch {
    return Number.NaN;
  }
}

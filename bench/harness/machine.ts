// The machine, and the versions that were measured.
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { type Manifest, readJson, rootDir } from "../../tools/workspace.ts";

const MEASURED = [
  "@alicloud/credentials",
  "@alicloud/openapi-core",
  "@aws-sdk/credential-providers",
  "@azure/core-rest-pipeline",
  "@smithy/property-provider",
  "ali-oss",
  "aws4fetch",
  "bun",
  "deno",
  "google-auth-library",
  "hono",
  "miniflare",
];

/** One line about the machine. */
export function machine(): string {
  const memoryGb = (totalmem() / 2 ** 30).toFixed(0);
  return `${cpus()[0]?.model.trim()}, ${cpus().length} cores, ${memoryGb} GB, ${process.platform} ${process.arch}`;
}

export function versions(): Readonly<Record<string, string>> {
  const own = readJson<Manifest>(join(rootDir, "core/package.json")).version;
  const peers = MEASURED.map((name) => [
    name,
    readJson<Manifest>(join(rootDir, "node_modules", name, "package.json")).version,
  ]);
  return { node: process.versions.node, alicred: own, ...Object.fromEntries(peers) };
}

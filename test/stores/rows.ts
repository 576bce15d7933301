import type { Row } from "./row.ts";
import { cloudflareKv, durableObject } from "./rows/cloudflare.ts";
import { denoKv } from "./rows/deno-kv.ts";
import { file } from "./rows/file.ts";
import { memory } from "./rows/memory.ts";
import { redisRows } from "./rows/redis.ts";
import { upstash } from "./rows/upstash.ts";

/** The stores of the matrix. */
export const rows: readonly Row[] = [
  memory,
  file,
  ...redisRows,
  upstash,
  durableObject,
  cloudflareKv,
  denoKv,
];

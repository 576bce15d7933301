import type { Mode } from "./mode.ts";
import { expiredSession, nextSession, session } from "./world.ts";

/** The bucket that the calls are made to. */
export const bucket = "simulated-bucket";
const host = "oss-cn-hangzhou.aliyuncs.com";
const bucketHost = `${bucket}.${host}`;

const place = { endpoint: `https://${host}`, region: "cn-hangzhou", bucket };
const sessions = { ...session, ...named("next", nextSession), ...named("expired", expiredSession) };

/** Everyday calls, and what a client says of each. */
const calls = [
  { call: "objects", result: "hello oss ello 9", operations: ["PutObject", "GetObject", "HeadObject"] },
  { call: "lists", result: "list/a b,list/c/ list/a b,list/c/", operations: ["ListObjects"] },
  { call: "copy", result: "copied", operations: ["PutObject", "GetObject"] },
  { call: "presigned", result: "by address", operations: ["GetObject"] },
  { call: "delete", result: "NoSuchKey", operations: ["DeleteObject"] },
  { call: "expired", result: "SecurityTokenExpired", operations: [] },
] as const;

/** The everyday calls of clients of OSS, by both versions of the signature. */
export function ossModes(): readonly Mode[] {
  return (["v4", "v1"] as const).flatMap((signature) => [
    ...calls.map(({ call, result, operations }) => ({
      name: `${call}, signature ${signature}`,
      config: { ...place, ...sessions, call, signature },
      result,
      calls: operations.map((operation) => `${bucketHost} ${operation}`),
    })),
    {
      name: `multipart through a refresh, signature ${signature}`,
      config: { ...place, ...sessions, call: "multipart", signature },
      result: "204803 3",
      calls: [`${bucketHost} UploadPart`, `${bucketHost} CompleteMultipartUpload`],
      accessKeys: [session.accessKeyId, nextSession.accessKeyId],
    },
  ]);
}

/** The keys of a session under names that begin with its own. */
function named(which: string, keys: typeof session): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(keys).map(([name, value]) => [
      which + name.charAt(0).toUpperCase() + name.slice(1),
      value,
    ]),
  );
}

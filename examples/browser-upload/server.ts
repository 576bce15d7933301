// A server that never sees the files: it gives signed-in users what they need to store them in OSS themselves.
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage } from "node:http";
import { nodeHost } from "@alicred/core/host/node";
import { presign, presignForm } from "@alicred/interop/oss";
import { resolver } from "alicred";
import { createSessions, prefixOf } from "./sessions.ts";

const { ROLE_ARN, OSS_BUCKET, OSS_ENDPOINT, PORT } = process.env;
const host = nodeHost();
const place = { bucket: OSS_BUCKET ?? "simulated-bucket", region: "cn-hangzhou", endpoint: OSS_ENDPOINT };
const roleArn = ROLE_ARN ?? "acs:ram::1000000000000001:role/admin";
const sessions = createSessions(host, resolver({ host }), roleArn, place.bucket);
const MEGABYTE = 1_048_576;

const files: Readonly<Record<string, readonly [file: string, type: string]>> = {
  "/": ["index.html", "text/html; charset=utf-8"],
  "/page.js": ["page.js", "text/javascript"],
};

/** The rights that a user is given, by path. Each says when it ends. */
const grants: Readonly<Record<string, (user: string, name: string, type: string) => Promise<object>>> = {
  /** A session, for uploads in parts: the page renews it by asking again. */
  async "/session"(user) {
    const credentials = await sessions.of(user).get({ minTtlMs: 900_000 });
    const { accessKeyId, accessKeySecret, securityToken, expiresAtMs } = credentials;
    return { accessKeyId, accessKeySecret, securityToken, expiresAtMs, place, prefix: prefixOf(user) };
  },
  /** A form for files of one megabyte at most. */
  "/form": (user) =>
    presignForm(sessions.of(user), {
      host,
      ...place,
      key: { startsWith: prefixOf(user) },
      maxBytes: MEGABYTE,
      fields: { success_action_status: "200" },
    }),
  /** A URL for one file of one type: a browser sends it, so it is signed. */
  "/put": (user, name, type) =>
    presign(sessions.of(user), {
      host,
      ...place,
      key: prefixOf(user) + name,
      method: "PUT",
      headers: { "content-type": type },
    }),
};

const server = createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://server");
  try {
    const [file, mediaType] = files[pathname] ?? [];
    if (file !== undefined && mediaType !== undefined) {
      // Here your own sign-in belongs.
      if (pathname === "/") response.setHeader("set-cookie", "user=ada; HttpOnly; SameSite=Strict");
      response.setHeader("content-type", mediaType).end(await readFile(new URL(file, import.meta.url)));
      return;
    }
    const grant = request.method === "POST" ? grants[pathname] : undefined;
    const user = userOf(request);
    const name = searchParams.get("name") ?? "";
    const type = searchParams.get("type") || "application/octet-stream";
    if (grant === undefined || user === undefined || !/^[\w. -]*$/.test(name)) {
      response.writeHead(grant === undefined ? 404 : 403).end();
      return;
    }
    // It holds a token: neither a cache nor a log may keep it.
    response.setHeader("content-type", "application/json").setHeader("cache-control", "no-store");
    response.end(JSON.stringify(await grant(user, name, type)));
  } catch (error) {
    console.error(error);
    response.writeHead(503).end();
  }
}).listen(Number(PORT ?? 3000), "127.0.0.1", () => console.log("listening at", server.address()));

/** The user who has signed in. */
function userOf({ headers }: IncomingMessage): string | undefined {
  return /^user=([a-z\d]{1,40})$/.exec(headers.cookie ?? "")?.[1];
}

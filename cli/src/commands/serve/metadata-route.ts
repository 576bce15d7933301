import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { documentOf, type Served } from "./document.ts";
import type { Reply, Request } from "./http.ts";

/** The methods of the metadata service: PUT for a token of version 2. */
export const METADATA_METHODS = ["GET", "PUT"] as const;

/** The address at which clients look for the metadata service. */
export const METADATA_HOST = "100.100.100.200";

const TOKEN_PATH = "/latest/api/token";
const ROLES_PATH = "/latest/meta-data/ram/security-credentials";
const REGION_PATH = "/latest/meta-data/region-id";
const LISTS: Readonly<Record<string, string>> = {
  "/latest": "api/\nmeta-data/",
  "/latest/meta-data": "ram/\nregion-id",
  "/latest/meta-data/ram": "security-credentials/",
};
const TTL_HEADER = "x-aliyun-ecs-metadata-token-ttl-seconds";
const TOKEN_HEADER = "x-aliyun-ecs-metadata-token";
const MAX_TTL_S = 21_600;

/**
 * The route of the metadata service of an ECS instance, in both of its versions, as far as its clients read it: the role,
 * its credentials and the region. The first identity is the role of the instance; the others have their own names.
 *
 * Source: help.aliyun.com, "Instance metadata"; the official clients.
 */
export function metadataRoute(
  served: readonly Served[],
  now: () => number,
): (request: Request) => Promise<Reply> {
  const secret = randomBytes(32);
  return async ({ method, path, headers }) => {
    if (method === "PUT") return path === TOKEN_PATH ? issueToken(secret, headers, now()) : notFound();
    const token = headers[TOKEN_HEADER];
    if (token !== undefined && !isValid(secret, String(token), now())) return { status: 401, body: "" };
    return read(path.replace(/\/+$/, ""), served, now());
  };
}

/** The name of an identity as that of a role: clients put it into an address as it is. */
export function roleNameOf(name: string): string {
  return /^(?!\.+$)[\w.@-]{1,64}$/.test(name)
    ? name
    : `alicred-${Buffer.from(name).toString("hex").slice(0, 48)}`;
}

async function read(path: string, served: readonly Served[], nowMs: number): Promise<Reply> {
  const [first] = served;
  if (path === ROLES_PATH) return first ? text(roleNameOf(first.name)) : notFound();
  if (path.startsWith(`${ROLES_PATH}/`)) {
    const name = path.slice(ROLES_PATH.length + 1);
    const found = served.find((each) => roleNameOf(each.name) === name);
    return found ? documentOf(found, nowMs) : notFound();
  }
  if (path === REGION_PATH) {
    const region = first?.region();
    return region === undefined ? notFound() : text(region);
  }
  const list = LISTS[path];
  return list === undefined ? notFound() : text(list);
}

/** A token says by itself until when it is valid, so that none has to be remembered. */
function issueToken(secret: Buffer, headers: Request["headers"], nowMs: number): Reply {
  if (headers["x-forwarded-for"] !== undefined) return { status: 403, body: "" };
  const ttl = Number(headers[TTL_HEADER]);
  if (!Number.isInteger(ttl) || ttl < 1 || ttl > MAX_TTL_S)
    return { status: 400, body: "Missing or Invalid Parameters" };
  const until = String(nowMs + ttl * 1_000);
  return text(`${until}.${signed(secret, until)}`);
}

function isValid(secret: Buffer, token: string, nowMs: number): boolean {
  const [until = "", signature = ""] = token.split(".");
  const [given, right] = [Buffer.from(signature), Buffer.from(signed(secret, until))];
  return given.length === right.length && timingSafeEqual(given, right) && Number(until) > nowMs;
}

function signed(secret: Buffer, until: string): string {
  return createHmac("sha256", secret).update(until).digest("base64url");
}

function text(body: string): Reply {
  return { status: 200, body };
}

function notFound(): Reply {
  return { status: 404, body: "" };
}

import { Hono } from "hono";
import { baseRoutePath } from "hono/route";
import type { CloudBase } from "./cloud.ts";

/**
 * One service of a cloud as an app of its own: every request is one to this service, at any host and below any path
 * that the app is routed at.
 *
 * @param cloud - or what gives it, asked for each request.
 */
export function serviceApp(cloud: CloudBase | (() => CloudBase), service: string): Hono {
  const current = typeof cloud === "function" ? cloud : () => cloud;
  const app = new Hono();
  // A connection that breaks is no answer: what becomes of it is for the outer app or the caller to say.
  app.onError((error) => {
    throw error;
  });
  app.all("*", (c) => {
    const path = pathBelow(baseRoutePath(c), c.req.raw.url);
    return current().receive(c.req.raw, { target: { service, path } });
  });
  return app;
}

/** Returns the rest of a path, as it was sent, behind as many parts as the base has: some of those may be parameters. */
function pathBelow(base: string, url: string): string {
  const depth = base.split("/").filter(Boolean).length;
  const [, path = "/"] = /^[a-z]+:\/\/[^/?#]*([^?#]*)/.exec(url) ?? [];
  return `/${path
    .split("/")
    .slice(depth + 1)
    .join("/")}`;
}

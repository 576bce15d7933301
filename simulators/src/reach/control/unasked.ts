import type { MiddlewareHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import { readAtMost } from "../../cloud/request.ts";
import { operations } from "./openapi.ts";

/** More than this is not nothing. */
const MOST_BYTES = 1024;
/** Nothing, as helpers in other languages write it. */
const NOTHING = ["", "null", "{}"];

const routes = operations.map(({ method, path, query, body }) => ({
  method,
  path: new RegExp(`^/_alicred${path.replaceAll(/\{\w+\}/g, "[^/]+")}/?$`),
  parameters: Object.keys(query ?? {}),
  hasBody: body !== undefined,
}));

/**
 * Refuses parameters and bodies that an operation does not take, because to ignore them would be to do something else:
 * `DELETE /journal?operation=AssumeRole` would clear all of it.
 */
export const refuseUnasked: MiddlewareHandler = async (c, next) => {
  const { method, path } = c.req;
  const route = routes.find((one) => one.method === method && one.path.test(path));
  if (route !== undefined) {
    const strange = Object.keys(c.req.queries()).find((name) => !route.parameters.includes(name));
    // The journal words it itself: its parameters are those of a filter.
    if (strange !== undefined && route.parameters.length < 2)
      throw new HTTPException(400, {
        message: `${method} ${path} takes no parameter ${JSON.stringify(strange)}`,
      });
    if (!route.hasBody && !(await isNothing(c.req.raw)))
      throw new HTTPException(400, { message: `${method} ${path} takes no body` });
  }
  await next();
};

async function isNothing({ body }: Request): Promise<boolean> {
  const bytes = await readAtMost(body, MOST_BYTES);
  return bytes !== undefined && NOTHING.includes(new TextDecoder().decode(bytes).trim());
}

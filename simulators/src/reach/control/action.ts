import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { z } from "zod";
import type { CloudBase } from "../../cloud/cloud.ts";
import type { Cloud } from "../../simulate-cloud.ts";
import { answer, type ControlContext, orInvalid, readJson } from "./context.ts";

/** One thing that a program can do to a cloud: a route, its part of the API's description, and what it does. */
export interface Action {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Below `/_alicred`, with parameters as `{name}`. */
  readonly path: string;
  readonly summary: string;
  /** The body that it takes; none without one. */
  readonly body?: z.ZodType;
  /** The most bytes of that body. Default 4 MiB. */
  readonly maxBytes?: number;
  /** The body of its answer; without one the status is 204. */
  readonly reply?: z.ZodType;
  /** Default 200, or 204 without a body. */
  readonly status?: ContentfulStatusCode;
  /** Whether the answer has secrets in it, because that is what was asked for. */
  readonly reveals?: true;
}

/** An action and its deed. */
export interface ActionRoute extends Action {
  act(cloud: CloudBase, body: never, parameters: Readonly<Record<string, string>>): unknown;
}

/** Types the body of an action by its schema. */
export function defineAction<B extends z.ZodType = z.ZodType<undefined>>(
  action: Omit<Action, "body"> & {
    readonly body?: B;
    act(cloud: CloudBase, body: z.infer<B>, parameters: Readonly<Record<string, string>>): unknown;
  },
): ActionRoute {
  return action as ActionRoute;
}

/** Routes for actions. */
export function actionRoutes(context: ControlContext, actions: readonly ActionRoute[]): Hono {
  const app = new Hono();
  for (const { method, path, body, maxBytes, reply, status = 200, reveals, act } of actions)
    app.on(method, path.replaceAll(/\{(\w+)\}/g, ":$1"), async (c) => {
      const given = body === undefined ? undefined : await readJson(c, body, maxBytes);
      const value = await orInvalid(() => act(context.cloud(), given as never, c.req.param()));
      if (reply === undefined) return c.body(null, 204);
      return reveals ? c.json(value as object, status) : answer(c, context, value, status);
    });
  return app;
}

/** Members that services add to a cloud, where it has these services. */
type Members = Pick<Cloud, "cloudSso" | "oauth" | "ecsInstance" | "credentialsDocument" | "oidcIssuer">;

/** The members that a service adds to a cloud. @throws `HTTPException` with status 404 when the cloud is without the service. */
export function member<K extends keyof Members>(cloud: CloudBase, name: K): Members[K] {
  const found = (cloud as Partial<Members>)[name];
  if (found === undefined)
    throw new HTTPException(404, { message: `this cloud has no service that adds ${name}` });
  return found as Members[K];
}

/** Text that must not be empty. */
export const filled: z.ZodType<string> = z.string().min(1);

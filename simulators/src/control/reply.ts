import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Canaries } from "../world/canaries.ts";
import type { ControlContext } from "./context.ts";

/** Answers with JSON in which no secret of the cloud is left. */
export function answer(
  c: Context,
  { cloud }: ControlContext,
  value: unknown,
  status: ContentfulStatusCode = 200,
): Response {
  return c.json(withoutSecrets(value, cloud().world.canaries) as object, status);
}

/** Answers with an error of the control API. */
export function refuse(
  c: Context,
  status: ContentfulStatusCode | 421,
  error: string,
  reason: string,
  headers: Record<string, string> = {},
): Response {
  return c.json({ error, reason }, status as ContentfulStatusCode, headers);
}

function withoutSecrets(value: unknown, canaries: Canaries): unknown {
  if (typeof value === "string") return canaries.redact(value);
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, canaries));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, withoutSecrets(item, canaries)]),
  );
}

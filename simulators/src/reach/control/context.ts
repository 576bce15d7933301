import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { z } from "zod";
import type { CloudBase } from "../../cloud/cloud.ts";
import { explain } from "../../cloud/explain.ts";
import type { Canaries } from "../../cloud/world/canaries.ts";

/** The cloud that the parts of the control API act on. */
export interface ControlContext {
  /** The cloud as it is now. */
  cloud(): CloudBase;
  /** Puts another cloud in its place, that differs from it by these. @throws `TypeError` for a world that cannot be. */
  rebuild(changes: Parameters<CloudBase["rebuild"]>[0]): void;
  /** Aborted when time is to stop advancing. */
  advancing(): AbortSignal;
  stopAdvancing(): void;
}

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

const MAX_BODY_BYTES = 4 * 1024 * 1024;

/**
 * The body of a request, checked; at most 4 MiB unless told otherwise.
 *
 * @throws `HTTPException` with status 415, 413 or 400 that says what is wrong, without quoting the body.
 */
export async function readJson<T>(
  c: Context,
  schema: z.ZodType<T>,
  maxBytes: number = MAX_BODY_BYTES,
): Promise<T> {
  if (!/^application\/json\b/i.test(c.req.header("content-type") ?? ""))
    throw new HTTPException(415, { message: "send JSON, with the header Content-Type: application/json" });
  const { data, error } = schema.safeParse(parse(await readText(c.req.raw.body, maxBytes)));
  if (error) throw new HTTPException(400, { message: explain(error) });
  return data;
}

async function readText(body: ReadableStream<Uint8Array> | null, maxBytes: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes)
      throw new HTTPException(413, { message: `the body is longer than ${maxBytes / 1024 / 1024} MiB` });
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new HTTPException(400, { message: "the body is not JSON" });
  }
}

/** Runs what may find fault with the input; a `TypeError` becomes the status 400. */
export async function orInvalid<T>(run: () => T | Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new HTTPException(400, { message: error.message });
  }
}

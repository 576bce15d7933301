import { z } from "zod";
import { worldSchema } from "./schema/mod.ts";

/** JSON Schema (draft 2020-12) of world descriptions; `world.schema.json` holds it for editors. */
export function worldJsonSchema(): Readonly<Record<string, unknown>> {
  return z.toJSONSchema(worldSchema, { io: "input" });
}

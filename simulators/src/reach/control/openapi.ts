import { z } from "zod";
import { assertionActions } from "./assertions.ts";
import { type Described, described } from "./described.ts";
import { operatorActions } from "./operator.ts";
import { peopleActions } from "./people.ts";

/** Everything that the control API answers with a token. */
export const operations: readonly Described[] = [
  ...described,
  ...peopleActions,
  ...operatorActions,
  ...assertionActions,
];

/** A description of the control API for programs that make clients of it, or test it: OpenAPI 3.1. */
export function openApi(): Readonly<Record<string, unknown>> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) {
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method.toLowerCase()]: operationOf(operation),
    };
  }
  return {
    openapi: "3.1.0",
    info: { title: "Control API of a simulated Alibaba Cloud", version: "1" },
    servers: [{ url: "/_alicred" }],
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: { token: { type: "http", scheme: "bearer" } },
      schemas: { Error: schemaOf(z.object({ error: z.string(), reason: z.string() })) },
    },
  };
}

function operationOf({ method, path, summary, body, reply, status = 200, query }: Described): object {
  const parameters = [
    ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
      name,
      in: "path",
      required: true,
      schema: { type: "string" },
    })),
    ...Object.entries(query ?? {}).map(([name, schema]) => ({ name, in: "query", schema: schemaOf(schema) })),
  ];
  return {
    operationId: `${method.toLowerCase()}${path.replaceAll(/[/{}-]+(\w?)/g, (_, letter: string) => letter.toUpperCase())}`,
    summary,
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: { required: true, content: json(schemaOf(body)) } }),
    responses: {
      ...(reply === undefined
        ? { 204: { description: "Done" } }
        : { [status]: { description: "Done", content: json(schemaOf(reply)) } }),
      default: { description: "An error", content: json({ $ref: "#/components/schemas/Error" }) },
    },
  };
}

function json(schema: object): object {
  return { "application/json": { schema } };
}

function schemaOf(schema: z.ZodType): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: "input" }) as Record<string, unknown>;
  return rest;
}

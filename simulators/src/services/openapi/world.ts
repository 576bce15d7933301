import { z } from "zod";
import { type ErrorOverrides, errorOverridesSchema } from "../../cloud/errors.ts";
import { SHORTEST_SECRET } from "../../cloud/world/canaries.ts";
import { OPENAPI_ERRORS } from "./errors.ts";

/** JSON, as a world describes it. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** A reply to an action of a product. */
export interface CannedReply {
  readonly product: string;
  readonly version?: string | undefined;
  readonly action: string;
  readonly resource?: string | undefined;
  readonly status?: number | undefined;
  readonly paging?: string | undefined;
  readonly reply: { readonly [name: string]: Json };
}

/** A bearer token and its owner. */
export interface BearerTokenDescription {
  readonly token: string;
  readonly user: string;
  readonly expiration?: string | undefined;
}

/** A secret of KMS. */
export interface SecretDescription {
  readonly name: string;
  readonly value: string;
  readonly versionId?: string | undefined;
}

/** Settings of the simulated gateway. */
export interface OpenApiDescription {
  readonly replies?: readonly CannedReply[] | undefined;
  readonly bearerTokens?: readonly BearerTokenDescription[] | undefined;
  readonly secrets?: readonly SecretDescription[] | undefined;
  readonly usersManageAccessKeys?: boolean | undefined;
  readonly accessKeysPerUser?: number | undefined;
  readonly errors?: ErrorOverrides<string> | undefined;
}

const jsonSchema: z.ZodType<Json> = z.json();

const replySchema: z.ZodType<CannedReply> = z
  .strictObject({
    product: z
      .string()
      .regex(/^(?:\*|[a-z][a-z0-9-]*)$/)
      .describe(
        "As in its host names: ecs for ecs.cn-hangzhou.aliyuncs.com. A star stands for every product.",
      ),
    version: z.string().min(1).optional().describe("Such as 2014-05-26. Default: any."),
    action: z.string().min(1).describe("Such as DescribeInstances. A star stands for every action."),
    resource: z
      .string()
      .optional()
      .describe("ARN that policies are asked about. Default: acs:PRODUCT:*:ACCOUNT:*"),
    status: z.int().min(200).max(599).optional().describe("Default 200."),
    paging: z
      .string()
      .min(1)
      .optional()
      .describe(
        "Path to the list that is given out page by page, such as Instances.Instance. Default: none.",
      ),
    reply: z
      .record(z.string(), jsonSchema)
      .describe(
        "Members beside RequestId. In texts, {accountId}, {callerArn}, {requestId}, {now}, {param:NAME} or {param:NAME|DEFAULT}, and {id:PREFIX} for a new id are filled in.",
      ),
  })
  .meta({ id: "CannedReply" });

export const openApiSchema: z.ZodType<OpenApiDescription> = z
  .strictObject({
    replies: z.array(replySchema).optional().describe("The first that fits counts, before those built in."),
    bearerTokens: z
      .array(
        z.strictObject({
          token: z.string().min(8),
          user: z.string().min(1).describe("Name of a RAM user, or the id of a main account."),
          expiration: z.iso.datetime().optional().describe("Default: never."),
        }),
      )
      .optional(),
    secrets: z
      .array(
        z.strictObject({
          name: z.string().min(1),
          value: z.string().min(SHORTEST_SECRET),
          versionId: z.string().min(1).optional().describe("Default v1."),
        }),
      )
      .optional()
      .describe("What GetSecretValue of KMS returns."),
    usersManageAccessKeys: z
      .boolean()
      .optional()
      .describe("Whether RAM users may manage their own access keys without a policy. Default false."),
    accessKeysPerUser: z.int().min(1).optional().describe("Default 2."),
    errors: errorOverridesSchema(OPENAPI_ERRORS).optional(),
  })
  .meta({ id: "OpenApi" });

/** The part of a world's description that concerns this service. */
export interface OpenApiWorld {
  readonly openapi?: OpenApiDescription | undefined;
}

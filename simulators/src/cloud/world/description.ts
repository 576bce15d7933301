import { z } from "zod";
import { type AccountDescription, accountSchema } from "../ram/description.ts";
import { SHORTEST_SECRET } from "./canaries.ts";

/** Temporary credentials of a role that exist from the start, for tests that need known values. */
export interface SessionDescription {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken: string;
  readonly roleArn: string;
  readonly sessionName: string;
  /** Such as `2026-01-07T14:00:00Z`. */
  readonly expiration: string;
}

const sessionSchema: z.ZodType<SessionDescription> = z
  .strictObject({
    accessKeyId: z.string().startsWith("STS."),
    accessKeySecret: z.string().min(SHORTEST_SECRET),
    securityToken: z.string().min(SHORTEST_SECRET),
    roleArn: z.string().describe("A role of this world."),
    sessionName: z.string().min(1),
    expiration: z.iso.datetime(),
  })
  .meta({ id: "Session" });

/** The part of a world's description that does not depend on the services. */
export interface SharedDescription {
  /** For editors. */
  readonly $schema?: string | undefined;
  readonly accounts: readonly AccountDescription[];
  readonly sessions?: readonly SessionDescription[] | undefined;
}

/** Schemas of its members. */
export const sharedShape: { readonly [K in keyof SharedDescription]-?: z.ZodType<SharedDescription[K]> } = {
  $schema: z.string().optional(),
  accounts: z.array(accountSchema).min(1),
  sessions: z.array(sessionSchema).optional().describe("Temporary credentials that exist from the start."),
};

import { z } from "zod";
import { type AccessKeyDescription, accessKeySchema } from "./access-key.ts";
import {
  type OidcProviderDescription,
  oidcProviderSchema,
  type SamlProviderDescription,
  samlProviderSchema,
} from "./identity-provider.ts";
import { type RoleDescription, roleSchema } from "./role.ts";
import { type UserDescription, userSchema } from "./user.ts";

/** An Alibaba Cloud account and the contents of its RAM. */
export interface AccountDescription {
  readonly id: string;
  /** Access keys of the main account itself. */
  readonly rootAccessKeys?: readonly AccessKeyDescription[] | undefined;
  readonly users?: readonly UserDescription[] | undefined;
  readonly roles?: readonly RoleDescription[] | undefined;
  readonly oidcProviders?: readonly OidcProviderDescription[] | undefined;
  readonly samlProviders?: readonly SamlProviderDescription[] | undefined;
}

export const accountSchema: z.ZodType<AccountDescription> = z
  .strictObject({
    id: z
      .string()
      .regex(/^\d{5,20}$/)
      .describe("Account id, usually 16 digits."),
    rootAccessKeys: z.array(accessKeySchema).optional().describe("Access keys of the main account itself."),
    users: z.array(userSchema).optional(),
    roles: z.array(roleSchema).optional(),
    oidcProviders: z.array(oidcProviderSchema).optional(),
    samlProviders: z.array(samlProviderSchema).optional(),
  })
  .meta({ id: "Account" });

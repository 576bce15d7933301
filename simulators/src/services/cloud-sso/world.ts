import { z } from "zod";
import { type ErrorOverrides, errorOverridesSchema } from "../../cloud/errors.ts";
import { type PolicyReference, policiesSchema } from "../../cloud/ram/description.ts";
import { SSO_ERRORS, type SsoErrorName } from "./errors.ts";

/** A user of the CloudSSO directory. */
export interface SsoUserDescription {
  readonly name: string;
  readonly displayName?: string | undefined;
}

/** An account of the resource directory, as the portal shows it. */
export interface SsoAccountDescription {
  readonly accountId: string;
  readonly displayName?: string | undefined;
}

/** The permissions of a user in an account, and how long a session lasts. */
export interface AccessConfigurationDescription {
  readonly id: string;
  readonly name: string;
  readonly description?: string | undefined;
  readonly sessionDurationSeconds?: number | undefined;
  readonly policies?: readonly PolicyReference[] | undefined;
}

/** Each of the users may access each of the accounts with each of the access configurations. */
interface SsoAssignmentDescription {
  readonly users: readonly string[];
  readonly accountIds: readonly string[];
  readonly accessConfigurations: readonly string[];
}

/** A CloudSSO directory with its sign-in portal. */
export interface CloudSsoDescription {
  readonly signInUrl?: string | undefined;
  readonly users: readonly SsoUserDescription[];
  readonly accounts: readonly SsoAccountDescription[];
  readonly accessConfigurations: readonly AccessConfigurationDescription[];
  readonly assignments: readonly SsoAssignmentDescription[];
  readonly clientIds?: readonly string[] | undefined;
  readonly maxPageSize?: number | undefined;
  readonly tooFastPolling?: "ignore" | "slow-down" | "void" | undefined;
  readonly errors?: ErrorOverrides<SsoErrorName> | undefined;
}

const names = z.array(z.string().min(1)).min(1);

const userSchema = z.strictObject({
  name: z.string().regex(/^[\w.@-]{1,64}$/),
  displayName: z.string().min(1).optional().describe("Default: the name."),
});

const accountSchema = z.strictObject({
  accountId: z.string().min(1).describe("An account of this world."),
  displayName: z.string().min(1).optional().describe("Default: the account id."),
});

const accessConfigurationSchema = z.strictObject({
  id: z
    .string()
    .regex(/^ac-[0-9a-z]{1,61}$/)
    .describe('Such as "ac-0simulatedadmin000001".'),
  name: z.string().regex(/^[A-Za-z0-9-]{1,32}$/),
  description: z.string().optional(),
  sessionDurationSeconds: z.int().min(900).max(43_200).optional().describe("900 to 43200. Default 3600."),
  policies: policiesSchema.optional(),
});

export const cloudSsoSchema: z.ZodType<CloudSsoDescription> = z
  .strictObject({
    signInUrl: z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe(
        "Sign-in address of the users. Default https://signin-cn-shanghai.alibabacloudsso.com/start/login.",
      ),
    users: z.array(userSchema),
    accounts: z.array(accountSchema),
    accessConfigurations: z.array(accessConfigurationSchema),
    assignments: z.array(
      z.strictObject({
        users: names.describe("Names of users."),
        accountIds: names,
        accessConfigurations: names.describe("Names of access configurations."),
      }),
    ),
    clientIds: z
      .array(z.string().min(1))
      .optional()
      .describe("Clients that may start a device authorization, beside the aliyun CLI."),
    maxPageSize: z.int().min(1).max(100).optional().describe("Most entries of one page. Default 100."),
    tooFastPolling: z
      .enum(["ignore", "slow-down", "void"])
      .optional()
      .describe(
        "Consequence for a client that polls for its token before the interval is over: nothing, the error SlowDown, or its device code is void. Default ignore.",
      ),
    errors: errorOverridesSchema(SSO_ERRORS).optional(),
  })
  .meta({ id: "CloudSso" });

/** The part of a world's description that concerns this service. */
export interface CloudSsoWorld {
  readonly cloudSso?: CloudSsoDescription | undefined;
}

import { describe, expect, it } from "vitest";
import type { WorldDescription } from "../src/mod.ts";
import type { Keys } from "./support/sign.ts";
import { type Client, createClient, roleArn } from "./support/worlds.ts";

type Policy = NonNullable<NonNullable<WorldDescription["accounts"][number]["roles"]>[number]["trustPolicy"]>;
type Statement = Policy["Statement"][number];

const account = "12345";
const arn = (name: string): string => roleArn(name, account);

function policy(
  statement: Omit<Statement, "Effect" | "Action">,
  Effect: Statement["Effect"] = "Allow",
): Policy {
  return { Version: "1", Statement: [{ Effect, Action: "sts:AssumeRole", ...statement }] };
}

/**
 * A user who may assume the role `MyRole` by a policy, and a role `Next` that sessions of it may assume by a trust
 * policy.
 */
function capitals({ resource = arn("MyRole"), trusted = arn("MyRole") } = {}): Client {
  return createClient({
    world: {
      accounts: [
        {
          id: account,
          users: [
            {
              name: "alice",
              accessKeys: [{ id: "LTAI5tCapitals000000001" }],
              policies: [policy({ Resource: resource })],
            },
          ],
          roles: [
            {
              name: "MyRole",
              trustPolicy: policy({ Principal: { RAM: `acs:ram::${account}:root` } }),
              policies: ["AliyunSTSAssumeRoleAccess"],
            },
            { name: "Next", trustPolicy: policy({ Principal: { RAM: trusted } }) },
          ],
        },
      ],
    },
  });
}

async function assume(
  client: Client,
  role: string,
  keys?: Keys,
  more: Record<string, string> = {},
): Promise<{ status: number; keys: Keys }> {
  const params = { Action: "AssumeRole", RoleArn: arn(role), RoleSessionName: "Me", ...more };
  const reply = await client.call(params, keys && { keys });
  const { Credentials = {} } = (await reply.json()) as { Credentials?: Record<string, string> };
  const { AccessKeyId: accessKeyId = "", AccessKeySecret: accessKeySecret = "", SecurityToken } = Credentials;
  return { status: reply.status, keys: { accessKeyId, accessKeySecret, securityToken: SecurityToken } };
}

describe("the case of a role's name makes no difference", () => {
  it.each([
    arn("MyRole"),
    arn("myrole"),
    arn("My*"),
    `acs:ram::*:role/MYROLE`,
    `acs:ram:*:${account}:role/M?Role`,
    "*:role/MyRole",
  ])("to a permission policy on %s", async (resource) => {
    const client = capitals({ resource });
    for (const name of ["MyRole", "myrole", "MYROLE"]) expect((await assume(client, name)).status).toBe(200);
    expect((await assume(client, "Next")).status).toBe(403);
  });

  it.each([
    arn("MyRole"),
    arn("myrole"),
    `acs:ram::${account}:assumed-role/MyRole/Me`,
    `acs:ram::${account}:assumed-role/myrole/Me`,
  ])("to a trust policy on %s", async (trusted) => {
    const client = capitals({ trusted });
    const { keys } = await assume(client, "MyRole");
    expect((await assume(client, "Next", keys)).status).toBe(200);
  });

  it("to a session policy, also one that denies", async () => {
    const client = capitals();
    for (const [session, status] of [
      [policy({ Resource: arn("NEXT") }), 200],
      [policy({ Resource: arn("Other") }), 403],
      [policy({ NotResource: arn("NEXT") }), 403],
    ] as const) {
      const { keys } = await assume(client, "MyRole", undefined, { Policy: JSON.stringify(session) });
      expect((await assume(client, "Next", keys)).status).toBe(status);
    }
  });

  it("but that of the session's name, and of a user's, does", async () => {
    for (const trusted of [`acs:ram::${account}:assumed-role/MyRole/me`, `acs:ram::${account}:user/Alice`]) {
      const client = capitals({ trusted });
      const { keys } = await assume(client, "MyRole");
      expect((await assume(client, "Next", keys)).status).toBe(403);
    }
  });
});

import { describe, expect, it } from "vitest";
import { defaultWorld } from "../../src/mod.ts";
import {
  admin,
  createSsoClient,
  type Fields,
  partner,
  portal,
  production,
  reader,
  ssoWorld,
} from "../support/cloud-sso.ts";
import { createClient, roleArn, whoAmI } from "../support/worlds.ts";

interface AccountsPage {
  readonly Accounts: readonly Fields[];
  readonly IsTruncated: boolean;
  readonly NextToken: string;
  readonly RequestId: string;
}

const accountsPath = "/access-assignments/accounts";
const configurationsPath = "/access-assignments/access-configurations";

describe("accounts and access configurations", () => {
  it("are those of the user", async () => {
    const { get, login } = createSsoClient();
    const alice = await login("alice");
    const bob = await login("bob");
    expect((await get<AccountsPage>(accountsPath, alice)).body).toMatchObject({
      Accounts: [
        { AccountId: production, DisplayName: "Production" },
        { AccountId: partner, DisplayName: "Partner" },
      ],
      IsTruncated: false,
      NextToken: "",
    });
    expect((await get<AccountsPage>(accountsPath, bob)).body.Accounts).toHaveLength(1);
    expect((await get(`${configurationsPath}?AccountId=${production}`, bob)).body).toMatchObject({
      AccessConfigurationsForAccount: [
        {
          AccessConfigurationId: reader,
          AccessConfigurationName: "ReadOnly",
          AccessConfigurationDescription: "A quarter of an hour to look around.",
        },
      ],
      IsTruncated: false,
      NextToken: "",
    });
  });

  it("are not shown of accounts that the user may not enter", async () => {
    const { get, login } = createSsoClient();
    const bob = await login("bob");
    expect(await get(`${configurationsPath}?AccountId=${partner}`, bob)).toMatchObject({
      status: 403,
      body: { ErrorCode: "Forbidden" },
    });
    expect(await get(configurationsPath, bob)).toMatchObject({
      status: 400,
      body: { ErrorCode: "MissingParameter" },
    });
  });

  const ids = Array.from({ length: 23 }, (_, index) => String(3_000_000_000_000_000 + index));
  const manyAccounts = {
    ...ssoWorld({
      accounts: ids.map((accountId) => ({ accountId })),
      assignments: [{ users: ["alice"], accountIds: ids, accessConfigurations: ["ReadOnly"] }],
    }),
    accounts: [...defaultWorld.accounts, ...ids.map((id) => ({ id }))],
  };

  it.each([
    ["", [10, 10, 3]],
    ["&MaxResults=7", [7, 7, 7, 2]],
    ["&MaxResults=23", [23]],
    ["&MaxResults=100", [23]],
  ])("come in pages (query %j: %j)", async (query, sizes) => {
    const { get, login } = createSsoClient({ world: manyAccounts });
    const alice = await login("alice");
    const pages: AccountsPage[] = [];
    let next = "";
    do {
      const path = `${accountsPath}?NextToken=${encodeURIComponent(next)}${query}`;
      const { body } = await get<AccountsPage>(path, alice);
      pages.push(body);
      expect(body.IsTruncated).toBe(body.NextToken !== "");
      next = body.NextToken;
    } while (next !== "");
    expect(pages.map(({ Accounts }) => Accounts.length)).toEqual(sizes);
    expect(pages.flatMap(({ Accounts }) => Accounts.map((one) => one["AccountId"]))).toEqual(ids);
  });

  it("never exceed the page that the world allows", async () => {
    const { get, login } = createSsoClient({ world: ssoWorld({ maxPageSize: 1 }) });
    const alice = await login("alice");
    expect((await get<AccountsPage>(`${accountsPath}?MaxResults=100`, alice)).body.Accounts).toHaveLength(1);
  });

  it.each([
    "MaxResults=0",
    "MaxResults=101",
    "MaxResults=ten",
    "NextToken=%2B%2B",
    "NextToken=abcd",
    `NextToken=${btoa("accounts of bob 1")}`,
    `NextToken=${btoa("accounts of alice 99")}`,
  ])("refuse %s", async (query) => {
    const { get, login } = createSsoClient();
    const alice = await login("alice");
    expect(await get(`${accountsPath}?${query}`, alice)).toMatchObject({
      status: 400,
      body: { ErrorCode: "InvalidParameter", ErrorMessage: expect.stringContaining(query.slice(0, 9)) },
    });
  });
});

describe("cloud credentials", () => {
  const wanted = { AccountId: production, AccessConfigurationId: admin };

  it.each([
    [admin, "2026-01-07T09:00:00Z"],
    [reader, "2026-01-07T08:15:00Z"],
  ])("last as long as the access configuration %s says: until %s", async (id, expiration) => {
    const { post, login } = createSsoClient();
    const { body } = await post<{ CloudCredential: Fields; RequestId: string }>(
      "/cloud-credentials",
      { ...wanted, AccessConfigurationId: id },
      await login("alice"),
    );
    expect(body).toEqual({
      CloudCredential: {
        AccessKeyId: expect.stringMatching(/^STS\./),
        AccessKeySecret: expect.any(String),
        SecurityToken: expect.stringMatching(/^CAIS/),
        Expiration: expiration,
      },
      RequestId: expect.any(String),
    });
  });

  it("are recognised by STS, act by the policies of the access configuration, and expire there", async () => {
    const client = createClient();
    const sso = client.cloud.cloudSso.signIn("alice");
    const reply = await client.cloud.fetch(`${portal}/cloud-credentials`, {
      method: "POST",
      headers: { authorization: `Bearer ${sso.accessToken}`, "content-type": "application/json" },
      body: JSON.stringify(wanted),
    });
    const { CloudCredential } = (await reply.json()) as { CloudCredential: Fields };
    const keys = {
      accessKeyId: CloudCredential["AccessKeyId"] ?? "",
      accessKeySecret: CloudCredential["AccessKeySecret"] ?? "",
      securityToken: CloudCredential["SecurityToken"],
    };
    expect(await (await client.call(whoAmI, { keys })).json()).toMatchObject({
      AccountId: production,
      IdentityType: "AssumedRoleUser",
      Arn: `acs:ram::${production}:assumed-role/AliyunReservedSSO-Administrator/alice`,
    });
    const assume = { Action: "AssumeRole", RoleArn: roleArn("reader"), RoleSessionName: "chained" };
    expect((await client.call(assume, { keys })).status).toBe(200);
    await client.cloud.advance("1h");
    expect(await (await client.call(whoAmI, { keys })).json()).toMatchObject({
      Code: "InvalidSecurityToken.Expired",
    });
  });

  it.each([
    ["another account", { AccountId: partner }, 403, "Forbidden"],
    ["another access configuration", { AccessConfigurationId: admin }, 403, "Forbidden"],
    ["an unknown account", { AccountId: "1" }, 403, "Forbidden"],
    ["no account", { AccountId: undefined }, 400, "MissingParameter"],
    ["no access configuration", { AccessConfigurationId: "" }, 400, "MissingParameter"],
  ])("are refused for %s", async (_, change, status, code) => {
    const { post, login } = createSsoClient();
    const mine = { AccountId: production, AccessConfigurationId: reader };
    const bob = await login("bob");
    expect(await post("/cloud-credentials", { ...mine, ...change }, bob)).toMatchObject({
      status,
      body: { ErrorCode: code },
    });
    expect((await post("/cloud-credentials", mine, bob)).status).toBe(200);
  });

  it.each([
    ["an empty body", "", "application/json", "The request body is mandatory for this action."],
    [
      "a form",
      "AccountId=1",
      "application/x-www-form-urlencoded",
      "The parameter Content-Type is not valid.",
    ],
    ["broken JSON", '{"AccountId":', "application/json", "The parameter body is not valid."],
    ["a JSON list", "[]", "application/json", "The parameter body is not valid."],
  ])("are refused for %s", async (_, body, type, message) => {
    const { cloud, login } = createSsoClient();
    const headers = { authorization: `Bearer ${await login("alice")}`, "content-type": type };
    const reply = await cloud.fetch(`${portal}/cloud-credentials`, { method: "POST", headers, body });
    expect(reply.status).toBe(400);
    expect(await reply.json()).toMatchObject({ ErrorMessage: message });
  });

  it.each([
    ["no token", undefined, "no bearer token"],
    ["a foreign token", "x".repeat(43), "no such access token"],
  ])("are refused with %s", async (_, token, reason) => {
    const { post, cloud } = createSsoClient();
    expect(await post("/cloud-credentials", wanted, token)).toMatchObject({
      status: 401,
      body: { ErrorCode: "InvalidToken", ErrorMessage: "The provided token is invalid." },
    });
    expect(cloud.journal.entries().at(-1)).toMatchObject({ decision: "denied", reason });
  });

  it("are refused from the moment the access token is eight hours old", async () => {
    const { post, login, cloud } = createSsoClient();
    const alice = await login("alice");
    await cloud.advance(28_800_000 - 1);
    expect((await post("/cloud-credentials", wanted, alice)).status).toBe(200);
    await cloud.advance(1);
    expect((await post("/cloud-credentials", wanted, alice)).status).toBe(401);
    expect(cloud.journal.entries().at(-1)?.reason).toBe("the access token has expired");
  });
});

describe("the word before the token", () => {
  it.each(["Bearer", "bearer", "BEARER"])("is read in any case (RFC 9110, 11.1): %s", async (scheme) => {
    const { cloud, login } = createSsoClient();
    const authorization = `${scheme} ${await login("alice")}`;
    const reply = await cloud.fetch(`${portal}${accountsPath}`, { headers: { authorization } });
    expect(reply.status).toBe(200);
    expect(cloud.journal.entries().at(-1)).toMatchObject({ identity: "cloudsso:user/alice" });
  });
});

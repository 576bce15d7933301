import { describe, expect, it } from "vitest";
import { createOpenApiClient, openApiWorld } from "../support/openapi.ts";
import type { Params } from "../support/sign.ts";
import { whoAmI } from "../support/worlds.ts";

const root = "LTAI5tRootOfTheAccount01";

interface Key {
  readonly AccessKeyId: string;
  readonly AccessKeySecret: string;
}

describe("access keys", () => {
  it.each(["v1", "v3"] as const)("are rotated by their owner, signature %s", async (style) => {
    const { cloud, call, ram } = createOpenApiClient();
    const old = cloud.accessKey("alice");
    const { body } = await ram("CreateAccessKey", {}, { style });
    const created = body["AccessKey"] as Key;
    expect(created).toEqual({
      AccessKeyId: expect.stringMatching(/^LTAI5t\w{18}$/),
      AccessKeySecret: expect.stringMatching(/^Cnry/),
      Status: "Active",
      CreateDate: "2026-01-07T08:00:00Z",
    });
    const keys = { accessKeyId: created.AccessKeyId, accessKeySecret: created.AccessKeySecret };
    const identity = (await (await call(whoAmI, { keys })).json()) as object;
    expect(identity).toMatchObject({ Arn: "acs:ram::1000000000000001:user/alice" });
    expect((await ram("ListAccessKeys", {}, { style })).body["AccessKeys"]).toEqual({
      AccessKey: [
        { AccessKeyId: old.accessKeyId, Status: "Active", CreateDate: "2025-01-01T00:00:00Z" },
        { AccessKeyId: created.AccessKeyId, Status: "Active", CreateDate: "2026-01-07T08:00:00Z" },
      ],
    });
    expect(await ram("CreateAccessKey")).toMatchObject({
      status: 409,
      body: { Code: "LimitExceeded.User.AccessKey" },
    });
    const ofOld = { UserAccessKeyId: old.accessKeyId, UserName: "alice" };
    expect((await ram("UpdateAccessKey", { ...ofOld, Status: "Inactive" })).status).toBe(200);
    expect(await (await call(whoAmI, { keys: old })).json()).toMatchObject({
      Code: "InvalidAccessKeyId.Inactive",
    });
    const byNew = async (Action: string, params: Params): Promise<number> => {
      const all = { Version: "2015-05-01", Action, ...params };
      return (await call(all, { keys, style, endpoint: "https://ram.aliyuncs.com/" })).status;
    };
    expect(await byNew("UpdateAccessKey", { ...ofOld, Status: "Active" })).toBe(200);
    expect((await call(whoAmI, { keys: old })).status).toBe(200);
    expect(await byNew("DeleteAccessKey", ofOld)).toBe(200);
    expect(await byNew("DeleteAccessKey", ofOld)).toBe(404);
    expect(await (await call(whoAmI, { keys: old })).json()).toMatchObject({
      Code: "InvalidAccessKeyId.NotFound",
    });
    cloud.expectNoSecrets(cloud.journal.entries());
  });

  it("come and go with the cloud", async () => {
    const { cloud, ram } = createOpenApiClient();
    const before = cloud.snapshot();
    const first = (await ram("CreateAccessKey")).body["AccessKey"] as Key;
    const after = cloud.snapshot();
    cloud.restore(before);
    expect(() => cloud.accessKey(first.AccessKeyId)).toThrow("no access key");
    cloud.setAccessKeyActive("alice", false);
    cloud.restore(after);
    expect(cloud.accessKey(first.AccessKeyId).accessKeySecret).toBe(first.AccessKeySecret);
    expect((await ram("ListAccessKeys")).status).toBe(200);
    cloud.reset();
    expect(() => cloud.accessKey(first.AccessKeyId)).toThrow("no access key");
    expect((await ram("CreateAccessKey")).body["AccessKey"]).toEqual({
      ...first,
      AccessKeySecret: expect.any(String),
    });
  });

  it.each<[string, string, Params, number, string]>([
    ["another user's", "ListAccessKeys", { UserName: "bob" }, 403, "NoPermission"],
    ["those of a user that does not exist", "ListAccessKeys", { UserName: "dave" }, 403, "NoPermission"],
    [
      "one that is another's",
      "DeleteAccessKey",
      { UserAccessKeyId: "LTAI5tBobMayDoNothing001" },
      404,
      "EntityNotExist.User.AccessKey",
    ],
    ["none", "UpdateAccessKey", { Status: "Active" }, 400, "MissingUserAccessKeyId"],
    [
      "one without a status",
      "UpdateAccessKey",
      { UserAccessKeyId: "LTAI5tAliceMayAssume0001" },
      400,
      "MissingStatus",
    ],
    [
      "one of another status",
      "UpdateAccessKey",
      { UserAccessKeyId: "LTAI5tAliceMayAssume0001", Status: "Off" },
      400,
      "InvalidParameter.Status",
    ],
  ])("are refused to a user: %s", async (_, action, params, status, code) => {
    const { ram } = createOpenApiClient();
    expect(await ram(action, params)).toMatchObject({
      status,
      body: { Code: code, HostId: "ram.aliyuncs.com" },
    });
  });

  it("of every user are the main account's", async () => {
    const { ram } = createOpenApiClient();
    const { body } = await ram("CreateAccessKey", { UserName: "bob" }, { user: root });
    expect(body["AccessKey"]).toMatchObject({ Status: "Active" });
    expect(await ram("ListAccessKeys", {}, { user: root })).toMatchObject({
      body: { Code: "MissingUserName" },
    });
    expect(await ram("GetUser", { UserName: "dave" }, { user: root })).toMatchObject({
      status: 404,
      body: { Code: "EntityNotExist.User", Message: "The user does not exist." },
    });
  });

  it("need a policy where users may not manage their own", async () => {
    const { cloud, ram } = createOpenApiClient(openApiWorld({}));
    const { status, body } = await ram("CreateAccessKey");
    expect([status, body["Code"]]).toEqual([403, "NoPermission"]);
    expect(body["AccessDeniedDetail"]).toMatchObject({
      AuthAction: "ram:CreateAccessKey",
      PolicyType: "AccountLevelIdentityBasedPolicy",
    });
    expect(cloud.journal.entries()[0]?.reason).toContain("no statement for ram:CreateAccessKey");
  });

  it("are limited as the world says", async () => {
    const { ram } = createOpenApiClient(openApiWorld({ usersManageAccessKeys: true, accessKeysPerUser: 3 }));
    expect((await ram("CreateAccessKey")).status).toBe(200);
    expect((await ram("CreateAccessKey")).status).toBe(200);
    expect((await ram("CreateAccessKey")).status).toBe(409);
  });
});

it("a user is described", async () => {
  const { ram } = createOpenApiClient();
  expect((await ram("GetUser")).body).toMatchObject({
    User: { UserName: "alice", UserId: expect.stringMatching(/^\d{18}$/) },
  });
});

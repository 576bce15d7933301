import { describe, expect, it } from "vitest";
import type { PolicyDocument } from "../../src/cloud/ram/policy.ts";
import { type Cloud, defaultWorld } from "../../src/mod.ts";
import { bucketUrl, type OssKeys, ossSession, signed } from "../support/oss.ts";
import { assumeAdmin, type Client, createClient, roleArn } from "../support/worlds.ts";

const codeOf = async (reply: Response): Promise<string | undefined> =>
  /<Code>([^<]*)</.exec(await reply.text())?.[1];
const url = "https://open-bucket.oss-cn-hangzhou.aliyuncs.com/a";

type Statement = PolicyDocument["Statement"][number];

/** A cloud with a public bucket, and a user who has these statements. */
function publicBucket(
  acl: "public-read" | "public-read-write",
  statements: readonly Statement[] = [],
): Cloud {
  const [account, ...others] = defaultWorld.accounts;
  const user = {
    name: "dora",
    accessKeys: [{ id: "LTAI5tDora" }],
    ...(statements.length > 0 && { policies: [{ Version: "1" as const, Statement: statements }] }),
  };
  const accounts = account ? [{ ...account, users: [...(account.users ?? []), user] }, ...others] : others;
  const oss = { buckets: [{ name: "open-bucket", acl, objects: { a: "x" } }] };
  return createClient({ world: { ...defaultWorld, accounts, oss } }).cloud;
}

/** A session of the role admin that may do what one statement allows. */
async function narrowed({ call }: Client, statement: Statement): Promise<OssKeys> {
  const Policy = JSON.stringify({ Version: "1", Statement: [statement] });
  const reply = await call({ ...assumeAdmin, Policy });
  const { Credentials } = (await reply.json()) as { Credentials: Record<string, string> };
  return {
    accessKeyId: Credentials["AccessKeyId"] ?? "",
    accessKeySecret: Credentials["AccessKeySecret"] ?? "",
    securityToken: Credentials["SecurityToken"] ?? "",
  };
}

describe("a public bucket", () => {
  it("lets the users of its own account do what anybody may, unless a statement denies it", async () => {
    const ask = (cloud: Cloud, method: string): Promise<Response> =>
      cloud.fetch(signed(cloud, cloud.accessKey("dora"), method, url));
    const open = publicBucket("public-read");
    expect((await ask(open, "GET")).status).toBe(200);
    expect(open.journal.entries().at(-1)?.reason).toBe("oss:GetObject is allowed by the bucket's ACL");
    expect(await codeOf(await ask(open, "DELETE"))).toBe("AccessDenied");
    const denied = publicBucket("public-read", [{ Effect: "Deny", Action: "oss:GetObject", Resource: "*" }]);
    const reply = await ask(denied, "GET");
    expect([reply.status, reply.headers.get("x-oss-ec")]).toEqual([403, "0003-00000201"]);
  });

  it("lets anybody read, write and delete where its ACL says so", async () => {
    const cloud = publicBucket("public-read-write");
    for (const [method, status] of [
      ["PUT", 200],
      ["GET", 200],
      ["DELETE", 204],
    ] as const)
      expect((await cloud.fetch(url, { method, ...(method === "PUT" && { body: "y" }) })).status).toBe(
        status,
      );
  });

  it("is made one, and private again, by its ACL alone", async () => {
    const { cloud, send } = await ossSession();
    await send("PUT", `${bucketUrl}/a`, "x");
    const change = (acl: Record<string, string>): Promise<Response> =>
      send("PUT", `${bucketUrl}/?acl`, undefined, acl);
    expect((await change({ "x-oss-acl": "public-read" })).status).toBe(200);
    expect(await (await send("GET", `${bucketUrl}/?acl`)).text()).toContain("<Grant>public-read</Grant>");
    expect(await (await cloud.fetch(`${bucketUrl}/a`)).text()).toBe("x");
    for (const strange of [{}, { "x-oss-acl": "everybody" }] as const)
      expect(await codeOf(await change(strange))).toBe("InvalidArgument");
    expect((await change({ "x-oss-acl": "private" })).status).toBe(200);
    expect((await cloud.fetch(`${bucketUrl}/a`)).status).toBe(403);
  });

  it("does not widen the policy of a session", async () => {
    const oss = { buckets: [{ name: "open-bucket", acl: "public-read" as const, objects: { a: "x" } }] };
    const client = createClient({ world: { ...defaultWorld, oss } });
    const keys = await narrowed(client, { Effect: "Allow", Action: "oss:PutObject", Resource: "*" });
    const refused = await client.cloud.fetch(signed(client.cloud, keys, "GET", url));
    expect([refused.status, refused.headers.get("x-oss-ec")]).toEqual([403, "0003-00000301"]);
  });
});

describe("a refusal", () => {
  it("says in detail what was refused to whom", async () => {
    const { send } = await ossSession("reader");
    const reply = await send("PUT", `${bucketUrl}/a`, "x");
    expect(reply.headers.get("x-oss-ec")).toBe("0003-00000202");
    const text = await reply.text();
    expect(text).toMatch(
      /<AccessDeniedDetail><PolicyType>AccountLevelIdentityBasedPolicy<\/PolicyType>.*<AuthPrincipalType>AssumedRoleUser<\/AuthPrincipalType>.*<NoPermissionType>ImplicitDeny<\/NoPermissionType><AuthAction>oss:PutObject<\/AuthAction><\/AccessDeniedDetail><Bucket>simulated-bucket<\/Bucket>/,
    );
  });

  it("is explicit by a statement, and not by a name that says so", async () => {
    const [account, ...others] = defaultWorld.accounts;
    const trust = account?.roles?.find(({ name }) => name === "admin")?.trustPolicy;
    const roles = [...(account?.roles ?? []), ...(trust ? [{ name: "explicitly", trustPolicy: trust }] : [])];
    const accounts = account ? [{ ...account, roles }, ...others] : others;
    const client = createClient({ world: { ...defaultWorld, accounts } });
    const keys = await narrowed(client, { Effect: "Allow", Action: "sts:*", Resource: "none" });
    const refused = await client.call({ ...assumeAdmin, RoleArn: roleArn("explicitly") }, { keys });
    expect(client.cloud.journal.entries().at(-1)?.reason).toContain("role/explicitly");
    expect(await refused.json()).toMatchObject({ AccessDeniedDetail: { NoPermissionType: "ImplicitDeny" } });
  });

  it.each([
    ["header, version 4", "0002-00000201"],
    ["address, version 1", "0002-00000040"],
  ])("of a signature has the code of its kind: %s", async (kind, ec) => {
    const { cloud, keys } = await ossSession();
    const wrong = { ...keys, accessKeySecret: "wrong" };
    const request = signed(cloud, wrong, "GET", `${bucketUrl}/a`);
    const expires = Math.floor(cloud.clock.now() / 1000) + 60;
    const token = encodeURIComponent(keys.securityToken ?? "");
    const address = `${bucketUrl}/a?OSSAccessKeyId=${keys.accessKeyId}&Expires=${expires}&Signature=x&security-token=${token}`;
    const reply = await cloud.fetch(kind.startsWith("header") ? request : address);
    expect([reply.headers.get("x-oss-ec"), await codeOf(reply)]).toEqual([ec, "SignatureDoesNotMatch"]);
  });
});

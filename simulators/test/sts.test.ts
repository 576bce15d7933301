import { generateKeyPairSync, sign } from "node:crypto";
import { describe, expect, it } from "vitest";
import { assume } from "./support/assume.ts";
import { createIssuer, oidcWorld, providerArn, rrsaRole } from "./support/oidc.ts";
import { createIdentityProvider, samlProviderArn, samlRole, samlWorld } from "./support/saml.ts";
import { encodeAll, type Keys, type Params, v1Params, v1StringToSign } from "./support/sign.ts";
import {
  account,
  assumeAdmin,
  type Client,
  createClient,
  roleArn,
  startTimestamp,
  whoAmI,
} from "./support/worlds.ts";

describe("AssumeRole", () => {
  it.each(["v1", "v3"] as const)(
    "gives credentials that work until they expire, signature %s",
    async (style) => {
      const client = createClient();
      const reply = await client.call({ ...assumeAdmin, DurationSeconds: "900" }, { style });
      const body = (await reply.json()) as Record<string, Record<string, string>>;
      expect(body).toMatchObject({
        AssumedRoleUser: {
          Arn: "acs:ram::1000000000000001:role/admin/session",
          AssumedRoleId: expect.stringMatching(/^\d{18}:session$/),
        },
        Credentials: {
          AccessKeyId: expect.stringMatching(/^STS\.NS/),
          SecurityToken: expect.stringMatching(/^CAIS/),
          Expiration: "2026-01-07T08:15:00Z",
        },
      });
      expect(body).not.toHaveProperty("SourceIdentity");
      const keys = {
        accessKeyId: body["Credentials"]?.["AccessKeyId"] ?? "",
        accessKeySecret: body["Credentials"]?.["AccessKeySecret"] ?? "",
        securityToken: body["Credentials"]?.["SecurityToken"] ?? "",
      };
      await client.cloud.advance(899_999);
      expect((await client.call(whoAmI, { keys, style })).status).toBe(200);
      await client.cloud.advance(1);
      expect((await client.call(whoAmI, { keys, style })).status).toBe(400);
    },
  );

  it("lasts an hour unless told otherwise, and at most as long as the role allows", async () => {
    const client = createClient();
    for (const [params, expiration] of [
      [assumeAdmin, "2026-01-07T09:00:00Z"],
      [{ ...assumeAdmin, DurationSeconds: "43200" }, "2026-01-07T20:00:00Z"],
    ] as const) {
      expect(await (await client.call(params)).json()).toMatchObject({
        Credentials: { Expiration: expiration },
      });
    }
  });

  it("chains: a session assumes another role, if the policies of its role allow it", async () => {
    const client = createClient();
    const admin = await assume(client, assumeAdmin);
    const reader = await assume(client, { ...assumeAdmin, RoleArn: roleArn("reader") }, { keys: admin });
    expect(await (await client.call(whoAmI, { keys: reader })).json()).toMatchObject({
      IdentityType: "AssumedRoleUser",
      Arn: "acs:ram::1000000000000001:assumed-role/reader/session",
    });
    const refused = await client.call(assumeAdmin, { keys: reader });
    expect(refused.status).toBe(403);
    expect(((await refused.json()) as { AccessDeniedDetail: object }).AccessDeniedDetail).toMatchObject({
      AuthPrincipalType: "AssumedRoleUser",
      PolicyType: "AccountLevelIdentityBasedPolicy",
    });
  });

  it("narrows a session by its policy", async () => {
    const client = createClient();
    const Policy = JSON.stringify({
      Version: "1",
      Statement: [{ Effect: "Allow", Action: "oss:*", Resource: "*" }],
    });
    const keys = await assume(client, { ...assumeAdmin, Policy });
    expect((await client.call(assumeAdmin, { keys })).status).toBe(403);
    expect(client.cloud.journal.entries().at(-1)?.reason).toBe(
      "the session policy does not allow it: no statement for sts:AssumeRole",
    );
  });

  it("evaluates the ExternalId condition and says in the journal why", async () => {
    const client = createClient();
    const params = { ...assumeAdmin, RoleArn: roleArn("partner", "2000000000000002") };
    await client.call(params);
    await client.call({ ...params, ExternalId: "partner-41" });
    await client.call({ ...params, ExternalId: "partner-42", SourceIdentity: "alice" });
    expect(client.cloud.journal.entries().map(({ reason }) => reason)).toEqual([
      "the trust policy does not allow it: condition StringEquals on sts:ExternalId: the request has no sts:ExternalId",
      'the trust policy does not allow it: condition StringEquals on sts:ExternalId: "partner-41" against "partner-42"',
      "the trust policy allows it",
    ]);
  });

  it("gives back the SourceIdentity", async () => {
    expect(
      await (await createClient().call({ ...assumeAdmin, SourceIdentity: "alice" })).json(),
    ).toMatchObject({
      SourceIdentity: "alice",
    });
  });

  it("answers in XML when asked to", async () => {
    const xml = await createClient().call({ ...assumeAdmin, Format: "XML" });
    expect(await xml.text()).toMatch(
      /^<\?xml [^>]+\?><AssumeRoleResponse><RequestId>.+<\/RequestId><AssumedRoleUser><Arn>.+<Expiration>2026-01-07T09:00:00Z<\/Expiration><\/Credentials><\/AssumeRoleResponse>$/,
    );
  });

  it("takes parameters from a JSON body", async () => {
    const { cloud } = createClient();
    const body = JSON.stringify(
      v1Params({
        keys: cloud.accessKey("alice"),
        params: assumeAdmin,
        timestamp: startTimestamp,
        nonce: "n",
      }),
    );
    const headers = { "content-type": "application/json; charset=utf-8" };
    expect((await cloud.fetch("https://sts.aliyuncs.com/", { method: "POST", headers, body })).status).toBe(
      200,
    );
  });

  it("refuses an access key that was switched off", async () => {
    const { cloud, call } = createClient();
    cloud.setAccessKeyActive("alice", false);
    expect(await (await call(whoAmI)).json()).toMatchObject({ Code: "InvalidAccessKeyId.Inactive" });
    cloud.setAccessKeyActive("alice", true);
    expect((await call(whoAmI)).status).toBe(200);
  });
});

describe("GetCallerIdentity", () => {
  it.each([
    ["bob", { IdentityType: "RAMUser", AccountId: account, Arn: `acs:ram::${account}:user/bob` }],
    [
      "LTAI5tRootOfTheAccount01",
      { IdentityType: "Account", UserId: account, Arn: `acs:ram::${account}:root` },
    ],
  ])("knows %s", async (who, identity) => {
    const client = createClient();
    expect(await (await client.call(whoAmI, { keys: client.cloud.accessKey(who) })).json()).toMatchObject(
      identity,
    );
  });
});

describe("AssumeRoleWithOIDC", () => {
  it("needs no signature and tells what it verified", async () => {
    const issuer = await createIssuer();
    const { cloud } = createClient({ world: oidcWorld({ jwks: issuer.jwks }) });
    const token = await issuer.token(cloud.clock.now());
    const reply = await cloud.fetch(
      "https://sts.aliyuncs.com/?Action=AssumeRoleWithOIDC&Version=2015-04-01&Format=JSON&Timestamp=2026-01-07T08:00:00Z",
      {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: encodeAll({
          OIDCProviderArn: providerArn,
          RoleArn: rrsaRole,
          RoleSessionName: "pod",
          OIDCToken: token,
        }),
      },
    );
    expect(await reply.json()).toMatchObject({
      AssumedRoleUser: { Arn: `${rrsaRole}/pod` },
      OIDCTokenInfo: {
        Subject: "system:serviceaccount:default:app",
        Issuer: "https://oidc.simulated.example",
        ClientIds: "sts.aliyuncs.com",
        ExpirationTime: "2026-01-07T09:00:00Z",
        IssuanceTime: startTimestamp,
        VerificationInfo: "Success",
      },
    });
    expect(JSON.stringify(cloud.journal.entries())).not.toContain(token);
  });
});

describe("AssumeRoleWithSAML", () => {
  it("takes the session name from the assertion and tells what it verified", async () => {
    const identityProvider = createIdentityProvider();
    const { cloud } = createClient({ world: samlWorld({ publicKey: identityProvider.pem }) });
    const reply = await cloud.fetch(
      "https://sts.aliyuncs.com/?Action=AssumeRoleWithSAML&Version=2015-04-01&Format=JSON",
      {
        method: "POST",
        body: new URLSearchParams({
          SAMLProviderArn: samlProviderArn,
          RoleArn: samlRole,
          SAMLAssertion: btoa(identityProvider.response()),
        }),
      },
    );
    expect(await reply.json()).toMatchObject({
      AssumedRoleUser: { Arn: `${samlRole}/alice` },
      Credentials: { Expiration: "2026-01-07T09:00:00Z" },
      SAMLAssertionInfo: {
        SubjectType: "persistent",
        Subject: "alice@example.com",
        Issuer: "https://idp.simulated.example/saml",
        Recipient: "https://signin.aliyun.com/saml-role/sso",
      },
    });
  });
});

describe("GenerateSessionAccessKey", () => {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const pem = publicKey.export({ type: "spki", format: "pem" }).toString();
  const accounts = [{ id: account, users: [{ name: "rsa", publicKeys: [{ id: "publicKeyId", pem }] }] }];
  const params: Record<string, string> = {
    Action: "GenerateSessionAccessKey",
    AccessKeyId: "publicKeyId",
    DurationSeconds: "900",
    Format: "JSON",
    SignatureMethod: "SHA256withRSA",
    SignatureType: "PRIVATEKEY",
    SignatureVersion: "1.0",
    SignatureNonce: "n-1",
    Timestamp: startTimestamp,
    Version: "2015-04-01",
  };
  const Signature = sign("sha256", Buffer.from(v1StringToSign("GET", params)), privateKey).toString("base64");
  const url = `https://sts.aliyuncs.com/?${encodeAll({ ...params, Signature })}`;

  async function generate({ cloud }: Client): Promise<{ keys: Keys; expiration: string | undefined }> {
    const { SessionAccessKey: key } = (await (await cloud.fetch(url)).json()) as Record<string, Params>;
    const keys = {
      accessKeyId: key?.["SessionAccessKeyId"] ?? "",
      accessKeySecret: key?.["SessionAccessKeySecret"] ?? "",
    };
    return { keys, expiration: key?.["Expiration"] };
  }

  it("exchanges a signature by an RSA key for a session access key", async () => {
    const client = createClient({ world: { accounts } });
    const { keys, expiration } = await generate(client);
    expect(expiration).toBe("2026-01-07T08:15:00Z");
    expect(await (await client.call(whoAmI, { keys })).json()).toMatchObject({ IdentityType: "RAMUser" });
    const withToken = { ...keys, securityToken: "CAIS" };
    expect(await (await client.call(whoAmI, { keys: withToken })).json()).toMatchObject({
      Code: "InvalidSecurityToken.MismatchWithAccessKey",
    });
    expect(await (await client.cloud.fetch(url)).json()).toMatchObject({ Code: "SignatureNonceUsed" });
    expect(await (await client.cloud.fetch(url.replace("n-1", "n-2"))).json()).toMatchObject({
      Code: "SignatureDoesNotMatch",
    });
  });

  it.each([
    [{}, "2026-01-07T07:59:00Z"],
    [{ agoMs: 3_600_000 }, "2026-01-07T07:00:00Z"],
  ])(
    "hands out a key that expired before, by the fault expired-credentials with %j",
    async (ago, expired) => {
      const client = createClient({ world: { accounts } });
      client.cloud.faults.add({ kind: "expired-credentials", ...ago });
      const { keys, expiration } = await generate(client);
      expect(expiration).toBe(expired);
      expect(await (await client.call(whoAmI, { keys })).json()).toMatchObject({
        Code: "InvalidAccessKeyId.NotFound",
      });
    },
  );
});

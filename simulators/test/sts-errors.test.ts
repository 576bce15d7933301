import { describe, expect, it } from "vitest";
import { STS_ERRORS } from "../src/services/sts/error-table.ts";
import { callerRows } from "./error-rows/caller-rows.ts";
import { faultRows } from "./error-rows/fault-rows.ts";
import { oidcRows } from "./error-rows/oidc-rows.ts";
import { parameterRows } from "./error-rows/parameter-rows.ts";
import { samlRows } from "./error-rows/saml-rows.ts";
import { createClient, whoAmI } from "./support/worlds.ts";

const rows = [...callerRows, ...parameterRows, ...oidcRows, ...samlRows, ...faultRows];
const upperCaseUuid = /^[0-9A-F]{8}-[0-9A-F]{4}-4[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}$/;

describe("STS errors", () => {
  it.each(rows)("$code ($status) when $when", async ({ code, status, message, send: provoke, world }) => {
    const client = createClient(world);
    const reply = await provoke(client);
    const body = (await reply.json()) as Record<string, string>;
    expect(body).toMatchObject({ Code: code, Message: message, HostId: "sts.aliyuncs.com" });
    expect(reply.status).toBe(status);
    expect(body["RequestId"]).toMatch(upperCaseUuid);
    expect(reply.headers.get("x-acs-request-id")).toBe(body["RequestId"]);
    expect(body["Recommend"]).toBe(
      `https://api.aliyun.com/troubleshoot?q=${code}&product=Sts&requestId=${body["RequestId"]}`,
    );
    const entry = client.cloud.journal.entries().at(-1);
    expect(entry).toMatchObject({ code, status, requestId: body["RequestId"] });
    expect(entry?.reason).toBeTruthy();
    client.cloud.expectNoSecrets(client.cloud.journal.entries());
  });

  it("has a row here for every text it can reply", () => {
    const shown = new Set([...rows.map(({ code }) => code), "SignatureDoesNotMatch"]);
    const untested = Object.keys(STS_ERRORS)
      .map((row) => row.split(":", 1)[0] ?? row)
      .filter((code) => !code.includes("{0}") && !shown.has(code));
    expect(untested).toEqual([]);
  });

  it("tells the string to sign when a signature does not match, so that clients can compare", async () => {
    const client = createClient();
    const keys = { ...client.cloud.accessKey("alice"), accessKeySecret: "wrong" };
    const reply = await client.call(whoAmI, { keys, nonce: "n-1" });
    expect(reply.status).toBe(400);
    expect(await reply.json()).toMatchObject({
      Code: "SignatureDoesNotMatch",
      Message:
        "Specified signature is not matched with our calculation. server string to sign is:" +
        "POST&%2F&AccessKeyId%3DLTAI5tAliceMayAssume0001%26Action%3DGetCallerIdentity%26Format%3DJSON" +
        "%26SignatureMethod%3DHMAC-SHA1%26SignatureNonce%3Dn-1%26SignatureVersion%3D1.0" +
        "%26Timestamp%3D2026-01-07T08%253A00%253A00Z%26Version%3D2015-04-01",
    });
  });

  it("writes errors as XML unless JSON is asked for", async () => {
    const { cloud } = createClient();
    const reply = await cloud.fetch("https://sts.aliyuncs.com/?Action=Nothing&Version=2015-04-01");
    expect(reply.headers.get("content-type")).toBe("text/xml;charset=utf-8");
    expect(await reply.text()).toMatch(
      /^<\?xml version="1.0" encoding="UTF-8"\?><Error><RequestId>[^<]+<\/RequestId><HostId>sts.aliyuncs.com<\/HostId><Code>InvalidAction.NotFound<\/Code><Message>[^<]+<\/Message><Recommend>[^<]+<\/Recommend><\/Error>$/,
    );
  });
});

import { describe, expect, it } from "vitest";
import { unmetCondition } from "../src/cloud/ram/conditions.ts";
import { parseWorld } from "../src/mod.ts";
import { assumeAdmin, createClient, whoAmI } from "./support/worlds.ts";

const facts = {
  "acs:CurrentTime": "2026-01-07T08:00:00Z",
  "acs:SourceIp": "10.1.2.3",
  "acs:SecureTransport": "true",
  "sts:ExternalId": "Partner-42",
  "test:count": "42",
  "oidc:aud": ["first", "second"],
};

describe("a condition", () => {
  it.each<[string, string, string | number | boolean | readonly string[], boolean]>([
    ["StringEquals", "sts:ExternalId", "Partner-42", true],
    ["StringEquals", "sts:ExternalId", "partner-42", false],
    ["StringEquals", "STS:EXTERNALID", "Partner-42", true],
    ["StringEquals", "oidc:aud", ["other", "second"], true],
    ["StringEquals", "oidc:aud", "third", false],
    ["StringNotEquals", "sts:ExternalId", "Partner-42", false],
    ["StringNotEquals", "sts:ExternalId", ["a", "b"], true],
    ["StringEqualsIgnoreCase", "sts:ExternalId", "PARTNER-42", true],
    ["StringNotEqualsIgnoreCase", "sts:ExternalId", "PARTNER-42", false],
    ["StringLike", "sts:ExternalId", "Partner-*", true],
    ["StringNotLike", "sts:ExternalId", "Partner-4?", false],
    ["NumericEquals", "test:count", 42, true],
    ["NumericNotEquals", "test:count", "42", false],
    ["NumericLessThan", "test:count", 42, false],
    ["NumericLessThanEquals", "test:count", 42, true],
    ["NumericGreaterThan", "test:count", 41, true],
    ["NumericGreaterThanEquals", "test:count", 43, false],
    ["DateEquals", "acs:CurrentTime", "2026-01-07T16:00:00+08:00", true],
    ["DateNotEquals", "acs:CurrentTime", "2026-01-07T08:00:00Z", false],
    ["DateLessThan", "acs:CurrentTime", "2026-01-07T08:00:01Z", true],
    ["DateLessThanEquals", "acs:CurrentTime", "2026-01-07T07:59:59Z", false],
    ["DateGreaterThan", "acs:CurrentTime", "2026-01-07T08:00:00Z", false],
    ["DateGreaterThanEquals", "acs:CurrentTime", "2026-01-07T08:00:00Z", true],
    ["Bool", "acs:SecureTransport", true, true],
    ["Bool", "acs:SecureTransport", "False", false],
    ["IpAddress", "acs:SourceIp", "10.1.2.3", true],
    ["IpAddress", "acs:SourceIp", ["192.168.0.0/16", "10.0.0.0/8"], true],
    ["IpAddress", "acs:SourceIp", "10.1.2.2/31", true],
    ["IpAddress", "acs:SourceIp", "10.1.2.0/31", false],
    ["IpAddress", "acs:SourceIp", "0.0.0.0/0", true],
    ["IpAddress", "acs:SourceIp", "10.1.2.3/33", false],
    ["IpAddress", "acs:SourceIp", "10.1.2", false],
    ["IpAddress", "acs:SourceIp", "10.1.2.256", false],
    ["IpAddress", "acs:SourceIp", "2001:db8::/32", false],
    ["NotIpAddress", "acs:SourceIp", "10.0.0.0/8", false],
    ["NotIpAddress", "acs:SourceIp", "11.0.0.0/8", true],
    ["IpAddressIncludeBorder", "acs:SourceIp", "10.1.2.0/24", true],
    ["NotIpAddressIncludeBorder", "acs:SourceIp", "10.1.2.0/24", false],
    ["StringEquals", "not:there", "x", false],
    ["StringNotEquals", "not:there", "x", true],
  ])("%s on %s against %j: %s", (operator, key, value, holds) => {
    expect(unmetCondition({ [operator]: { [key]: value } }, facts) === undefined).toBe(holds);
  });

  it("has to hold in each of its parts", () => {
    const block = {
      StringEquals: { "sts:ExternalId": "Partner-42", "oidc:aud": "first" },
      Bool: { "acs:SecureTransport": "false" },
    };
    expect(unmetCondition(block, facts)).toBe(
      'condition Bool on acs:SecureTransport: "true" against "false"',
    );
  });

  it.each(["trustPolicy", "policies"] as const)(
    "with an operator that RAM has not is refused in %s",
    (place) => {
      const statement = {
        Effect: "Deny",
        Action: "sts:AssumeRole",
        Condition: { StringNotEqual: { "sts:ExternalId": "x" } },
      };
      const policy =
        place === "policies"
          ? { Version: "1", Statement: [{ ...statement, Resource: "*" }] }
          : { Version: "1", Statement: [{ ...statement, Principal: { RAM: "*" } }] };
      const good = { Version: "1", Statement: [{ Effect: "Allow", Action: "sts:AssumeRole" }] };
      const role = { name: "r", trustPolicy: good, [place]: place === "policies" ? [policy] : policy };
      expect(() => parseWorld({ accounts: [{ id: "12345", roles: [role] }] })).toThrow(TypeError);
      if (place === "trustPolicy")
        expect(() => parseWorld({ accounts: [{ id: "12345", roles: [role] }] })).toThrow(
          '"StringNotEqual" is no condition operator; near: StringNotEquals',
        );
    },
  );

  it("asks for the address of this machine in the simulation", async () => {
    const client = createClient();
    for (const [network, status] of [
      ["127.0.0.0/8", 200],
      ["10.0.0.0/8", 403],
    ] as const) {
      const Statement = [
        {
          Effect: "Allow",
          Action: "*",
          Resource: "*",
          Condition: { IpAddress: { "acs:SourceIp": network } },
        },
      ];
      const Policy = JSON.stringify({ Version: "1", Statement });
      const reply = await client.call({ ...assumeAdmin, Policy });
      const { Credentials } = (await reply.json()) as { Credentials: Record<string, string> };
      const {
        AccessKeyId: accessKeyId = "",
        AccessKeySecret: accessKeySecret = "",
        SecurityToken,
      } = Credentials;
      const keys = { accessKeyId, accessKeySecret, securityToken: SecurityToken };
      expect((await client.call(whoAmI, { keys })).status).toBe(200);
      expect((await client.call(assumeAdmin, { keys })).status).toBe(status);
    }
  });
});

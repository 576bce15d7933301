// Whatever an address in a file, a variable or an option says: nothing is asked over plain HTTP but loopback and private addresses.
import { createTestHost, resolveOnce } from "@alicred/conformance";
import type { Fetch } from "@alicred/core";
import { allModes } from "@alicred/presets";
import { sharedConfig } from "@alicred/shared-config";
import { expect, test } from "vitest";
import { hostileAddresses } from "./hosts.ts";

const key = { access_key_id: "LTAIexample", access_key_secret: "canary-secret" };
const role = { ram_role_arn: "acs:ram::1000000000000001:role/admin", ram_session_name: "hosts" };

/** A profile for each field that holds an address. */
const profiles: Readonly<Record<string, (address: string) => object>> = {
  credentials_uri: (address) => ({ mode: "CredentialsURI", credentials_uri: `${address}/credentials` }),
  sts_endpoint: (address) => ({ mode: "RamRoleArn", ...key, ...role, sts_endpoint: address }),
  sts_region: (address) => ({ mode: "RamRoleArn", ...key, ...role, sts_region: address }),
  cloud_sso_sign_in_url: (address) => ({
    mode: "CloudSSO",
    cloud_sso_sign_in_url: address,
    cloud_sso_account_id: "1",
    cloud_sso_access_config: "ac-1",
    access_token: "canary-token",
  }),
};

const places = Object.entries(profiles).flatMap(([field, profile]) =>
  hostileAddresses.map((address) => [field, address, profile(address)] as const),
);

test.each(places)("%s = %s", async (_field, _address, fields) => {
  const asked: string[] = [];
  const fetch: Fetch = async (url) => {
    asked.push(url);
    return new Response("{}", { status: 403 });
  };
  const text = JSON.stringify({ current: "p", profiles: [{ name: "p", ...fields }] });
  const host = createTestHost({ files: { "/home/test/.aliyun/config.json": text }, fetch });
  const { answer } = await resolveOnce(sharedConfig({ modes: allModes }), host);
  expect(answer.outcome).toBe("failed");
  // A request that is sent nevertheless is encrypted, and goes to a host that the address plainly names.
  expect(asked.filter((url) => !url.startsWith("https://"))).toEqual([]);
  expect(asked.map((url) => new URL(url).hostname).filter((name) => name === "localhost")).toEqual([]);
});

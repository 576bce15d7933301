import { readFileSync } from "node:fs";
import { refreshing } from "@alicred/core";
import { nodeHost } from "@alicred/core/host/node";
import { terraform } from "@alicred/presets/terraform";
import { parseWorld, simulateCloud } from "@alicred/simulators";
import { expect, test } from "vitest";

const world = parseWorld(JSON.parse(readFileSync(new URL("./world.json", import.meta.url), "utf8")));
const block = {
  region: "cn-hangzhou",
  assume_role_with_oidc: {
    role_arn: "acs:ram::123456789012:role/github-actions",
    oidc_provider_arn: "acs:ram::123456789012:oidc-provider/github-actions",
    role_session_name: "plan",
  },
  assume_role: { role_arn: "acs:ram::210987654321:role/deploy", session_name: "plan" },
};

async function planAs(sub: string) {
  const cloud = simulateCloud({ world });
  const token = await cloud.oidcIssuer().mint({ claims: { sub, aud: "sts.aliyuncs.com" } });
  const env = { ALIBABA_CLOUD_OIDC_TOKEN: token };
  const host = nodeHost({ clock: cloud.clock, fetch: cloud.fetch, env });
  return { cloud, resolver: refreshing(terraform(block), { host }) };
}

test("the main branch becomes deploy of the second account", async () => {
  const { cloud, resolver } = await planAs("repo:octo@1/app@2:ref:refs/heads/main");
  await resolver.get();
  expect(cloud.journal.count({ operation: "AssumeRole", decision: "allowed" })).toBe(1);
});

test("a pull request does not", async () => {
  const { resolver } = await planAs("repo:octo@1/app@2:pull_request");
  await expect(resolver.get()).rejects.toMatchObject({ code: "UPSTREAM_REFUSED" });
});

import { assumeRole } from "@alicred/assume-role";
import { type CredentialSource, refreshing } from "@alicred/core";
import { nodeHost } from "@alicred/core/host/node";
import { ecsRamRole } from "@alicred/ecs-ram-role";
import { oidc } from "@alicred/oidc";
import { simulateCloud } from "@alicred/simulators";
import { expect, test } from "vitest";

const head = "acs:ram::1000000000000001:";

// Each mode with a role on top works in the world that everybody begins with.
test.each<[string, (token: string) => CredentialSource]>([
  ["of an instance", () => ecsRamRole()],
  [
    "of a cluster",
    (token) =>
      oidc({
        roleArn: `${head}role/rrsa-app`,
        oidcProviderArn: `${head}oidc-provider/ack-rrsa`,
        token: () => token,
      }),
  ],
])("the role %s may assume another one", async (_, baseOf) => {
  const cloud = simulateCloud();
  const host = nodeHost({ clock: cloud.clock, fetch: cloud.fetch, env: {} });
  const from = baseOf(await cloud.oidcIssuer().mint());
  const resolver = refreshing(assumeRole({ from, roleArn: `${head}role/reader` }), { host });
  expect((await resolver.get()).provenance[0]).toBe("assume-role");
});

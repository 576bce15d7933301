import { createTestProfile, resolveOnce } from "@alicred/conformance";
import { expect, test } from "vitest";
import { ecsRamRoleMode, ecsRamRolePlugin } from "../src/mod.ts";
import { bench, laptop, timed } from "./support.ts";

test("the plugin offers the mode", () => {
  expect(ecsRamRolePlugin.profileModes).toEqual([ecsRamRoleMode]);
  expect(ecsRamRoleMode).toMatchObject({ mode: "EcsRamRole", fields: ["ram_role_name"] });
});

test("EcsRamRole: the role of the profile, not of the environment", async () => {
  const { host } = bench({ env: { ALIBABA_CLOUD_ECS_METADATA: "other" } });
  const named = ecsRamRoleMode.source(createTestProfile({ ram_role_name: "ecs-app" }));
  const { answer, trace } = await resolveOnce(named, host);
  expect(answer.outcome).toBe("credentials");
  expect(trace.supplied).toEqual([{ part: "roleName", from: 'field ram_role_name of profile "p"' }]);
  const unnamed = ecsRamRoleMode.source(createTestProfile({}));
  expect((await resolveOnce(unnamed, host)).answer.outcome).toBe("credentials");
});

test("a profile asks for the role, so a missing role is a failure", async () => {
  const table = laptop("refused");
  const source = ecsRamRoleMode.source(createTestProfile({}));
  const { result } = await timed(table, resolveOnce(source, table.host));
  expect(result.answer).toMatchObject({ outcome: "failed", error: { code: "NETWORK_ERROR" } });

  const { cloud, host } = bench();
  cloud.ecsInstance().setRole(undefined);
  expect((await resolveOnce(source, host)).answer).toMatchObject({
    outcome: "failed",
    error: { code: "UPSTREAM_REFUSED", message: expect.stringContaining("has no RAM role") },
  });
});

test("a profile asks for the role: that metadata is switched off is a failure", async () => {
  const { host } = bench({ env: { ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true" } });
  expect((await resolveOnce(ecsRamRoleMode.source(createTestProfile({})), host)).answer).toMatchObject({
    outcome: "failed",
    error: {
      code: "PERMISSION_DENIED",
      message: expect.stringContaining("ALIBABA_CLOUD_ECS_METADATA_DISABLED"),
    },
  });
});

test("an ARN in the profile is understood, with a warning", async () => {
  const source = ecsRamRoleMode.source(
    createTestProfile({ ram_role_name: "acs:ram::1000000000000001:role/ecs-app" }),
  );
  const { answer, trace } = await resolveOnce(source, bench().host);
  expect(answer.outcome).toBe("credentials");
  expect(trace.warnings).toEqual([
    'field ram_role_name of profile "p" is the ARN of a role. Use its name instead.',
  ]);
});

test.each([7, "a canary", "acs:ram::1:user/canary"])(
  "the name %j is refused, and not quoted",
  (ram_role_name) => {
    const source = (): unknown => ecsRamRoleMode.source(createTestProfile({ ram_role_name }));
    expect(source).toThrowError(
      expect.objectContaining({
        code: "INVALID_CONFIGURATION",
        message: 'profile "p": ram_role_name: is neither the name nor the ARN of a role.',
      }),
    );
  },
);

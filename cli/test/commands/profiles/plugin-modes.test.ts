import { definePlugin, found, schemaOf } from "@alicred/core";
import type { ProfileMode, ProfilePlugin } from "@alicred/plugin-kit";
import { expect, test } from "vitest";
import { homeWith } from "./support.ts";

// Profiles of a third party's mode, with fields that every profile has and fields that it may have.

const vaultMode: ProfileMode = {
  mode: "Vault",
  fields: ["vault_role"],
  optionalFields: ["vault_address"],
  source: () => ({
    name: "vault",
    resolve: async () => found({ accessKeyId: "LTAIvault", accessKeySecret: "s" }),
  }),
};
const vaultPlugin: ProfilePlugin = definePlugin<object, object, ProfileMode>({
  name: "vault",
  options: schemaOf<object>({}),
  source: () => vaultMode.source({ name: "", fields: {} } as never),
  profileModes: [vaultMode],
});

test("a profile is added without the fields that it may lack, and nothing is asked", async () => {
  const home = homeWith({ profiles: [] }, [vaultPlugin]);
  const { code, stderr } = await home.profiles("add v mode=Vault vault_role=deploy");
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('Profile "v" is written') });
  expect(home.json().profiles).toEqual([{ name: "v", mode: "Vault", vault_role: "deploy" }]);
});

test("a field that every profile has is asked for", async () => {
  const home = homeWith({ profiles: [] }, [vaultPlugin]);
  expect((await home.profiles("add v mode=Vault vault_address=https://v.test")).stderr).toContain(
    "vault_role=",
  );
});

test("the doctor knows the fields that a profile may have", async () => {
  const fields = { mode: "Vault", vault_role: "deploy", vault_address: "https://v.test" };
  const home = homeWith({ profiles: [{ name: "v", ...fields, vault_adress: "x" }] }, [vaultPlugin]);
  const { stdout } = await home.profiles("doctor");
  expect(stdout).toContain("vault_adress");
  expect(stdout).not.toContain("vault_address is read by no tool");
});

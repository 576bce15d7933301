import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { definePlugin, found, refreshing, schemaOf } from "@alicred/core";
import { nodeHost } from "@alicred/core/host/node";
import type { ProfileMode } from "@alicred/plugin-kit";
import { expect, onTestFinished, test } from "vitest";
import { createProgram, renderTrace } from "../src/mod.ts";
import { runInProcess } from "./support/in-process.ts";

// Programs that embed the command.

const vaultMode: ProfileMode = {
  mode: "Vault",
  source: ({ fields }) => ({
    name: "vault",
    async resolve(context) {
      context.supplied("address", `field vault_address (${String(fields["vault_address"])})`);
      context.warn("the lease\u001b[2J\nends soon");
      return found({ accessKeyId: "LTAIvault", accessKeySecret: "canary-secret" });
    },
  }),
};
const vaultPlugin = definePlugin({
  name: "vault",
  options: schemaOf<Record<string, never>>({}),
  source: () => ({ name: "vault", resolve: async () => found({ accessKeyId: "k", accessKeySecret: "s" }) }),
  profileModes: [vaultMode],
});

function configFile(): string {
  const folder = mkdtempSync(join(tmpdir(), "alicred-embedding-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "config.json");
  writeFileSync(path, JSON.stringify({ profiles: [{ name: "v", mode: "Vault", vault_address: "here" }] }));
  return path;
}

test("createProgram({ plugins }) understands the modes of the plugins, in every subcommand", async () => {
  const args = ["--profile", "v", "--config-file", configFile()];
  const program = () => createProgram({ plugins: [vaultPlugin] });
  const resolved = await runInProcess(["resolve", ...args, "--json"], {}, program());
  expect(JSON.parse(resolved.stdout)).toMatchObject({ accessKeyId: "LTAIvault" });
  const explained = await runInProcess(["why", ...args], {}, program());
  expect(explained).toMatchObject({ code: 0, stdout: expect.stringContaining("vault: credentials") });
  const without = await runInProcess(["why", ...args], {});
  expect(without).toMatchObject({ code: 0, stdout: expect.stringContaining("UNKNOWN_PROFILE_MODE") });
});

test("renderTrace is what why prints, as visible characters", async () => {
  const resolver = refreshing(
    vaultMode.source({
      name: "v",
      fields: { vault_address: "here" },
      sourceOf: () => vaultPlugin.source({}),
      sourceOfFields: () => vaultPlugin.source({}),
      update: async (_context, change) => change({}),
    }),
    { host: nodeHost() },
  );
  const text = renderTrace(await resolver.explain());
  expect(text.replace(/\d+ ms/, "N ms")).toBe(
    [
      "vault: credentials (N ms)",
      "├─ address from field vault_address (here)",
      "└─ warning: the lease\\u001b[2J\\nends soon",
      "",
    ].join("\n"),
  );
});

import { definePlugin, found, nonEmptyString, schemaOf } from "@alicred/core";
import type { ProfileLogin, ProfileMode } from "@alicred/plugin-kit";
import { expect, test } from "vitest";
import { createProgram } from "../../src/mod.ts";
import { runInProcess } from "../support/in-process.ts";
import { loginWorld } from "../support/login-world.ts";

// A third party's mode brings its own login, and the command is its terminal.

const login: ProfileLogin = {
  fields: ["vault_token"],
  at: ({ vault_address }) => String(vault_address),
  held: ({ vault_token }) => (vault_token === undefined ? undefined : {}),
  isAccepted: async (_context, { fields }) => fields["vault_token"] === "good",
  async signIn({ host, signal }, _fields, terminal) {
    const endsAtMs = host.clock.now() + 60_000;
    await terminal.showCode({
      userCode: "VAULT\u001b[2J",
      address: "https://vault.example/device",
      endsAtMs,
    });
    await host.clock.sleep(10, signal);
    return { vault_token: "good" };
  },
  choose: async (_context, fields, terminal) => ({
    vault_team: await terminal.choose({
      name: "team",
      current: typeof fields["vault_team"] === "string" ? fields["vault_team"] : undefined,
      choices: async () => [{ id: "t1", name: "The only team" }],
    }),
  }),
};

const mode: ProfileMode = {
  mode: "Vault",
  source: ({ fields }) => ({
    name: "vault",
    resolve: async () => found({ accessKeyId: `LTAI${fields["vault_token"]}`, accessKeySecret: "s" }),
  }),
  login,
};

const plugin = definePlugin({
  name: "vault",
  options: schemaOf({ address: nonEmptyString }),
  source: () => mode.source({ fields: {} } as never),
  profileModes: [mode],
});

test("login and logout of a plugin's mode", async () => {
  const world = await loginWorld();
  const profile = { name: "v", mode: "Vault", vault_address: "https://vault.example", vault_team: "t1" };
  await world.writeConfig([profile]);
  const run = (...args: readonly string[]) =>
    runInProcess(args, world.env, createProgram({ plugins: [plugin] }));
  const signedIn = await run("login", "v");
  expect(signedIn).toMatchObject({ code: 0, stdout: expect.stringContaining('Profile "v" is written') });
  // Nothing of a plugin reaches the terminal as a control character.
  expect(signedIn.stderr).toContain(String.raw`Code  VAULT\u001b[2J`);
  expect(signedIn.stderr).toContain("Open  https://vault.example/device\n");
  expect(await world.profile("v")).toEqual({ ...profile, vault_token: "good" });
  expect((await run("login", "v")).stdout).toContain('Profile "v" is signed in');
  expect((await run("resolve", "-p", "v", "--json")).stdout).toContain("LTAIgood");
  expect((await run("logout", "v")).stdout).toMatch(/^Signed out: v\nCopies of the dropped tokens/);
  expect(await world.profile("v")).toEqual(profile);
});

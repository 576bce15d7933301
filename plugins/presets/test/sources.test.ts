// A third party's source among those of a preset, and a third party's plugin among the modes of profiles.
import { resolveOnce } from "@alicred/conformance";
import { type CredentialSource, createSource, definePlugin, refreshing, schemaOf } from "@alicred/core";
import {
  fixedSource,
  type Profile,
  type ProfileMode,
  type ProfilePlugin,
  profileModesOf,
} from "@alicred/plugin-kit";
import { accessKeyMode } from "@alicred/static";
import { describe, expect, test } from "vitest";
import {
  accessKeyModes,
  accessKeyPlugins,
  aliyunCli,
  allModes,
  allPlugins,
  edge,
  httpModes,
  httpPlugins,
  sdkDefault,
  terraform,
  terraformHttp,
} from "../src/mod.ts";
import { hostOf, identityOf, type World } from "./world.ts";

const vault: CredentialSource = {
  ...fixedSource({ accessKeyId: "Kvault", accessKeySecret: "Svault" }, (part) => `Vault's ${part}`),
  name: "vault",
};
const off: CredentialSource = {
  name: "vault",
  resolve: async () => ({ outcome: "not-configured", lookedFor: ["Vault"] }),
};

const vaultPlugin: ProfilePlugin = definePlugin<object, object, ProfileMode>({
  name: "vault",
  options: schemaOf<object>({}),
  source: () => vault,
  profileModes: [
    {
      mode: "Vault",
      fields: ["vault_address"],
      source: ({ name, fields }: Profile) => ({
        ...fixedSource(
          { accessKeyId: `K${fields["vault_address"]}`, accessKeySecret: "Svault" },
          (part) => `${part} of ${name}`,
        ),
        name: "vault",
      }),
    },
  ],
});

const role = { role_arn: "acs:ram::1:role/top", session_name: "me" };
const key = { ALIBABA_CLOUD_ACCESS_KEY_ID: "Kenv", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "Senv" };
const INI = "/home/test/.alibabacloud/credentials";
const ini = {
  [INI]: "[team]\ntype=access_key\naccess_key_id=Kini\naccess_key_secret=Sini\n",
};

/** The identity of a source in this world, and the steps that lead to it. */
async function pathOf(source: CredentialSource, world: World): Promise<readonly string[]> {
  const { answer } = await resolveOnce(source, hostOf(world));
  return answer.outcome === "credentials"
    ? [...answer.credentials.provenance, answer.credentials.accessKeyId]
    : [answer.outcome];
}

describe("sources", () => {
  test("stand in the middle of the SDKs' chain, which stays what it was", async () => {
    const make = (own: CredentialSource): CredentialSource =>
      sdkDefault({ sources: ({ env, oidc, ...others }) => [env, oidc, own, ...Object.values(others)] });
    expect(await pathOf(make(vault), { env: key })).toEqual(["sdk-default", "env", "Kenv"]);
    expect(await pathOf(make(vault), {})).toEqual(["sdk-default", "vault", "Kvault"]);
    const team = { env: { ALIBABA_CLOUD_PROFILE: "team" }, files: ini };
    expect(await identityOf(make(off), hostOf(team))).toBe("Kini/Sini");
    expect(await identityOf(make(vault), hostOf(team))).toBe("Kvault/Svault");
  });

  test("are listed by name in the order of the preset", async () => {
    const sdk = sdkDefault({ sources: (defaults) => Object.values(defaults) });
    const trace = await refreshing(sdk, { host: hostOf({}) }).explain();
    const plain = await refreshing(sdkDefault(), { host: hostOf({}) }).explain();
    const names = plain.children.map(({ source }) => source);
    expect(names).toEqual(["env", "oidc", "profile-files", "ecs-ram-role", "credentials-uri"]);
    expect(trace.children.map(({ source }) => source)).toEqual(names);
  });

  test("that fail end the search, and the error names them", async () => {
    const failing: CredentialSource = { name: "vault", resolve: () => Promise.reject(new Error("sealed")) };
    const source = sdkDefault({ sources: ({ env, ...others }) => [failing, env, ...Object.values(others)] });
    const { answer } = await resolveOnce(source, hostOf({ env: key }));
    expect(answer).toMatchObject({ outcome: "failed", error: { source: "vault" } });
  });

  test.each([
    ["terraform", terraform],
    ["terraformHttp", terraformHttp],
  ] as const)("come before those of %s, and the block's role is on top", async (_name, make) => {
    const block = { access_key: "K", secret_key: "S", assume_role: role };
    const own = make(block, { sources: (defaults) => [vault, ...Object.values(defaults)] });
    expect(await pathOf(own, {})).toEqual(["terraform", "assume-role", "base", "vault", "top@me(Kvault)"]);
    const after = make(block, { sources: (defaults) => [...Object.values(defaults), vault] });
    expect(await identityOf(after, hostOf({}))).toBe("top@me(K)");
    const { assume_role: _, ...roleless } = block;
    const plain = make(roleless, { sources: ({ keys }) => [vault, keys] });
    expect(await identityOf(plain, hostOf({}))).toBe("Kvault/Svault");
  });

  test("of the provider's code are the one that it decides on, with its role on top of whichever wins", async () => {
    const make = (own: readonly CredentialSource[], block = {}): CredentialSource =>
      terraform(
        { assume_role: role, ...block },
        { compat: "provider", sources: ({ provider }) => [...own, provider] },
      );
    expect(await identityOf(make([vault]), hostOf({ env: key }))).toBe("top@me(Kvault)");
    expect(await identityOf(make([off]), hostOf({ env: key }))).toBe("top@me(Kenv)");
    expect(await identityOf(make([vault]), hostOf({}))).toBe("top@me(Kvault)");
    expect(await identityOf(make([off]), hostOf({}))).toBe("none");
    expect(await pathOf(make([vault], { assume_role: undefined }), {})).toEqual([
      "terraform",
      "base",
      "vault",
      "Kvault",
    ]);
  });

  test("stand before the CLI's profile", async () => {
    const profiles = [
      { name: "a", mode: "AK", access_key_id: "Ka", access_key_secret: "Sa", region_id: "r" },
    ];
    const make = (own: CredentialSource): CredentialSource =>
      aliyunCli({ sources: ({ sharedConfig, variables }) => [own, sharedConfig, variables] });
    expect(await identityOf(make(vault), hostOf({ profiles, current: "a" }))).toBe("Kvault/Svault");
    expect(await identityOf(make(off), hostOf({ profiles, current: "a" }))).toBe("Ka/Sa");
    expect(await identityOf(make(off), hostOf({ env: key }))).toBe("Kenv/Senv");
  });

  test("stand among those of the edge, below its role", async () => {
    const assumeRole = { roleArn: role.role_arn, roleSessionName: "me" };
    const own = edge({ assumeRole, sources: ({ env, ...others }) => [env, vault, ...Object.values(others)] });
    expect(await identityOf(own, hostOf({}))).toBe("top@me(Kvault)");
    expect(await identityOf(own, hostOf({ env: key }))).toBe("top@me(Kenv)");
    const options = { credentialsUri: { uri: "https://own.uri.test/" } };
    const given = edge({ ...options, sources: (defaults) => [...Object.values(defaults), vault] });
    expect(await identityOf(given, hostOf({ env: key }))).toBe("uri:own");
  });

  test("are closed with the resolver, and only then", async () => {
    const arn = { roleArn: role.role_arn };
    const assume_role = { session_name: "me" };
    let closed = 0;
    const closable = {
      ...vault,
      close() {
        closed += 1;
      },
    };
    const env: Record<string, string> = { ALICLOUD_ASSUME_ROLE_ARN: "acs:ram::1:role/one" };
    const host = { ...hostOf({}), env: (name: string) => env[name] };
    for (const source of [
      sdkDefault({ sources: () => [closable] }),
      edge({ sources: () => [closable], assumeRole: arn }),
      aliyunCli({ sources: () => [closable] }),
      terraform({ assume_role }, { compat: "provider", sources: () => [closable] }),
      terraform({ assume_role }, { sources: () => [closable] }),
    ]) {
      closed = 0;
      const resolver = refreshing(source, { host });
      const first = await resolver.get();
      env["ALICLOUD_ASSUME_ROLE_ARN"] = "acs:ram::1:role/other";
      resolver.invalidate(first);
      await resolver.get().catch(() => undefined);
      expect(closed).toBe(0);
      resolver.close();
      expect(closed).toBe(1);
    }
  });

  test.each([
    ["sdkDefault", sdkDefault],
    ["aliyunCli", aliyunCli],
    ["edge", edge],
    ["terraform", (options: object) => terraform({}, options)],
  ] as const)("of %s that are no list of sources are refused at once", (_name, make) => {
    for (const sources of [7, () => vault, () => [{ name: "vault" }]])
      expect(() => make({ sources } as never)).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
  });
});

describe("a plugin of a third party", () => {
  const profile = { name: "v", mode: "vault", vault_address: "there" };
  const world = { profiles: [profile], current: "v" };
  const makers = {
    sdkDefault: (plugins: readonly ProfilePlugin[]) => sdkDefault({ plugins, profile: "v" }),
    aliyunCli: (plugins: readonly ProfilePlugin[]) => aliyunCli({ plugins }),
    terraform: (plugins: readonly ProfilePlugin[]) => terraform({ profile: "v" }, { plugins }),
    terraformHttp: (plugins: readonly ProfilePlugin[]) => terraformHttp({ profile: "v" }, { plugins }),
  };

  test.each(Object.entries(makers))("gives %s its mode", async (_name, make) => {
    expect(await identityOf(make([vaultPlugin]), hostOf(world))).toBe("Kthere/Svault");
    const { answer } = await resolveOnce(make([]), hostOf(world));
    expect(answer).toHaveProperty(
      "error.message",
      expect.stringMatching(
        /has the mode vault, which no plugin here provides\. Load its plugin, or set it to one of: AK, StsToken/,
      ),
    );
  });

  test("is recognised by its fields where a profile names no mode, and is listed", async () => {
    const { mode: _, ...nameless } = profile;
    const host = hostOf({ profiles: [nameless], current: "v" });
    expect(await identityOf(aliyunCli({ plugins: [vaultPlugin] }), host)).toBe("Kthere/Svault");
    expect(await identityOf(aliyunCli(), host)).toBe("failed");
    const { answer } = await resolveOnce(
      sdkDefault({ plugins: [vaultPlugin] }),
      hostOf({ profiles: [{ ...profile, mode: "Sorcery" }], current: "v" }),
    );
    expect(answer).toHaveProperty("error.message", expect.stringMatching(/set it to one of: AK, .*Vault\./s));
  });

  test.each(Object.entries(makers))("of %s that provides a built-in mode is refused", async (_name, make) => {
    const twin = { ...vaultPlugin, profileModes: [{ ...accessKeyMode }] };
    const { answer } = await resolveOnce(make([twin]), hostOf(world));
    expect(answer).toMatchObject({ error: { code: "INVALID_OPTION" } });
    expect(() => make([twin, { ...twin, profileModes: [{ ...accessKeyMode }] }])).toThrow(
      expect.objectContaining({ code: "INVALID_OPTION" }),
    );
  });
});

describe("the list of plugins", () => {
  test("has all modes, and those that need no processes and those that lead to a key are part of it", () => {
    for (const [plugins, modes] of [
      [allPlugins, allModes],
      [accessKeyPlugins, accessKeyModes],
      [httpPlugins, httpModes],
    ] as const) {
      expect(modes).toEqual(profileModesOf(plugins));
      expect(allPlugins).toEqual(expect.arrayContaining([...plugins]));
    }
    expect(new Set(allPlugins.map(({ name }) => name)).size).toBe(allPlugins.length);
    expect(allModes.map(({ mode }) => mode).sort()).toEqual([
      "AK",
      "Anonymous",
      "BearerToken",
      "ChainableRamRoleArn",
      "CloudSSO",
      "CredentialsURI",
      "EcsRamRole",
      "External",
      "OAuth",
      "OIDC",
      "RamRoleArn",
      "RamRoleArnWithRoleName",
      "RsaKeyPair",
      "StsToken",
    ]);
  });

  test("makes a source from configuration", async () => {
    const options = { accessKeyId: "Kset", accessKeySecret: "Sset" };
    expect(await identityOf(createSource(allPlugins, { use: "static", options }), hostOf({}))).toBe(
      "Kset/Sset",
    );
    expect(await identityOf(createSource(allPlugins, { use: "env" }), hostOf({ env: key }))).toBe(
      "Kenv/Senv",
    );
  });
});

describe("the shared file", () => {
  const base = { name: "p", access_key_id: "Kp", access_key_secret: "Sp", region_id: "cn-shanghai" };
  const arn = { ram_role_arn: "acs:ram::1:role/r", ram_session_name: "me" };

  test.each([
    ["a key", { ...base, mode: "AK" }, {}],
    ["a role of the profile", { ...base, ...arn, mode: "RamRoleArn" }, {}],
    ["a role of the block", { ...base, mode: "AK" }, { assume_role: role }],
    ["a role of both", { ...base, ...arn, mode: "RamRoleArn" }, { assume_role: role }],
  ])("is read once in a resolution of Terraform: %s", async (_name, profile, block) => {
    const host = hostOf({ profiles: [profile] });
    let reads = 0;
    const files = {
      readText: async (path: string, maxBytes: number) => {
        reads += 1;
        return host.files?.readText(path, maxBytes);
      },
    };
    const resolver = refreshing(terraform({ profile: "p", ...block }), { host: { ...host, files } });
    await resolver.get();
    expect(reads).toBe(1);
    resolver.close();
  });
});

import * as fc from "fast-check";
import type { ProviderBlock } from "../src/mod.ts";
import { PROFILE_MODES, type PresentMode, profileOf } from "./profiles.ts";
import { tokenOf, type World } from "./world.ts";

/** Parts of a key that one place holds. */
export interface KeyParts {
  readonly id: boolean;
  readonly secret: boolean;
  readonly token: boolean;
}

/** Which inputs of Terraform are there. */
export interface TerraformCase {
  /** The key in the block. */
  readonly key: KeyParts;
  readonly block: {
    readonly ecs: boolean;
    /** `token` and `file` have everything in the block, `empty` leaves everything to variables. */
    readonly oidc: "none" | "token" | "file" | "empty";
    readonly uri: boolean;
    /** The block `assume_role`: with a role and a session name, with an empty role, without one. */
    readonly role: "none" | "arn" | "empty" | "missing";
    readonly profile: boolean;
  };
  /** The three families of variables: ALICLOUD, ALIBABA_CLOUD, ALIBABACLOUD. */
  readonly C: KeyParts;
  readonly A: KeyParts;
  readonly B: KeyParts;
  readonly ecs: Named;
  readonly uri: Named;
  readonly profile: Named;
  readonly assumeRoleArn: Named;
  readonly sessionName: Named;
  readonly oidcProvider: boolean;
  readonly oidcToken: boolean;
  readonly oidcTokenFile: boolean;
  /** The profile that the file has, if there is a file. */
  readonly file: PresentMode | "none";
}

/** By which of the two families that name it a variable is set. */
export type Named = "none" | "C" | "A";

const none: KeyParts = { id: false, secret: false, token: false };
const whole: KeyParts = { id: true, secret: true, token: false };
// Mostly absent, so that the later levels are reached too.
const parts = fc.oneof(
  { weight: 6, arbitrary: fc.constant(none) },
  { weight: 2, arbitrary: fc.constantFrom(whole, { ...whole, token: true }) },
  { weight: 1, arbitrary: fc.record({ id: fc.boolean(), secret: fc.boolean(), token: fc.boolean() }) },
);
const rarely = fc.constantFrom(true, false, false, false);
const named = fc.constantFrom<Named>("none", "none", "C", "A");

export const terraformCase: fc.Arbitrary<TerraformCase> = fc.record({
  key: parts,
  block: fc.record({
    ecs: rarely,
    oidc: fc.constantFrom("none", "none", "none", "none", "none", "token", "file", "empty"),
    uri: fc.boolean(),
    role: fc.constantFrom("none", "none", "none", "none", "arn", "empty", "missing"),
    profile: fc.boolean(),
  }),
  C: parts,
  A: parts,
  B: parts,
  ecs: named,
  uri: named,
  profile: named,
  assumeRoleArn: named,
  sessionName: named,
  oidcProvider: fc.boolean(),
  oidcToken: fc.boolean(),
  oidcTokenFile: fc.boolean(),
  file: fc.constantFrom("none", ...PROFILE_MODES),
});

const oidcRole = {
  oidc_provider_arn: "acs:ram::1:oidc-provider/b",
  role_arn: "acs:ram::1:role/boidc",
  role_session_name: "bsess",
};

export function blockOf({ block, key }: TerraformCase): ProviderBlock {
  const role = {
    none: undefined,
    arn: { role_arn: "acs:ram::1:role/brole", session_name: "bsess" },
    empty: { role_arn: "" },
    missing: {},
  }[block.role];
  const oidc = {
    none: undefined,
    token: { ...oidcRole, oidc_token: tokenOf("btok") },
    file: { ...oidcRole, oidc_token_file: "/block-token" },
    empty: {},
  }[block.oidc];
  return {
    ...(key.id && { access_key: "Kblock" }),
    ...(key.secret && { secret_key: "Sblock" }),
    ...(key.token && { security_token: "Tblock" }),
    ...(block.ecs && { ecs_role_name: "becs" }),
    ...(block.uri && { credentials_uri: "https://buri.uri.test/" }),
    ...(block.profile && { profile: "p" }),
    assume_role: role,
    assume_role_with_oidc: oidc,
  };
}

export function worldOf(it: TerraformCase): World {
  const env: Record<string, string> = {};
  const set = (name: string, value: string, isSet = true): void => {
    if (isSet) env[name] = value;
  };
  set("ALICLOUD_ACCESS_KEY", "KC", it.C.id);
  set("ALICLOUD_SECRET_KEY", "SC", it.C.secret);
  set("ALICLOUD_SECURITY_TOKEN", "TC", it.C.token);
  for (const [family, prefix] of [
    ["A", "ALIBABA_CLOUD"],
    ["B", "ALIBABACLOUD"],
  ] as const) {
    set(`${prefix}_ACCESS_KEY_ID`, `K${family}`, it[family].id);
    set(`${prefix}_ACCESS_KEY_SECRET`, `S${family}`, it[family].secret);
    set(`${prefix}_SECURITY_TOKEN`, `T${family}`, it[family].token);
  }
  const either = (by: Named, names: readonly [string, string], values: readonly [string, string]): void => {
    if (by !== "none") set(names[by === "C" ? 0 : 1], values[by === "C" ? 0 : 1]);
  };
  either(it.ecs, ["ALICLOUD_ECS_ROLE_NAME", "ALIBABA_CLOUD_ECS_METADATA"], ["Cecs", "Aecs"]);
  either(
    it.uri,
    ["ALICLOUD_CREDENTIALS_URI", "ALIBABA_CLOUD_CREDENTIALS_URI"],
    ["https://curi.uri.test/", "https://auri.uri.test/"],
  );
  either(it.profile, ["ALICLOUD_PROFILE", "ALIBABA_CLOUD_PROFILE"], ["p", "p"]);
  either(
    it.assumeRoleArn,
    ["ALICLOUD_ASSUME_ROLE_ARN", "ALIBABA_CLOUD_ROLE_ARN"],
    ["acs:ram::1:role/Crole", "acs:ram::1:role/Arole"],
  );
  either(
    it.sessionName,
    ["ALICLOUD_ASSUME_ROLE_SESSION_NAME", "ALIBABA_CLOUD_ROLE_SESSION_NAME"],
    ["Csess", "Asess"],
  );
  set("ALIBABA_CLOUD_OIDC_PROVIDER_ARN", "acs:ram::1:oidc-provider/e", it.oidcProvider);
  set("ALIBABA_CLOUD_OIDC_TOKEN", tokenOf("etok"), it.oidcToken);
  set("ALIBABA_CLOUD_OIDC_TOKEN_FILE", "/token", it.oidcTokenFile);
  return {
    env,
    profiles: it.file === "none" ? undefined : profileOf(it.file),
    files: { "/token": `${tokenOf("ftok")}\n`, "/block-token": tokenOf("bftok") },
    instanceRole: "irole",
  };
}

/** Every combination of sources that are whole or absent. */
export function* everyPresence(): Generator<TerraformCase> {
  const either = [false, true];
  const noVariables = { assumeRoleArn: "none", sessionName: "none", oidcTokenFile: false } as const;
  for (const inBlock of either)
    for (const ecs of either)
      for (const oidc of ["none", "token", "empty"] as const)
        for (const role of ["none", "arn"] as const)
          for (const [C, A, B] of everyTriple(either))
            for (const ecsOfEnv of ["none", "C"] as const)
              for (const file of ["none", ...PROFILE_MODES] as const)
                for (const uri of ["none", "block", "env"] as const)
                  yield {
                    ...noVariables,
                    key: inBlock ? whole : none,
                    block: { ecs, oidc, role, uri: uri === "block", profile: file !== "none" },
                    C: C ? whole : none,
                    A: A ? whole : none,
                    B: B ? whole : none,
                    ecs: ecsOfEnv,
                    uri: uri === "env" ? "A" : "none",
                    profile: "none",
                    // What the empty block of OIDC needs.
                    assumeRoleArn: oidc === "empty" ? "A" : "none",
                    oidcProvider: oidc === "empty",
                    oidcToken: oidc === "empty",
                    file,
                  };
}

function* everyTriple<T>(values: readonly T[]): Generator<readonly [T, T, T]> {
  for (const a of values) for (const b of values) for (const c of values) yield [a, b, c];
}

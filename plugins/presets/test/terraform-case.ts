import * as fc from "fast-check";
import type { ProviderBlock } from "../src/mod.ts";
import { PROFILE_MODES, type PresentMode } from "./profiles.ts";
import { tokenOf } from "./world.ts";

/** How an argument of the block is written. */
export type Given = "none" | "null" | "empty" | "set";

/** By which of the two families that name it a variable is set. */
export type Named = "none" | "C" | "A";

/** Parts of a key that a family of variables holds. */
export interface KeyParts {
  readonly id: boolean;
  readonly secret: boolean;
  readonly token: boolean;
}

/** The inputs of Terraform that exist. */
export interface TerraformCase {
  /** The key in the block. */
  readonly key: Readonly<Record<keyof KeyParts, Given>>;
  readonly block: {
    readonly ecs: Given;
    /** `token` and `file` have everything in the block, `empty` leaves everything to variables, `hiding` has empty texts. */
    readonly oidc: "none" | "token" | "file" | "empty" | "hiding";
    readonly uri: Given;
    /** The block `assume_role`, by how it names its role. */
    readonly role: "none" | "arn" | "empty" | "missing" | "null";
    /** The session name and the duration of `assume_role`. */
    readonly session: Given;
    readonly seconds: number | undefined;
    readonly profile: Given;
    readonly file: Given;
    readonly region: Given;
    readonly endpoint: Given;
  };
  /** The three families of variables: ALICLOUD, ALIBABA_CLOUD, ALIBABACLOUD. */
  readonly C: KeyParts;
  readonly A: KeyParts;
  readonly B: KeyParts;
  readonly ecs: Named;
  readonly uri: Named;
  readonly profile: Named;
  readonly region: Named;
  readonly assumeRoleArn: Named;
  readonly sessionName: Named;
  /** ALICLOUD_ASSUME_ROLE_SESSION_EXPIRATION. */
  readonly seconds: "none" | "abc" | "0" | "1800";
  /** A variable that names a missing shared file. */
  readonly otherFile: boolean;
  readonly oidcProvider: boolean;
  readonly oidcToken: boolean;
  readonly oidcTokenFile: boolean;
  /** The variables by which the SDKs choose an STS. */
  readonly stsRegion: boolean;
  readonly vpc: boolean;
  /** The profile that the file has, if there is a file. */
  readonly mode: PresentMode | "none";
  /** `twice`: another of the same name follows, a key. `odd`: `current` is a number. */
  readonly kind: "plain" | "twice" | "modeless" | "emptyMode" | "odd";
}

const none: KeyParts = { id: false, secret: false, token: false };
const whole: KeyParts = { id: true, secret: true, token: false };
// Mostly absent, so that the later levels are reached too.
const parts = fc.oneof(
  { weight: 6, arbitrary: fc.constant(none) },
  { weight: 2, arbitrary: fc.constantFrom(whole, { ...whole, token: true }) },
  { weight: 1, arbitrary: fc.record({ id: fc.boolean(), secret: fc.boolean(), token: fc.boolean() }) },
);
const given = fc.constantFrom<Given>("none", "null", "empty", "set");
const rarelySet = fc.constantFrom<Given>("none", "none", "none", "null", "empty", "empty", "set");
const named = fc.constantFrom<Named>("none", "none", "C", "A");

export const terraformCase: fc.Arbitrary<TerraformCase> = fc.record({
  key: fc.oneof(
    { weight: 4, arbitrary: fc.constant({ id: "none", secret: "none", token: "none" } as const) },
    { weight: 1, arbitrary: fc.constant({ id: "set", secret: "set", token: "empty" } as const) },
    { weight: 1, arbitrary: fc.constant({ id: "empty", secret: "empty", token: "empty" } as const) },
    { weight: 2, arbitrary: fc.record({ id: rarelySet, secret: rarelySet, token: rarelySet }) },
  ),
  block: fc.record({
    ecs: rarelySet,
    oidc: fc.constantFrom("none", "none", "none", "none", "token", "file", "empty", "hiding"),
    uri: given,
    role: fc.constantFrom("none", "none", "none", "arn", "arn", "empty", "missing", "null"),
    session: given,
    seconds: fc.constantFrom(undefined, undefined, undefined, undefined, undefined, 1200, 0, 899),
    profile: given,
    file: rarelySet,
    region: rarelySet,
    endpoint: rarelySet,
  }),
  C: parts,
  A: parts,
  B: parts,
  ecs: named,
  uri: named,
  profile: named,
  region: named,
  assumeRoleArn: named,
  sessionName: named,
  seconds: fc.constantFrom("none", "none", "none", "abc", "0", "1800"),
  otherFile: fc.constantFrom(false, false, false, true),
  oidcProvider: fc.boolean(),
  oidcToken: fc.boolean(),
  oidcTokenFile: fc.boolean(),
  stsRegion: fc.boolean(),
  vpc: fc.boolean(),
  mode: fc.constantFrom("none", ...PROFILE_MODES),
  kind: fc.constantFrom("plain", "plain", "twice", "modeless", "emptyMode", "odd"),
});

const oidcRole = {
  oidc_provider_arn: "acs:ram::1:oidc-provider/b",
  role_arn: "acs:ram::1:role/boidc",
  role_session_name: "bsess",
};

export function blockOf({ block, key }: TerraformCase): ProviderBlock {
  const text = (name: string, how: Given, value: string): Readonly<Record<string, string | null>> =>
    how === "none" ? {} : { [name]: how === "set" ? value : how === "empty" ? "" : null };
  const role = {
    arn: { role_arn: "acs:ram::1:role/brole" },
    empty: { role_arn: "" },
    null: { role_arn: null },
    missing: {},
  };
  const oidc = {
    none: undefined,
    token: { ...oidcRole, oidc_token: tokenOf("btok"), session_expiration: 900 },
    file: { ...oidcRole, oidc_token_file: "/block-token" },
    empty: {},
    hiding: { ...oidcRole, oidc_token_file: "", role_session_name: "" },
  }[block.oidc];
  return {
    ...text("access_key", key.id, "Kblock"),
    ...text("secret_key", key.secret, "Sblock"),
    ...text("security_token", key.token, "Tblock"),
    ...text("ecs_role_name", block.ecs, "becs"),
    ...text("credentials_uri", block.uri, "https://buri.uri.test/"),
    ...text("profile", block.profile, "p"),
    ...text("shared_credentials_file", block.file, "/shared.json"),
    ...text("region", block.region, "cn-hangzhou"),
    endpoints: text("sts", block.endpoint, "sts.eu-central-1.aliyuncs.com"),
    assume_role:
      block.role === "none"
        ? undefined
        : {
            ...role[block.role],
            ...text("session_name", block.session, "bsess"),
            session_expiration: block.seconds,
          },
    assume_role_with_oidc: oidc,
  };
}

/** Every combination of sources that are whole or absent. */
export function* everyPresence(): Generator<TerraformCase> {
  const either = [false, true];
  const noVariables = { assumeRoleArn: "none", sessionName: "none", oidcTokenFile: false } as const;
  const plain = {
    ...noVariables,
    profile: "none",
    region: "none",
    seconds: "none",
    otherFile: false,
    stsRegion: false,
    vpc: false,
    kind: "plain",
  } as const;
  const plainBlock = {
    session: "set",
    seconds: undefined,
    file: "none",
    region: "none",
    endpoint: "none",
  } as const;
  const set = (isSet: boolean): Given => (isSet ? "set" : "none");
  for (const inBlock of either)
    for (const ecs of either)
      for (const oidc of ["none", "token", "empty"] as const)
        for (const role of ["none", "arn"] as const)
          for (const [C, A, B] of everyTriple(either))
            for (const ecsOfEnv of ["none", "C"] as const)
              for (const mode of ["none", ...PROFILE_MODES] as const)
                for (const uri of ["none", "block", "env"] as const)
                  yield {
                    ...plain,
                    key: { id: set(inBlock), secret: set(inBlock), token: "none" },
                    block: {
                      ...plainBlock,
                      ecs: set(ecs),
                      oidc,
                      role,
                      uri: set(uri === "block"),
                      profile: set(mode !== "none"),
                    },
                    C: C ? whole : none,
                    A: A ? whole : none,
                    B: B ? whole : none,
                    ecs: ecsOfEnv,
                    uri: uri === "env" ? "A" : "none",
                    // The empty OIDC block needs these.
                    assumeRoleArn: oidc === "empty" ? "A" : "none",
                    oidcProvider: oidc === "empty",
                    oidcToken: oidc === "empty",
                    mode,
                  };
}

function* everyTriple<T>(values: readonly T[]): Generator<readonly [T, T, T]> {
  for (const a of values) for (const b of values) for (const c of values) yield [a, b, c];
}

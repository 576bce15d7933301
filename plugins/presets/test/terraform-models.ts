// The rules of Terraform a second time, written from its documentation and from the description of the provider's code,
// as plainly as possible. Shares nothing with the preset.
import { IDENTITY_OF_PROFILE } from "./profiles.ts";
import type { KeyParts, Named, TerraformCase } from "./terraform-case.ts";

/** https://www.alibabacloud.com/help/en/terraform/terraform-authentication: the first place that has anything counts. */
export function documentedModel(it: TerraformCase): string {
  const role = blockRole(it);
  if (it.block.role === "missing" && role === undefined) return "failed";
  const base = documentedBase(it);
  return role === undefined ? base : onTop(role, it.block.role === "arn" ? "bsess" : sessionOf(it), base);
}

function documentedBase(it: TerraformCase): string {
  const { block, key: own } = it;
  if (own.id || own.secret || own.token) return own.id && own.secret ? key("block", own) : "failed";
  if (block.ecs) return "ecs:becs";
  if (block.oidc === "file") return "oidc:boidc@bsess(bftok)";
  if (block.oidc !== "none") return oidcBlock(it);
  for (const family of ["C", "A", "B"] as const) {
    const { id, secret } = it[family];
    if (id || secret) return id && secret ? key(family, it[family]) : "failed";
  }
  if (it.ecs !== "none") return `ecs:${it.ecs}ecs`;
  if (block.profile || it.profile !== "none")
    return it.file === "none" ? "failed" : IDENTITY_OF_PROFILE[it.file];
  if (block.uri) return "uri:buri";
  return it.uri === "none" ? "none" : `uri:${it.uri.toLowerCase()}uri`;
}

/** alicloud/provider.go: each field by itself, from the block, from a variable, from the profile. */
export function providerModel(it: TerraformCase): string {
  const { block } = it;
  const hasProfile = (block.profile || it.profile !== "none") && it.file !== "none";
  const mode = hasProfile ? it.file : "none";
  const isAdvanced = ["ChainableRamRoleArn", "CloudSSO", "External", "OAuth"].includes(mode);
  const ofProfile = {
    id: ["AK", "StsToken", "RamRoleArn"].includes(mode),
    secret: ["AK", "StsToken", "RamRoleArn"].includes(mode),
    token: mode === "StsToken",
  };
  const part = (name: keyof KeyParts, letter: string): string | undefined => {
    if (it.key[name]) return `${letter}block`;
    for (const family of ["C", "A", "B"] as const) if (it[family][name]) return letter + family;
    return ofProfile[name] ? `${letter}p` : undefined;
  };
  const id = part("id", "K");
  const secret = part("secret", "S");
  const token = part("token", "T");

  let base: string;
  if (id && secret) base = token ? `${id}/${secret}/${token}` : `${id}/${secret}`;
  else if (isAdvanced && mode !== "none") base = IDENTITY_OF_PROFILE[mode];
  else if (block.uri) base = "uri:buri";
  else if (it.uri !== "none") base = `uri:${it.uri.toLowerCase()}uri`;
  else if (id) base = "failed";
  else if (block.ecs) base = "ecs:becs";
  else if (it.ecs !== "none") base = `ecs:${it.ecs}ecs`;
  else if (mode === "EcsRamRole") base = "ecs:pecs";
  else if (block.oidc === "file") base = `oidc:boidc@bsess(${it.oidcToken ? "etok" : "bftok"})`;
  else if (block.oidc !== "none") base = oidcBlock(it);
  else base = secret ? "failed" : "none";

  // The token of the block is looked for even where it is not needed.
  if (block.oidc === "empty" && !it.oidcToken && !it.oidcTokenFile) return "failed";

  const role = blockRole(it) ?? (mode === "RamRoleArn" ? "prole" : undefined);
  if (role === undefined) return base;
  const fromProfile = mode === "RamRoleArn" ? "psess" : undefined;
  const session =
    block.role === "none"
      ? (fromProfile ?? "?")
      : block.role === "arn"
        ? "bsess"
        : it.sessionName !== "none"
          ? `${it.sessionName}sess`
          : (fromProfile ?? "terraform");
  return onTop(role, session, base);
}

function oidcBlock(it: TerraformCase): string {
  if (it.block.oidc === "token") return "oidc:boidc@bsess(btok)";
  const token = it.oidcToken ? "etok" : it.oidcTokenFile ? "ftok" : undefined;
  // Of the two variables that may name a role for assume_role, the OIDC block reads one.
  if (token === undefined || !it.oidcProvider || it.assumeRoleArn !== "A") return "failed";
  return `oidc:Arole@${it.sessionName === "A" ? "Asess" : "terraform"}(${token})`;
}

function blockRole({ block, assumeRoleArn }: TerraformCase): string | undefined {
  if (block.role === "none") return undefined;
  return block.role === "arn" ? "brole" : byVariable(assumeRoleArn, "role");
}

function sessionOf({ sessionName }: TerraformCase): string {
  return byVariable(sessionName, "sess") ?? "terraform";
}

function byVariable(by: Named, what: string): string | undefined {
  return by === "none" ? undefined : by + what;
}

function key(place: string, { token }: KeyParts): string {
  return token ? `K${place}/S${place}/T${place}` : `K${place}/S${place}`;
}

/** A role assumed with the credentials of `base`; sessions of the services all have the token `t`. */
export function onTop(role: string, session: string, base: string): string {
  if (base === "failed" || base === "none") return base;
  const [id, secret, token] = base.split("/");
  const signer =
    secret === undefined ? `${id}${id === "external" ? "" : "+t"}` : token ? `${id}+${token}` : id;
  return `${role}@${session}(${signer})`;
}

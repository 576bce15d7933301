// The rules of Terraform a second time, written from its documentation and from the source of the provider, as plainly
// as possible. Shares nothing with the preset.
import { IDENTITY_OF_PROFILE } from "./profiles.ts";
import type { Given, KeyParts, Named, TerraformCase } from "./terraform-case.ts";

/** https://www.alibabacloud.com/help/en/terraform/terraform-authentication: the first place that has anything counts. */
export function documentedModel(it: TerraformCase): string {
  const { block } = it;
  if (isRefused(it)) return "failed";
  if (block.role === "none" || block.role === "empty") return documentedBase(it);
  // Of variables a duration must be one; 0 leaves it to STS.
  if (block.seconds === undefined && it.seconds === "abc") return "failed";
  const session = isSet(block.session) ? "bsess" : (byVariable(it.sessionName, "sess") ?? "terraform");
  const seconds = block.seconds ?? (it.seconds === "1800" ? 1800 : 3600);
  return onTop(roleOf(it), called(session, stsOf(it, documentedRegion(it)), seconds), documentedBase(it));
}

function documentedBase(it: TerraformCase): string {
  const { block, key: own } = it;
  const sts = stsOf(it, documentedRegion(it));
  if (isSet(own.id) || isSet(own.secret) || isSet(own.token))
    return isSet(own.id) && isSet(own.secret) ? key("block", isSet(own.token)) : "failed";
  if (isSet(block.ecs)) return "ecs:becs";
  if (block.oidc === "token") return `oidc:boidc@${called("bsess", sts, 900)}(btok)`;
  if (block.oidc === "file") return `oidc:boidc@${called("bsess", sts, 3600)}(bftok)`;
  if (block.oidc !== "none") {
    const token = it.oidcToken ? "etok" : it.oidcTokenFile ? "ftok" : undefined;
    const isComplete = block.oidc === "hiding" || (it.oidcProvider && it.assumeRoleArn === "A");
    if (token === undefined || !isComplete) return "failed";
    const session = it.sessionName === "A" ? "Asess" : "terraform";
    return `oidc:${block.oidc === "hiding" ? "boidc" : "Arole"}@${called(session, sts, 3600)}(${token})`;
  }
  for (const family of ["C", "A", "B"] as const) {
    const { id, secret, token } = it[family];
    if (id || secret) return id && secret ? key(family, token) : "failed";
  }
  if (it.ecs !== "none") return `ecs:${it.ecs}ecs`;
  if (isSet(block.profile) || it.profile !== "none") return documentedProfile(it, sts);
  if (isSet(block.uri)) return "uri:buri";
  return it.uri === "none" ? "none" : `uri:${it.uri.toLowerCase()}uri`;
}

/** A profile that was asked for is complete, or fails. */
function documentedProfile(it: TerraformCase, sts: string): string {
  const { mode } = it;
  if (mode === "none" || !hasFile(it) || it.kind === "modeless" || it.kind === "emptyMode") return "failed";
  return identityOfProfile(it, sts);
}

function documentedRegion(it: TerraformCase): string {
  if (isSet(it.block.region)) return "cn-hangzhou";
  if (it.region !== "none") return it.region === "C" ? "cn-qingdao" : "cn-wuhan";
  const isRead = isSet(it.block.profile) || it.profile !== "none";
  return isRead && it.mode !== "none" && hasFile(it) ? "cn-shanghai" : "cn-beijing";
}

/** alicloud/provider.go: each field by itself, from the block, from a variable unless the block hides it, from the profile. */
export function providerModel(it: TerraformCase): string {
  const { block } = it;
  const sts = stsOf(it, providerRegion(it));
  if (isRefused(it)) return "failed";
  const mode = providerMode(it);
  const isKeyed = ["AK", "StsToken", "RamRoleArn", "twice"].includes(mode) || hasKeysWithoutMode(it);
  const letter = mode === "twice" ? "q" : "p";
  const ofProfile = { id: isKeyed, secret: isKeyed, token: mode === "StsToken" };
  const part = (name: keyof KeyParts, prefix: string): string | undefined => {
    if (isSet(it.key[name])) return `${prefix}block`;
    if (it.key[name] !== "empty")
      for (const family of ["C", "A", "B"] as const) if (it[family][name]) return prefix + family;
    return ofProfile[name] ? prefix + letter : undefined;
  };
  const id = part("id", "K");
  const secret = part("secret", "S");
  const token = part("token", "T");

  let base: string;
  if (id && secret) base = token ? `${id}/${secret}/${token}` : `${id}/${secret}`;
  else if (["ChainableRamRoleArn", "CloudSSO", "External", "OAuth"].includes(mode))
    base = identityOfProfile(it, sts);
  else if (isSet(block.uri)) base = "uri:buri";
  else if (it.uri !== "none" && block.uri !== "empty") base = `uri:${it.uri.toLowerCase()}uri`;
  else if (id) base = "failed";
  else if (isSet(block.ecs)) base = "ecs:becs";
  else if (it.ecs !== "none" && block.ecs !== "empty") base = `ecs:${it.ecs}ecs`;
  else if (mode === "EcsRamRole") base = "ecs:pecs";
  else if (block.oidc === "none") base = secret ? "failed" : "none";
  else base = providerOidc(it, sts);

  // The token of the block is looked for even where it is not needed.
  const hasToken = it.oidcToken || (it.oidcTokenFile && block.oidc !== "hiding");
  if ((block.oidc === "empty" || block.oidc === "hiding") && !hasToken) return "failed";

  const own = block.role === "none" || block.role === "empty" ? undefined : roleOf(it);
  const role = own ?? (mode === "RamRoleArn" ? "prole" : undefined);
  if (role === undefined) return base;
  const psess = mode === "RamRoleArn" ? "psess" : undefined;
  const ofVariable = block.session === "empty" ? undefined : byVariable(it.sessionName, "sess");
  const session = isSet(block.session) ? "bsess" : (ofVariable ?? psess ?? "terraform");
  const pseconds = mode === "RamRoleArn" ? 2400 : 3600;
  const seconds = block.seconds ?? (it.seconds === "1800" ? 1800 : it.seconds === "0" ? 3600 : pseconds);
  return block.role === "none"
    ? onTop(role, called(psess ?? "?", sts, pseconds), base)
    : onTop(role, called(session, sts, seconds), base);
}

function providerOidc(it: TerraformCase, sts: string): string {
  const { oidc } = it.block;
  if (oidc === "token") return `oidc:boidc@${called("bsess", sts, 900)}(btok)`;
  // A token, even of a variable, comes before a file, even of the block.
  if (oidc === "file") return `oidc:boidc@${called("bsess", sts, 3600)}(${it.oidcToken ? "etok" : "bftok"})`;
  if (oidc === "hiding") return `oidc:boidc@${called("terraform", sts, 3600)}(etok)`;
  if (!it.oidcProvider || it.assumeRoleArn !== "A") return "failed";
  const session = it.sessionName === "A" ? "Asess" : "terraform";
  return `oidc:Arole@${called(session, sts, 3600)}(${it.oidcToken ? "etok" : "ftok"})`;
}

/** The mode of the profile that the provider sees, `twice` for the second of one name. */
function providerMode(it: TerraformCase): string {
  if (!isProfileSeen(it)) return "none";
  if (it.kind === "twice") return "twice";
  return it.kind === "modeless" || it.kind === "emptyMode" ? "none" : it.mode;
}

function isProfileSeen(it: TerraformCase): boolean {
  const { block } = it;
  const isNamed = isSet(block.profile) || (it.profile !== "none" && block.profile !== "empty");
  return isNamed && it.mode !== "none" && (isSet(block.file) || block.file === "empty" || !it.otherFile);
}

/** Key fields count in an empty mode. */
function hasKeysWithoutMode(it: TerraformCase): boolean {
  return it.kind === "emptyMode" && isProfileSeen(it) && ["AK", "StsToken", "RamRoleArn"].includes(it.mode);
}

function providerRegion(it: TerraformCase): string {
  if (isSet(it.block.region)) return "cn-hangzhou";
  if (it.region !== "none" && it.block.region !== "empty")
    return it.region === "C" ? "cn-qingdao" : "cn-wuhan";
  if (!isProfileSeen(it) || it.kind === "modeless") return "cn-beijing";
  return it.kind === "twice" ? "cn-chengdu" : "cn-shanghai";
}

/** The regions that the provider works in, by the same two readings. */
export const regionModels = { documented: documentedRegion, provider: providerRegion };

/** Whether Terraform refuses the block before the provider runs: no role, or a duration out of range. */
function isRefused({ block, assumeRoleArn }: TerraformCase): boolean {
  if (block.role === "none") return false;
  if (block.seconds !== undefined && (block.seconds < 900 || block.seconds > 43_200)) return true;
  return (block.role === "missing" || block.role === "null") && assumeRoleArn === "none";
}

/** The profile by itself. Where its mode asks STS, that is the block's for a key with a role, and its own for others. */
function identityOfProfile({ mode, stsRegion, vpc }: TerraformCase, sts: string): string {
  if (mode === "none") return "none";
  if (mode === "RamRoleArn") return `prole@${called("psess", sts, 2400)}(Kp)`;
  const own = stsRegion ? `${vpc ? "vpc-" : ""}cn-zhangjiakou` : "global";
  return IDENTITY_OF_PROFILE[mode].replace("@psess", `@${called("psess", own, 3600)}`);
}

function called(session: string, sts: string, seconds: number): string {
  return `${session}~${sts}~${seconds}`;
}

function stsOf({ block }: TerraformCase, region: string): string {
  return isSet(block.endpoint) ? "eu-central-1" : region;
}

function hasFile({ block, otherFile }: TerraformCase): boolean {
  return isSet(block.file) || !otherFile;
}

function isSet(given: Given): boolean {
  return given === "set";
}

function roleOf({ block, assumeRoleArn }: TerraformCase): string {
  return block.role === "arn" ? "brole" : (byVariable(assumeRoleArn, "role") ?? "?");
}

function byVariable(by: Named, what: string): string | undefined {
  return by === "none" ? undefined : by + what;
}

function key(place: string, hasToken: boolean): string {
  return hasToken ? `K${place}/S${place}/T${place}` : `K${place}/S${place}`;
}

/** A role assumed with the credentials of `base`; sessions of the services all have the token `t`. */
export function onTop(role: string, session: string, base: string): string {
  if (base === "failed" || base === "none") return base;
  const [id, secret, token] = base.split("/");
  const signer =
    secret === undefined ? `${id}${id === "external" ? "" : "+t"}` : token ? `${id}+${token}` : id;
  return `${role}@${session}(${signer})`;
}

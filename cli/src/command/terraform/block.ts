import { isAbsolute, join } from "node:path";
import { ConfigurationError, type Host, safeIdentifier } from "@alicred/core";
import type { ProviderBlock } from "@alicred/presets/terraform";
import { HIDDEN } from "../profile-fields.ts";
import { evaluateTemplate, type Lookup, Unknowable, type Value } from "./expression.ts";
import { type Body, type Configuration, isBody, readFolder } from "./folder.ts";
import { providerText } from "./text.ts";

/** The arguments that decide about the identity: they must be known. Others are left out where they are not. */
const DECISIVE =
  /^(?:(?:access|secret)_key|security_token|ecs_role_name|region|profile|shared_credentials_file|credentials_ur[il]|(?:assume_role|assume_role_with_oidc)(?:\..*)?|endpoints\.sts)$/;

/** The arguments that name a file: a relative path counts from the folder, where terraform runs. */
const PATHS = /^(?:shared_credentials_file|assume_role_with_oidc\.oidc_token_file)$/;

/**
 * The provider block of a Terraform folder, with the values of its variables.
 *
 * @param alias that of the block to take. Default: the block without one
 * @throws {ConfigurationError} for files that cannot be used, for a block that is missing, and `INVALID_CONFIGURATION` for
 *   an argument that nobody but Terraform can know. No value is quoted.
 */
export async function providerBlockOf(
  folder: string,
  alias: string | undefined,
  host: Pick<Host, "env">,
): Promise<ProviderBlock> {
  const configuration = await readFolder(folder);
  const block = chooseBlock(folder, configuration.providers, alias);
  const lookup = lookupIn(configuration, folder, host);
  return evaluateBody(block, "", lookup, folder);
}

function chooseBlock(folder: string, blocks: readonly Body[], alias: string | undefined): Body {
  const text = providerText();
  if (blocks.length === 0) throw refusal("INVALID_OPTION", text.noProvider(folder));
  const [block, ...others] = blocks.filter((each) => each["alias"] === alias);
  if (others.length > 0)
    throw refusal(
      "INVALID_CONFIGURATION",
      text.twice(folder, alias === undefined ? text.withoutAlias : text.ofAlias(alias)),
    );
  if (block !== undefined) return block;
  const aliases =
    blocks.flatMap(({ alias: each }) => (typeof each === "string" ? [each] : [])).join(", ") || text.none;
  throw refusal(
    "INVALID_OPTION",
    alias === undefined ? text.chooseAlias(folder, aliases) : text.unknownAlias(folder, alias, aliases),
  );
}

/** The arguments with their values; nested blocks too. */
function evaluateBody(body: Body, prefix: string, lookup: Lookup, folder: string): Body {
  const result = new Map<string, unknown>();
  for (const [name, written] of Object.entries(body)) {
    const path = prefix + name;
    if (name === "alias") continue;
    if (name === "dynamic") {
      const [decisive] = Object.keys(Object(written)).filter((each) => DECISIVE.test(prefix + each));
      if (decisive !== undefined)
        throw unknowable(prefix + decisive, providerText().needsTerraform(`dynamic "${decisive}"`));
      continue;
    }
    if (isNested(written)) {
      result.set(
        name,
        written.map((each) => evaluateBody(each, `${path}.`, lookup, folder)),
      );
      continue;
    }
    try {
      const value = evaluate(written, lookup);
      const isPath =
        PATHS.test(path) && typeof value === "string" && /^[^~]/.test(value) && !isAbsolute(value);
      result.set(name, isPath ? join(folder, value) : value);
    } catch (thrown) {
      if (!(thrown instanceof Unknowable)) throw thrown;
      if (DECISIVE.test(path)) throw unknowable(path, thrown.message);
    }
  }
  return Object.fromEntries(result);
}

function isNested(value: unknown): value is readonly Body[] {
  return Array.isArray(value) && value.length > 0 && value.every(isBody);
}

function evaluate(written: unknown, lookup: Lookup): Value {
  if (typeof written === "string") return evaluateTemplate(written, lookup);
  if (Array.isArray(written)) return written.map((each) => evaluate(each, lookup));
  if (!isBody(written)) return written as Value;
  return Object.fromEntries(Object.entries(written).map(([name, value]) => [name, evaluate(value, lookup)]));
}

function lookupIn(configuration: Configuration, folder: string, host: Pick<Host, "env">): Lookup {
  const { locals, variables, values } = configuration;
  const text = providerText();
  const pending = new Set<string>();
  const lookup: Lookup = (root, name) => {
    if (root === "path") {
      if (name === "module" || name === "root") return folder;
      throw new Unknowable(text.needsTerraform(`path.${name}`));
    }
    if (root === "var") return variableValue(name);
    if (!locals.has(name)) throw new Unknowable(text.noLocal(name));
    if (pending.has(name)) throw new Unknowable(text.cycle(`local.${name}`));
    pending.add(name);
    try {
      return evaluate(locals.get(name), lookup);
    } finally {
      pending.delete(name);
    }
  };
  const variableValue = (name: string): Value => {
    const declared = variables.get(name);
    if (declared === undefined) throw new Unknowable(text.notDeclared(name));
    if (values.has(name)) return evaluate(values.get(name), lookup);
    const given = host.env?.(`TF_VAR_${name}`);
    if (given !== undefined) {
      return isPrimitive(declared["type"]) ? given : structureOf(given, `TF_VAR_${name}`);
    }
    if (declared["default"] === undefined) throw new Unknowable(text.noValue(name));
    return evaluate(declared["default"], lookup);
  };
  return lookup;
}

/** A list, a map or an object in a variable of the environment: as JSON, which Terraform's language understands. */
function structureOf(text: string, name: string): Value {
  try {
    return JSON.parse(text) as Value;
  } catch {
    throw new Unknowable(providerText().needsTerraform(name));
  }
}

/** Whether a variable holds one text, number or truth value; without a type it holds a text. */
function isPrimitive(type: unknown): boolean {
  return (
    type === undefined || (typeof type === "string" && /^(?:\$\{)?(?:string|number|bool)\}?$/.test(type))
  );
}

function unknowable(argument: string, reason: string): ConfigurationError {
  return refusal("INVALID_CONFIGURATION", providerText().unknowable(argument, reason));
}

/** Says no name that may be a secret, because one may stand where a name belongs. */
function refusal(code: "INVALID_CONFIGURATION" | "INVALID_OPTION", message: string): ConfigurationError {
  return new ConfigurationError(
    code,
    message.replace(/\w{30,}/g, (word) => safeIdentifier(word) ?? HIDDEN),
  );
}

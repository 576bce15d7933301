/**
 * Tables of the simulators: faults, scenarios and the default world.
 *
 * @module
 */
import { defaultWorld, type FaultKind, faultCatalogue, simulateCloud } from "@alicred/simulators";
import { z } from "zod";
import { scenarios } from "../../../simulators/src/cloud/faults/scenarios.ts";
import { codeList, inCode, markdownTable } from "./markdown-table.ts";

const STAGES = {
  before: "before the service sees the request",
  instead: "instead of the answer",
  after: "on the answer",
  service: "within the service",
} as const;

/** Every fault, when it strikes, and its parameters. */
export function faultTable(): string {
  const rows = Object.entries(faultCatalogue).map(([kind, { stage, text, parameters }]) => [
    inCode(kind),
    `${text}.`,
    STAGES[stage],
    parametersText(parameters),
  ]);
  return markdownTable(["fault", "what happens", "when", "parameters"], rows);
}

function parametersText(shape: z.ZodRawShape): string {
  const { properties = {}, required = [] } = z.toJSONSchema(z.object(shape), { io: "input" });
  return Object.entries(properties)
    .map(
      ([name, schema]) =>
        `${inCode(name)}${required.includes(name) ? "" : " (optional)"}: ${typeText(schema)}`,
    )
    .join("; ");
}

function typeText(schema: z.core.JSONSchema._JSONSchema): string {
  if (typeof schema === "boolean") return "any";
  if (schema.enum) return codeList(schema.enum.map(String));
  if (schema.type === "array") return "a list of texts";
  if (schema.type === "string") return "text";
  const { minimum, maximum } = schema;
  if (minimum !== undefined && maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER)
    return `a number from ${minimum} to ${maximum}`;
  return minimum === undefined || minimum < 0 ? "a number" : `a number from ${minimum} on`;
}

/** Every scenario, and the faults of which it consists. */
export function scenarioTable(): string {
  const rows = Object.entries(scenarios).map(([name, { text, faults }]) => [
    inCode(name),
    `${text}.`,
    faults.map(({ kind, ...rest }) => faultText(kind, rest)).join("; "),
  ]);
  return markdownTable(["scenario", "problem", "faults"], rows);
}

function faultText(kind: FaultKind, rest: object): string {
  const parameters = Object.entries(rest).map(
    ([name, value]) => `${name} ${JSON.stringify(value).replaceAll('"', "")}`,
  );
  return [inCode(kind), ...(parameters.length > 0 ? [`(${parameters.join(", ")})`] : [])].join(" ");
}

/** Everything that exists in the world without a description, by what a test asks for. */
export function worldTable(): string {
  const { accounts = [], ecsInstances = [], oidcIssuers = [], cloudSso } = defaultWorld;
  const rows: string[][] = [];
  for (const {
    id,
    rootAccessKeys = [],
    users = [],
    roles = [],
    oidcProviders = [],
    samlProviders = [],
  } of accounts) {
    for (const key of rootAccessKeys) rows.push(["main account", inCode(id), `key ${inCode(key.id)}`]);
    if (rootAccessKeys.length === 0) rows.push(["main account", inCode(id), "no key"]);
    for (const { name, accessKeys = [], policies = [] } of users) {
      const keys = accessKeys.map(
        (key) => `key ${inCode(key.id)}${key.active === false ? ", switched off" : ""}`,
      );
      rows.push([
        "user",
        inCode(name),
        [...keys, policies.length === 0 ? "no policy" : codeList(names(policies))].join("; "),
      ]);
    }
    for (const { name, trustPolicy, policies = [], maxSessionDurationSeconds } of roles) {
      const trusted = trustPolicy.Statement.map(({ Principal, Condition }) =>
        principalText(Principal, Condition),
      ).join("; ");
      const longest =
        maxSessionDurationSeconds === undefined ? [] : [`sessions of up to ${maxSessionDurationSeconds} s`];
      rows.push([
        "role",
        inCode(`acs:ram::${id}:role/${name}`),
        [`for ${trusted}`, ...longest, ...names(policies).map(inCode)].join("; "),
      ]);
    }
    for (const { name, issuer, clientIds } of oidcProviders)
      rows.push([
        "OIDC provider",
        inCode(`acs:ram::${id}:oidc-provider/${name}`),
        `issuer ${inCode(issuer)}, client ${codeList(clientIds)}`,
      ]);
    for (const { name } of samlProviders)
      rows.push(["SAML provider", inCode(`acs:ram::${id}:saml-provider/${name}`), ""]);
  }
  for (const { id, roleName } of ecsInstances)
    rows.push(["ECS instance", inCode(id), `with the role ${inCode(roleName ?? "")}`]);
  for (const { issuer } of oidcIssuers)
    rows.push(["OIDC issuer", inCode(issuer), "tokens by `cloud.oidcIssuer().mint()`"]);
  for (const { id, name, sessionDurationSeconds = 3600 } of cloudSso?.accessConfigurations ?? [])
    rows.push([
      "access configuration",
      inCode(id),
      `${inCode(name)}, sessions of ${sessionDurationSeconds} s`,
    ]);
  for (const { users, accountIds, accessConfigurations } of cloudSso?.assignments ?? [])
    rows.push([
      "CloudSSO user",
      codeList(users),
      `${codeList(accessConfigurations)} in ${codeList(accountIds)}`,
    ]);
  rows.push([
    "credentials_uri",
    inCode(simulateCloud().credentialsDocument("/reader").url),
    "and the variants below `/variants/`",
  ]);
  return markdownTable(["what", "name", "facts"], rows);
}

/** Of the policies of the vendor, which have names; others stand in the world itself. */
function names(policies: readonly unknown[]): readonly string[] {
  return policies.filter((policy) => typeof policy === "string");
}

type Principal = Readonly<Record<string, string | readonly string[]>> | "*";

function principalText(principal: Principal | undefined, condition: object | undefined): string {
  const named = typeof principal === "object" ? Object.values(principal).flat() : ["*"];
  const conditions = Object.values(condition ?? {}).flatMap((entries: object) =>
    Object.entries(entries).map(([key, value]) => inCode(`${key} = ${String(value)}`)),
  );
  return `${codeList(named)}${conditions.length > 0 ? ` if ${conditions.join(", ")}` : ""}`;
}

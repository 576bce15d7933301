import { ssoErrors } from "../../services/cloud-sso/errors.ts";
import { credentialsUriErrors } from "../../services/credentials-uri/errors.ts";
import { metadataErrors } from "../../services/ecs-metadata/errors.ts";
import { oauthErrors } from "../../services/oauth/errors.ts";
import { issuerErrors } from "../../services/oidc-issuer/errors.ts";
import { stsErrorCodes, stsRowOf } from "../../services/sts/errors.ts";
import { nearest, ownMember } from "../names.ts";
import { faultCatalogue } from "./catalogue.ts";
import type { Fault } from "./faults.ts";

/** What a fault can name of a service. */
interface FaultedService {
  readonly operations: readonly string[];
  /** Errors by which it can answer, as the fault `error` names them. */
  readonly errors: readonly string[];
  hasError(code: string): boolean;
}

function service(table: Readonly<Record<string, unknown>>, operations: readonly string[]): FaultedService {
  return { operations, errors: Object.keys(table), hasError: (code) => Object.hasOwn(table, code) };
}

/** The services, by name, and the operations of each as the journal has them. */
export const faultedServices: Readonly<Record<string, FaultedService>> = {
  sts: {
    operations: [
      "AssumeRole",
      "AssumeRoleWithOIDC",
      "AssumeRoleWithSAML",
      "GenerateSessionAccessKey",
      "GetCallerIdentity",
    ],
    errors: stsErrorCodes,
    hasError: (code) => stsRowOf(code) !== undefined,
  },
  "ecs-metadata": service(metadataErrors, [
    "CreateToken",
    "GetRoleName",
    "GetCredentials",
    "GetMetadata",
    "GetIdentityDocument",
  ]),
  "oidc-issuer": service(issuerErrors, ["GetConfiguration", "GetKeys", "MintToken"]),
  "credentials-uri": service(credentialsUriErrors, ["GetCredentials"]),
  "cloud-sso": service(ssoErrors, [
    "StartDeviceAuthorization",
    "CreateAccessToken",
    "ListAccounts",
    "ListAccessConfigurations",
    "CreateCloudCredential",
    "ShowDevicePage",
    "DecideOnDevice",
  ]),
  oauth: service(oauthErrors, [
    "IssueToken",
    "RefreshToken",
    "Exchange",
    "ShowAuthorizePage",
    "DecideOnAuthorization",
  ]),
};

/** Whether a service can answer by the error of a fault, if it is one. STS can by any that comes with a status. */
export function canAnswer(name: string, fault: Fault): boolean {
  if (fault.kind !== "error") return true;
  if (name === "sts" && fault.status !== undefined) return true;
  return ownMember(faultedServices, name)?.hasError(fault.code) ?? false;
}

/** Why a fault could never strike, or `undefined` when it could. */
export function neverStrikes(fault: Fault): string | undefined {
  const all = Object.keys(faultedServices);
  if (fault.service !== undefined && !all.includes(fault.service))
    return `there is no service ${unknown(fault.service, all)}`;
  const { services = all } = faultCatalogue[fault.kind];
  const names = (fault.service === undefined ? all : [fault.service]).filter((name) =>
    services.includes(name),
  );
  if (names.length === 0) return `${fault.kind} is for ${services.join(", ")}, not for ${fault.service}`;
  return strangeOperation(fault, names) ?? strangeError(fault, names);
}

function strangeOperation({ operation }: Fault, names: readonly string[]): string | undefined {
  const operations = [...new Set(names.flatMap((name) => faultedServices[name]?.operations ?? []))];
  if (operation === undefined || operations.includes(operation)) return undefined;
  return `${hasNo(names)} operation ${unknown(operation, operations)}`;
}

function strangeError(fault: Fault, names: readonly string[]): string | undefined {
  if (fault.kind !== "error") return undefined;
  if ((fault.status ?? fault.message) !== undefined && fault.service !== "sts")
    return "only errors of the service sts take a status and a message";
  if (names.some((name) => canAnswer(name, fault))) return undefined;
  const codes = [...new Set(names.flatMap((name) => faultedServices[name]?.errors ?? []))];
  const hint = fault.service === "sts" ? "; given with a status, it may be any other" : "";
  return `${hasNo(names)} error ${unknown(fault.code, codes)}${hint}`;
}

function hasNo(names: readonly string[]): string {
  return names.length === 1 ? `${names[0]} has no` : "no service has an";
}

/** A name and those that there are, the one that was meant first. */
function unknown(name: string, known: readonly string[]): string {
  const hint = nearest(name, known);
  return `${JSON.stringify(name)}${hint ? `; near: ${hint}` : ""}; there are ${known.join(", ")}`;
}

import type { Cloud, JournalEntry } from "@alicred/simulators";
import { principalArn } from "../../simulators/src/cloud/ram/principal.ts";
import type { Mode } from "./mode.ts";
import type { Answer } from "./programs/answer.ts";

/** The problems of an answer; empty if it is right. */
export function problemsOf(
  cloud: Cloud,
  mode: Mode,
  answer: Answer,
  entries: readonly JournalEntry[],
): readonly string[] {
  if (mode.refuses) return answer.error === undefined ? ["the client took what it must refuse"] : [];
  if (answer.error !== undefined) return [`the client failed: ${answer.error}`];
  const about =
    mode.result === undefined ? identityProblems(cloud, mode, answer) : resultProblems(mode, answer, entries);
  return [...about, ...callProblems(mode, entries)];
}

function resultProblems(
  { result, accessKeys = [] }: Mode,
  answer: Answer,
  entries: readonly JournalEntry[],
): readonly string[] {
  const signed = entries.filter(({ decision }) => decision === "allowed").map((entry) => entry.accessKeyId);
  return [
    ...(answer.result === result ? [] : [`it says ${answer.result}, not ${result}`]),
    ...accessKeys.filter((key) => !signed.includes(key)).map((key) => `${key} signed nothing`),
  ];
}

function identityProblems(
  { world }: Cloud,
  { identity, bearerToken }: Mode,
  answer: Answer,
): readonly string[] {
  if (bearerToken !== undefined)
    return answer.bearerToken === bearerToken ? [] : ["another bearer token came out than went in"];
  if (answer.accessKeyId === undefined)
    return identity !== undefined && answer.arn?.startsWith(identity)
      ? []
      : [`it is ${answer.arn}, not ${identity}`];
  const key = world.directory.accessKey(answer.accessKeyId);
  const temporary = world.credentials.find(answer.accessKeyId);
  const owner = key?.owner ?? temporary?.principal;
  if (owner === undefined) return [`nobody has the access key ${answer.accessKeyId}`];
  const arn = principalArn(owner);
  return [
    ...(identity !== undefined && arn.startsWith(identity) ? [] : [`it is ${arn}, not ${identity}`]),
    ...(answer.accessKeySecret === (key?.secret ?? temporary?.accessKeySecret)
      ? []
      : ["the secret is another's"]),
    ...((answer.securityToken || undefined) === temporary?.securityToken ? [] : ["the token is another's"]),
  ];
}

function callProblems({ calls }: Mode, entries: readonly JournalEntry[]): readonly string[] {
  const allowed = entries
    .filter(({ decision }) => decision === "allowed")
    .map(({ host, operation }) => `${host} ${operation}`);
  return calls
    .filter((call) => !allowed.some((one) => matches(call, one)))
    .map((call) => `no ${call}, but ${allowed.join(", ") || "nothing"}`);
}

/** A star stands for the rest of a host name. */
function matches(call: string, found: string): boolean {
  const [host = "", operation = ""] = call.split(" ");
  const [foundHost = "", foundOperation = ""] = found.split(" ");
  return (
    operation === foundOperation &&
    (host.endsWith("*") ? foundHost.startsWith(host.slice(0, -1)) : host === foundHost)
  );
}

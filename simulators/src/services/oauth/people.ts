import { type Principal, principalArn } from "../../cloud/ram/principal.ts";
import type { Directory } from "../../cloud/world/directory.ts";

/** Someone who can sign in: a main account or a RAM user. */
export interface Person {
  readonly principal: Principal;
  /** `alice@1000000000000001.onaliyun.com`, or the id of a main account. */
  readonly signInName: string;
  readonly label: string;
  readonly detail: string;
}

/** Everyone of a world, RAM users first. */
export function people(directory: Directory): readonly Person[] {
  const all = directory.principals().map(personOf);
  return [
    ...all.filter(({ principal }) => principal.type === "RAMUser"),
    ...all.filter(({ principal }) => principal.type !== "RAMUser"),
  ];
}

/** By sign-in name, ARN or, where only one has it, by user name. */
export function findPerson(directory: Directory, name: string): Person | undefined {
  const all = people(directory);
  const exact = all.find(
    ({ signInName, principal }) => signInName === name || principalArn(principal) === name,
  );
  if (exact !== undefined) return exact;
  const named = all.filter(({ principal }) => principal.type === "RAMUser" && principal.userName === name);
  return named.length === 1 ? named[0] : undefined;
}

function personOf(principal: Principal): Person {
  if (principal.type !== "RAMUser") {
    const { accountId } = principal;
    return { principal, signInName: accountId, label: "Main account", detail: accountId };
  }
  const signInName = `${principal.userName}@${principal.accountId}.onaliyun.com`;
  return { principal, signInName, label: principal.userName, detail: signInName };
}

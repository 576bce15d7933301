import { ownMember } from "../names.ts";

/** Values of one condition key, as policies may write them. */
export type ConditionValue = string | number | boolean | readonly (string | number | boolean)[];

/** Operator, then condition key, then values. */
export type ConditionBlock = Readonly<Record<string, Readonly<Record<string, ConditionValue>> | undefined>>;

/** Facts about a request that conditions look at; keys such as `sts:ExternalId`, `oidc:aud`. */
export type RequestFacts = Readonly<Record<string, string | readonly string[]>>;

type Comparison = (fact: string, expected: string) => boolean;

/** https://www.alibabacloud.com/help/en/ram/conditional-operator */
const comparisons: Readonly<Record<string, Comparison>> = {
  StringEquals: (fact, expected) => fact === expected,
  StringEqualsIgnoreCase: (fact, expected) => fact.toLowerCase() === expected.toLowerCase(),
  StringLike: wildcardMatch,
  NumericEquals: (fact, expected) => Number(fact) === Number(expected),
  NumericLessThan: (fact, expected) => Number(fact) < Number(expected),
  NumericLessThanEquals: (fact, expected) => Number(fact) <= Number(expected),
  NumericGreaterThan: (fact, expected) => Number(fact) > Number(expected),
  NumericGreaterThanEquals: (fact, expected) => Number(fact) >= Number(expected),
  DateEquals: (fact, expected) => Date.parse(fact) === Date.parse(expected),
  DateLessThan: (fact, expected) => Date.parse(fact) < Date.parse(expected),
  DateLessThanEquals: (fact, expected) => Date.parse(fact) <= Date.parse(expected),
  DateGreaterThan: (fact, expected) => Date.parse(fact) > Date.parse(expected),
  DateGreaterThanEquals: (fact, expected) => Date.parse(fact) >= Date.parse(expected),
  Bool: (fact, expected) => fact.toLowerCase() === expected.toLowerCase(),
  IpAddress: isInNetwork,
  IpAddressIncludeBorder: isInNetwork,
};

const NEGATIONS: Readonly<Record<string, string>> = {
  StringNotEquals: "StringEquals",
  StringNotEqualsIgnoreCase: "StringEqualsIgnoreCase",
  StringNotLike: "StringLike",
  NumericNotEquals: "NumericEquals",
  DateNotEquals: "DateEquals",
  NotIpAddress: "IpAddress",
  NotIpAddressIncludeBorder: "IpAddressIncludeBorder",
};

/** Operators that a policy may have. */
export const CONDITION_OPERATORS: readonly string[] = [
  ...Object.keys(comparisons),
  ...Object.keys(NEGATIONS),
];

/** Matches `*` (any run of characters) and `?` (any one character). */
export function wildcardMatch(text: string, pattern: string): boolean {
  if (pattern === "*" || pattern === text) return true;
  let at = 0;
  let read = 0;
  let star = -1;
  let resumeAt = 0;
  while (at < text.length) {
    const char = pattern[read];
    if (char === "*") {
      star = read++;
      resumeAt = at;
    } else if (char === "?" || char === text[at]) {
      read++;
      at++;
    } else if (star >= 0) {
      // The last `*` takes in one character more.
      read = star + 1;
      at = ++resumeAt;
    } else {
      return false;
    }
  }
  while (pattern[read] === "*") read++;
  return read === pattern.length;
}

/** Why a condition block does not hold for a request, or `undefined` when it does. */
export function unmetCondition(block: ConditionBlock, facts: RequestFacts): string | undefined {
  for (const [operator, keys] of Object.entries(block)) {
    for (const [key, values] of Object.entries(keys ?? {})) {
      const unmet = unmetKey(operator, key, values, facts);
      if (unmet !== undefined) return unmet;
    }
  }
  return undefined;
}

function unmetKey(
  operator: string,
  key: string,
  values: ConditionValue,
  facts: RequestFacts,
): string | undefined {
  const negated = ownMember(NEGATIONS, operator);
  const holds = ownMember(comparisons, negated ?? operator);
  if (holds === undefined) return `condition operator ${operator} is not known`;
  const expected = (Array.isArray(values) ? values : [values]).map(String);
  const [, fact] = Object.entries(facts).find(([name]) => name.toLowerCase() === key.toLowerCase()) ?? [];
  if (fact === undefined)
    return negated ? undefined : `condition ${operator} on ${key}: the request has no ${key}`;
  const given = typeof fact === "string" ? [fact] : fact;
  const matches = given.some((one) => expected.some((other) => holds(one, other)));
  if (matches !== (negated !== undefined)) return undefined;
  return `condition ${operator} on ${key}: ${quote(given)} against ${quote(expected)}`;
}

function quote(values: readonly string[]): string {
  return values.map((value) => JSON.stringify(value)).join(", ");
}

/** Whether an IPv4 address is in a network such as `10.0.0.0/8`, or is the address given instead of one. */
function isInNetwork(address: string, network: string): boolean {
  const [head = "", length = "32"] = network.split("/", 2);
  const own = bitsOf(address);
  const other = bitsOf(head);
  const hostBits = 32 - Number(length);
  if (own === undefined || other === undefined || !/^\d{1,2}$/.test(length) || hostBits < 0) return false;
  // No shifts: they count bits modulo 32.
  return Math.floor(own / 2 ** hostBits) === Math.floor(other / 2 ** hostBits);
}

function bitsOf(address: string): number | undefined {
  const parts = address.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256))
    return undefined;
  return parts.reduce((bits, part) => bits * 256 + Number(part), 0);
}

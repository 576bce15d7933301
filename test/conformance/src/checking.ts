/**
 * The cases of a source, and what every check of its contract needs.
 *
 * @module
 */
import type { Answer, ContextInit, CredentialSource, Credentials, Host } from "@alicred/core";
import { AlicredError } from "@alicred/core";
import { eventText } from "./observe.ts";
import { textsOf } from "./refusal.ts";
import { type Resolution, resolveOnce } from "./resolve-once.ts";

/** One situation that a source must handle. Each call makes a new source and a new host. */
export interface ContractCase {
  readonly source: CredentialSource;
  readonly host: Host;
}

/** The situations of the contract; leave out one that the source cannot be in. */
export interface ContractCases {
  /** Nothing is configured. */
  readonly unset?: (() => ContractCase) | undefined;
  /** Half of what is needed is configured. */
  readonly partial?: (() => ContractCase) | undefined;
  /** Everything is configured. */
  readonly complete: () => ContractCase;
  /** Secrets planted in the situations above: none may show outside the credentials. */
  readonly secrets: readonly string[];
  /** Parts that the credentials of `complete` must have. Default: any. */
  readonly expected?:
    | Partial<Pick<Credentials, "accessKeyId" | "accessKeySecret" | "securityToken">>
    | undefined;
  /**
   * Requests that only begin a session, although their method changes things, as `METHOD URL`: those for the token of ECS
   * metadata, for instance. Default: none.
   */
  readonly harmless?: RegExp | undefined;
  /** Checks that do not apply to this source, by their names, each with the reason. */
  readonly except?: Readonly<Record<string, string>> | undefined;
}

/** One check of the contract: rejects with an `Error` that says what is broken. */
export interface ContractCheck {
  readonly name: string;
  readonly run: () => Promise<void>;
}

/** How long a source may take to end after an abort, or to answer a test, in milliseconds. */
const PATIENCE_MS = 2_000;

/** Asks once, and looks for the planted secrets in everything but the credentials. */
export async function resolve(
  { source, host }: ContractCase,
  { secrets }: ContractCases,
  init: Partial<ContextInit> = {},
): Promise<Resolution> {
  const events = eventText();
  const resolution = await resolveOnce(source, host, undefined, { ...init, onEvent: events.onEvent });
  const shown = JSON.stringify([resolution, errorText(resolution.answer)]);
  for (const secret of secrets) {
    expect(!shown.includes(secret), "a planted secret shows in the answer, error or trace");
    expect(!events.text().includes(secret), "a planted secret shows in an event");
  }
  return resolution;
}

function errorText(answer: Answer): unknown {
  if (answer.outcome !== "failed") return undefined;
  const { error } = answer;
  expect(error instanceof AlicredError, "the error is not an AlicredError");
  return textsOf(error);
}

export function isKebabCase(name: string): boolean {
  return /^[a-z][a-z\d]*(-[a-z\d]+)*$/.test(name);
}

/** Fails when the source does not answer in time. */
export async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    const message = `the source did not answer within ${PATIENCE_MS} ms`;
    timer = setTimeout(() => reject(new Error(message)), PATIENCE_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Lets everything that is ready run. */
export function soon(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

/** @throws {Error} the complaint, unless the condition holds. */
export function expect(condition: boolean, complaint: string): void {
  if (!condition) throw new Error(complaint);
}

import type { CredentialSource, Host } from "@alicred/core";
import * as fc from "fast-check";
import { expect } from "vitest";
import { casesOf, MOST_CASES } from "../../../test/case-count.ts";
import { identityOf } from "./world.ts";

/** Some of the cases, spread evenly, if `ALICRED_CASES` is less than all. */
export function someOf<Case>(cases: readonly Case[]): readonly Case[] {
  const step = Math.ceil(cases.length / casesOf(cases.length));
  return cases.filter((_, index) => index % step === 0);
}

/** Expects more different outcomes than this, as all cases have. A quick look has two at least. */
export function expectOutcomes(outcomes: number, moreThan: number): void {
  expect(outcomes).toBeGreaterThan(MOST_CASES === Number.POSITIVE_INFINITY ? moreThan : 1);
}

/** A preset in the circumstances of a case, and who its rules say that the credentials are. */
export interface Subject<Case> {
  readonly sourceOf: (it: Case) => CredentialSource;
  readonly hostOf: (it: Case) => Host;
  readonly model: (it: Case) => string;
}

/** The result of the comparison. */
export interface Compared {
  readonly cases: number;
  /** Different outcomes among them. */
  readonly outcomes: number;
}

export const SEED = 20_260_107;

// While one case waits for a signature, others continue.
const AT_A_TIME = 25;

/** Compares preset and model in cases drawn at random, by `SEED`. */
export function compareAtRandom<Case>(
  cases: fc.Arbitrary<Case>,
  count: number,
  subject: Subject<Case>,
): Promise<Compared> {
  return compareEach(fc.sample(cases, { seed: SEED, numRuns: count }), subject);
}

/** Compares preset and model in each of these cases. */
export async function compareEach<Case>(
  cases: Iterable<Case>,
  { sourceOf, hostOf, model }: Subject<Case>,
): Promise<Compared> {
  const all = [...cases];
  const outcomes = new Set<string>();
  for (let start = 0; start < all.length; start += AT_A_TIME) {
    const batch = all.slice(start, start + AT_A_TIME);
    const found = await Promise.all(batch.map((it) => identityOf(sourceOf(it), hostOf(it))));
    for (const [index, it] of batch.entries()) {
      const expected = model(it);
      outcomes.add(expected);
      if (found[index] !== expected) expect(found[index], JSON.stringify(it)).toBe(expected);
    }
  }
  return { cases: all.length, outcomes: outcomes.size };
}

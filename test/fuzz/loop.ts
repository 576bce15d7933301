import * as fc from "fast-check";
import { faultOf } from "./check.ts";
import { keptInputs } from "./corpus.ts";
import type { Coverage } from "./support/coverage.ts";
import { mutate } from "./support/mutate.ts";
import { createRandom } from "./support/random.ts";
import type { Watchdog } from "./support/watchdog.ts";
import { type FuzzTarget, MOST_CHARACTERS } from "./target.ts";

export interface FuzzOptions {
  readonly seed: number;
  /** Whether to continue, asked with the number of inputs so far after each batch. */
  readonly goesOn: (inputs: number) => boolean;
  /** Guides the mutations to new code. Default: all mutations begin at the corpus. */
  readonly coverage?: Coverage | undefined;
  readonly watchdog?: Watchdog | undefined;
}

export interface FuzzReport {
  readonly inputs: number;
  /** Inputs that reached code which none before them had reached. */
  readonly farther: number;
  /** One input for each kind of fault. */
  readonly faults: readonly { readonly input: string; readonly fault: string }[];
}

const BATCH = 24;
/** More kinds of faults than this in one run are one fault in the target. */
const MOST_FAULTS = 10;

/** Feeds kept inputs, inputs of the grammar and mutations of both to a target. Equal seeds give equal inputs. */
export async function fuzz(target: FuzzTarget, options: FuzzOptions): Promise<FuzzReport> {
  const { seed, goesOn, coverage, watchdog } = options;
  const random = createRandom(seed);
  const faults = new Map<string, { readonly input: string; readonly fault: string }>();
  const reaching = [...keptInputs(target.name)];
  let inputs = 0;
  let farther = 0;

  async function feed(input: string): Promise<void> {
    inputs += 1;
    watchdog?.begin(input);
    const fault = await faultOf(target, input);
    watchdog?.end();
    // The same fault by other inputs has the same first lines.
    if (fault !== undefined) faults.set(kindOf(fault), faults.get(kindOf(fault)) ?? { input, fault });
  }

  for (const input of reaching) await feed(input);
  coverage?.fresh();
  for (let batch = 0; goesOn(inputs) && faults.size < MOST_FAULTS; batch++) {
    const made = fc
      .sample(target.grammar, { seed: seed + batch, numRuns: BATCH })
      .map((input) => input.slice(0, MOST_CHARACTERS));
    const mutated = made.map((input) =>
      mutate(
        reaching.length > 0 && random.below(4) > 0 ? random.of(reaching) : input,
        random,
        target.words ?? [],
        made,
      ),
    );
    const all = [...made, ...mutated];
    for (const input of all) await feed(input);
    if (coverage === undefined) continue;
    // Which of them got there is found out by feeding them once more, and only where the batch did.
    const wanted = new Set(coverage.fresh());
    for (const input of wanted.size > 0 ? all : []) {
      const before = wanted.size;
      await feed(input);
      for (const place of coverage.again()) wanted.delete(place);
      if (wanted.size === before) continue;
      farther += 1;
      reaching.push(input);
      if (wanted.size === 0) break;
    }
  }
  return { inputs, farther, faults: [...faults.values()] };
}

function kindOf(fault: string): string {
  return fault.split("\n", 3).join("\n").replace(/\d+/g, "0");
}

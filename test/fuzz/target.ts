import type * as fc from "fast-check";

/** Something that reads what others write. */
export interface FuzzTarget {
  /** The same as the folder of its corpus. */
  readonly name: string;
  /** Well-formed inputs and near misses. */
  readonly grammar: fc.Arbitrary<string>;
  /** Words that mutations insert. Default: none but those for all targets. */
  readonly words?: readonly string[];
  /**
   * Feeds one input to the code. Throws for a crash, an untyped error, or an answer that cannot be right.
   *
   * @returns everything that came out and may be shown to a person or kept in a log, such as errors, events and traces.
   */
  feed(input: string): Promise<readonly unknown[]>;
}

/** No more is fed at once: parts of a file or a reply of hostile size are repeated by the targets themselves. */
export const MOST_CHARACTERS = 65_536;

import type { Subject } from "../../cli/src/commands/bench/suite/subject.ts";

/** A subject of the comparison: one of ours, a floor that nothing can beat, or a peer. */
export interface Contender extends Subject {
  readonly kind: "own" | "floor" | "peer";
  /** Whether it asks the upstream in this process, by the library's extension point, or over HTTP by its own client. */
  readonly transport: "in process" | "HTTP";
  /** The package whose version the results name. */
  readonly package?: string;
  /** The only scenarios that it is for. Default: all. */
  readonly only?: readonly string[];
}

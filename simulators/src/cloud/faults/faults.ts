import { z } from "zod";
import { explain } from "../explain.ts";
import { nearest } from "../names.ts";
import { createRandom, type Random } from "../random.ts";
import type { StatePart } from "../world/state.ts";
import { type FaultKind, type FaultParameters, faultCatalogue } from "./catalogue.ts";
import { canAnswer, neverStrikes } from "./targets.ts";

/** Which requests a fault strikes. All that is given must hold; nothing given: every request. */
export interface FaultTarget {
  /** Such as `sts`. */
  readonly service?: string | undefined;
  /** Such as `AssumeRole`. */
  readonly operation?: string | undefined;
  /** What names the client to the service: an access key id, a client id, a provider ARN. */
  readonly clientKey?: string | undefined;
  /** Only the nth such request, or each of several, counted from 1 since the fault was added. */
  readonly nth?: number | readonly number[] | undefined;
  /** At most this many times. */
  readonly times?: number | undefined;
  /** Chance from 0 to 1, drawn from the seed. */
  readonly rate?: number | undefined;
  /** From this instant of the virtual clock on (epoch milliseconds or ISO 8601). */
  readonly from?: number | string | undefined;
  /** Up to, not including, this instant. */
  readonly until?: number | string | undefined;
}

/** A fault, its parameters and its target. */
export type Fault = { [K in FaultKind]: { readonly kind: K } & FaultParameters[K] & FaultTarget }[FaultKind];

/** A fault of one kind. */
export type FaultOf<K extends FaultKind> = Extract<Fault, { readonly kind: K }>;

/** A fault that was added. */
export interface FaultHandle {
  /** Its number, which no other fault of the cloud has or had. */
  readonly id: number;
  /** How often it struck; 0 once removed. */
  hits(): number;
  remove(): void;
}

/** The faults of a world. */
export interface Faults {
  /** @throws `TypeError` that names what is wrong with the fault. */
  add(fault: Fault): FaultHandle;
  list(): readonly { readonly id: number; readonly fault: Fault; readonly hits: number }[];
  /** Removes the fault of an id; `false` when there is none. */
  remove(id: number): boolean;
  clear(): void;
}

/** What is known of a request when faults are chosen for it. */
export interface FaultSubject {
  readonly service: string;
  readonly operation: string | undefined;
  readonly clientKey: string | undefined;
  readonly nowMs: number;
  /**
   * Where TLS is real: `"now"` before a handshake, which only `tls-failure` can strike; `"done"` for the request for whose sake it was made.
   */
  readonly handshake?: "now" | "done" | undefined;
}

interface Rule {
  readonly id: number;
  readonly fault: Fault;
  readonly random: Random;
  matched: number;
  hits: number;
}

const instant = z.union([z.number(), z.iso.datetime({ offset: true })]);
const target = {
  service: z.string().optional(),
  operation: z.string().optional(),
  clientKey: z.string().optional(),
  nth: z.union([z.int().min(1), z.array(z.int().min(1)).min(1)]).optional(),
  times: z.int().min(1).optional(),
  rate: z.number().min(0).max(1).optional(),
  from: instant.optional(),
  until: instant.optional(),
};

const none: readonly Fault[] = [];

const kindNames = Object.keys(faultCatalogue) as FaultKind[];
const kinds = z.object({ kind: z.enum(kindNames, { error: ({ input }) => strangeKind(input) }) });

function strangeKind(input: unknown): string {
  const hint = typeof input === "string" ? nearest(input, kindNames) : undefined;
  const near = hint ? `; near: ${hint}` : "";
  return `${JSON.stringify(input)} is no kind of fault${near}; there are ${kindNames.join(", ")}`;
}

export function createFaults(seed: string): {
  faults: Faults;
  /**
   * Faults that strike this request, in the order in which they were added, but for those within the service. Counts
   * it.
   */
  strike(subject: FaultSubject): readonly Fault[];
  /**
   * The fault of a kind that strikes this request within the service. Counts it, so it is only asked for where it makes
   * a difference.
   */
  strikeWithin<K extends FaultKind>(kind: K, subject: FaultSubject): FaultOf<K> | undefined;
  state: StatePart;
} {
  let rules: Rule[] = [];
  let added = 0;
  // Not part of the state: a handle of before must not name a fault of after.
  let lastId = 0;

  function remove(id: number): boolean {
    const before = rules.length;
    rules = rules.filter((rule) => rule.id !== id);
    return rules.length < before;
  }

  return {
    faults: {
      add(fault) {
        check(fault);
        added += 1;
        lastId += 1;
        const id = lastId;
        // A copy, for what is changed later has not been checked.
        const kept = Object.freeze(structuredClone(fault));
        // By the count, which begins anew with the world, so that chances repeat.
        const random = createRandom(`${seed}:fault:${added}`);
        rules.push({ id, fault: kept, random, matched: 0, hits: 0 });
        return {
          id,
          hits: () => rules.find((rule) => rule.id === id)?.hits ?? 0,
          remove: () => void remove(id),
        };
      },
      list: () => rules.map(({ id, fault, hits }) => ({ id, fault, hits })),
      remove,
      clear() {
        rules = [];
      },
    },
    strike(subject) {
      if (rules.length === 0) return none;
      return rules
        .filter(
          (rule) =>
            faultCatalogue[rule.fault.kind].stage !== "service" && isMeant(rule, subject) && isDue(rule),
        )
        .map(({ fault }) => fault);
    },
    strikeWithin(kind, subject) {
      let struck: FaultOf<typeof kind> | undefined;
      for (const rule of rules) {
        const { fault } = rule;
        if (!isOf(fault, kind) || !isMeant(rule, subject)) continue;
        // The first is enough. To the others it was a request all the same.
        if (struck !== undefined) rule.matched += 1;
        else if (isDue(rule)) struck = fault;
      }
      return struck;
    },
    state: {
      snapshot: () => ({
        added,
        rules: rules.map((rule) => ({ ...rule, randomState: rule.random.state() })),
      }),
      restore(saved) {
        const state = saved as {
          added: number;
          rules: readonly (Rule & { randomState: readonly number[] })[];
        };
        added = state.added;
        rules = state.rules.map(({ randomState, ...rule }) => {
          rule.random.restore(randomState);
          return rule;
        });
      },
    },
  };
}

function check(fault: Fault): void {
  const schema = kinds.safeParse(fault).success
    ? z.strictObject({ kind: z.string(), ...faultCatalogue[fault.kind].parameters, ...target })
    : kinds;
  const { error } = schema.safeParse(fault);
  if (error) throw new TypeError(`not a fault: ${explain(error)}`);
  const { from = Number.NEGATIVE_INFINITY, until = Number.POSITIVE_INFINITY } = fault;
  const why = instantMs(from) < instantMs(until) ? neverStrikes(fault) : "from must be before until";
  if (why !== undefined) throw new TypeError(`not a fault: ${why}`);
}

/** The fault of a kind among others. */
export function faultOf<K extends FaultKind>(faults: readonly Fault[], kind: K): FaultOf<K> | undefined {
  for (const fault of faults) if (isOf(fault, kind)) return fault;
  return undefined;
}

function isOf<K extends FaultKind>(fault: Fault, kind: K): fault is FaultOf<K> {
  return fault.kind === kind;
}

/** Whether a request is one of those that a fault is for. */
function isMeant(
  { fault }: Rule,
  { service, operation, clientKey, nowMs, handshake }: FaultSubject,
): boolean {
  // Neither operation nor client is known before the handshake.
  const inHandshake =
    fault.kind === "tls-failure" && fault.operation === undefined && fault.clientKey === undefined;
  if (handshake !== undefined && inHandshake !== (handshake === "now")) return false;
  if (fault.service !== undefined && fault.service !== service) return false;
  if (!canAnswer(service, fault)) return false;
  if (fault.operation !== undefined && fault.operation !== operation) return false;
  if (fault.clientKey !== undefined && fault.clientKey !== clientKey) return false;
  if (fault.from !== undefined && nowMs < instantMs(fault.from)) return false;
  return fault.until === undefined || nowMs < instantMs(fault.until);
}

/** Counts a request that a fault is for, and says whether the fault strikes it. */
function isDue(rule: Rule): boolean {
  const { fault } = rule;
  rule.matched += 1;
  if (fault.nth !== undefined && ![fault.nth].flat().includes(rule.matched)) return false;
  if (fault.times !== undefined && rule.hits >= fault.times) return false;
  if (fault.rate !== undefined && rule.random.next() >= fault.rate) return false;
  rule.hits += 1;
  return true;
}

function instantMs(instant: number | string): number {
  return typeof instant === "number" ? instant : Date.parse(instant);
}

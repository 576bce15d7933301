import { createRandom, type Random } from "../random.ts";
import type { StatePart } from "../world/state.ts";
import { faultCatalogue } from "./catalogue.ts";
import { createFaultCheck } from "./check.ts";
import type { FaultKind } from "./fault.ts";
import {
  type Fault,
  type FaultedService,
  type FaultOf,
  type FaultSubject,
  instantMs,
  isOf,
} from "./fault.ts";

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

interface Rule {
  readonly id: number;
  readonly fault: Fault;
  readonly random: Random;
  matched: number;
  hits: number;
}

const NONE: readonly Fault[] = [];

/** @param services - those that faults may name. */
export function createFaults(
  seed: string,
  services: readonly FaultedService[],
): {
  faults: Faults;
  /**
   * Faults that strike this request, in the order in which they were added, except for those within the service. Counts
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
  const { check, canAnswer } = createFaultCheck(services);
  let rules: Rule[] = [];
  let added = 0;
  // Not part of the state: a handle of before must not name a fault of after.
  let lastId = 0;

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
        // A copy, because later changes would not be checked.
        const kept = Object.freeze(structuredClone(fault));
        // By the count, which restarts with the world, so that chances repeat.
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
      if (rules.length === 0) return NONE;
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
        rules: rules.map(({ random, ...rule }) => ({ ...rule, randomState: random.state() })),
      }),
      restore(saved) {
        const state = saved as {
          added: number;
          rules: readonly (Omit<Rule, "random"> & { randomState: readonly number[] })[];
        };
        added = state.added;
        rules = state.rules.map(({ randomState, ...rule }) => {
          const random = createRandom(seed);
          random.restore(randomState);
          return { ...rule, random };
        });
        // The state may be that of another cloud.
        lastId = Math.max(lastId, ...rules.map(({ id }) => id));
      },
    },
  };
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

import type { VirtualClock } from "./cloud/clock/virtual-clock.ts";
import type { AnyService, PartsOf } from "./cloud/define-service.ts";
import { checkNames } from "./cloud/names.ts";
import type { SharedDescription } from "./cloud/world/description.ts";
import type { DefaultServices } from "./services.ts";

/** Options of `simulateCloud`. */
export interface SimulateCloudOptions<Services extends readonly AnyService[] = DefaultServices> {
  /** Default: a new clock, frozen at 2026-01-07T08:00:00Z. Share it with the clients under test. */
  readonly clock?: VirtualClock | undefined;
  /** Determines everything random. Default `"alicred"`. */
  readonly seed?: number | string | undefined;
  /** Description of what exists. Default: a world with one of each thing. */
  readonly world?: (SharedDescription & PartsOf<Services>) | undefined;
  /** How far the servers' clocks are ahead (behind, if negative) of the clients', in milliseconds. Default 0. */
  readonly serverClockOffsetMs?: number | undefined;
  /** Journal entries held, at least 1. Default 10,000; older ones are dropped. */
  readonly journalLimit?: number | undefined;
  /** Names and addresses of the serving machine besides loopback, in lower case; other unknown hosts are refused. */
  readonly localHosts?: readonly string[] | undefined;
  /** Services of the cloud. Default: `defaultServices`. */
  readonly services?: Services | undefined;
}

const isText = (value: unknown): boolean => typeof value === "string";

/** Rules for each option. The world has a schema of its own. */
const rules: Readonly<
  Record<
    keyof SimulateCloudOptions<readonly AnyService[]>,
    readonly [isOne: (value: unknown) => boolean, is: string]
  >
> = {
  clock: [isClock, "a clock of createVirtualClock"],
  seed: [(value) => isText(value) || Number.isFinite(value), "a string or a finite number"],
  world: [() => true, "a description of a world"],
  serverClockOffsetMs: [Number.isFinite, "a finite number of milliseconds"],
  journalLimit: [
    (value) => Number.isSafeInteger(value) && Number(value) >= 1,
    "a whole number of at least 1",
  ],
  services: [
    (value) => Array.isArray(value) && value.every(isService),
    "a list of services of defineService",
  ],
  localHosts: [(value) => Array.isArray(value) && value.every(isText), "a list of strings"],
};

/** @throws `TypeError` for an option that is not known, and for a value that none can have. */
export function checkOptions(options: SimulateCloudOptions<readonly AnyService[]>): void {
  if (typeof options !== "object" || options === null)
    throw new TypeError(`simulateCloud takes options: got ${options === null ? "null" : typeof options}`);
  const names = Object.keys(rules) as (keyof typeof rules)[];
  checkNames("simulateCloud", options, names);
  for (const name of names) {
    const value = options[name];
    const [isOne, is] = rules[name];
    if (value === undefined || isOne(value)) continue;
    const got = typeof value === "object" ? "an object" : typeof value === "number" ? value : typeof value;
    throw new TypeError(`${name} must be ${is}: got ${got}`);
  }
}

function isClock(value: unknown): boolean {
  return typeof value === "object" && value !== null && "begin" in value && "moveTo" in value;
}

function isService(value: unknown): boolean {
  return typeof value === "object" && value !== null && "create" in value && "errorTable" in value;
}

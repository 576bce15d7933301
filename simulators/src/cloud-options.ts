import type { SimulateCloudOptions } from "./cloud/cloud.ts";
import { checkNames } from "./cloud/names.ts";

const isText = (value: unknown): boolean => typeof value === "string";

/** What each option must be. The world has a schema of its own. */
const rules: Readonly<
  Record<keyof SimulateCloudOptions, readonly [isOne: (value: unknown) => boolean, is: string]>
> = {
  clock: [isClock, "a clock of createVirtualClock"],
  seed: [(value) => isText(value) || Number.isFinite(value), "a string or a finite number"],
  world: [() => true, "a description of a world"],
  serverClockOffsetMs: [Number.isFinite, "a finite number of milliseconds"],
  journalLimit: [
    (value) => Number.isSafeInteger(value) && Number(value) >= 1,
    "a whole number of at least 1",
  ],
  localHosts: [(value) => Array.isArray(value) && value.every(isText), "a list of strings"],
};

/** @throws `TypeError` for an option that is not known, and for a value that none can have. */
export function checkOptions(options: SimulateCloudOptions): void {
  const names = Object.keys(rules) as (keyof SimulateCloudOptions)[];
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

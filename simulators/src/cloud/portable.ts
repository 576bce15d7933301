import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { CloudBase } from "./cloud.ts";

/** The state of a cloud as JSON. It holds the secrets of the sessions that the cloud gave out. */
export interface SavedState {
  readonly format: "alicred-simulated-state/1";
  /** Tells the clouds that it fits: those of the same services, world and seed. */
  readonly of: string;
  readonly clockMs: number;
  readonly parts: Readonly<Record<string, Encoded>>;
}

/** A value of a state: arrays begin with the name of a kind, which need not be that of an array. */
type Encoded = string | number | boolean | null | readonly Encoded[] | { readonly [name: string]: Encoded };

const FORMAT = "alicred-simulated-state/1";

/**
 * Saves the state of a cloud, to continue from it in another process: credentials, sign-ins, objects, faults, journal.
 *
 * @throws `TypeError` when a service keeps what is no plain data.
 */
export function saveState(cloud: CloudBase): SavedState {
  const parts = [...cloud.snapshot().parts].map(([name, part]) => [name, encode(part, name)] as const);
  return {
    format: FORMAT,
    of: fingerprint(cloud),
    clockMs: cloud.clock.now(),
    parts: Object.fromEntries(parts),
  };
}

/**
 * Continues from a saved state.
 *
 * @param options - `keepClock` leaves the clock as it is; else it is put to the instant of the saving.
 * @throws `TypeError` for what is no saved state, or that of a cloud of other services, another world or another seed.
 */
export function loadState(
  cloud: CloudBase,
  state: unknown,
  options: { readonly keepClock?: boolean | undefined } = {},
): void {
  const { of, clockMs, parts } = checked(state);
  if (of !== fingerprint(cloud))
    throw new TypeError("the state is that of a cloud of other services, another world or another seed");
  const decoded = new Map(Object.entries(parts).map(([name, part]) => [name, decode(part)]));
  if (options.keepClock !== true) cloud.clock.moveTo(clockMs);
  cloud.world.state.restore(decoded);
}

function checked(state: unknown): SavedState {
  const { format, of, clockMs, parts } = Object(state) as Partial<SavedState>;
  const holds =
    format === FORMAT &&
    typeof of === "string" &&
    typeof clockMs === "number" &&
    Number.isFinite(clockMs) &&
    typeof parts === "object";
  if (!holds) throw new TypeError(`this is no saved state of the format ${FORMAT}`);
  return { format, of, clockMs, parts };
}

/** The keys tell the seed, because their secrets follow from it. */
function fingerprint({ services, world }: CloudBase): string {
  const facts = [
    services.map(({ name }) => name),
    world.description,
    world.directory.accessKeys().map(({ id, secret }) => [id, secret]),
  ];
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(facts))));
}

function encode(value: unknown, part: string): Encoded {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (value === undefined) return ["undefined"];
  if (typeof value === "number")
    return Number.isFinite(value) && !Object.is(value, -0) ? value : ["number", String(value)];
  const all = (values: Iterable<unknown>): Encoded[] => [...values].map((one) => encode(one, part));
  if (Array.isArray(value)) return ["list", ...all(value)];
  if (value instanceof Map) return ["map", ...all([...value].flat(1))];
  if (value instanceof Set) return ["set", ...all(value)];
  if (value instanceof Uint8Array) return ["bytes", bytesToHex(value)];
  const prototype: unknown = typeof value === "object" ? Object.getPrototypeOf(value) : undefined;
  if (prototype !== Object.prototype && prototype !== null)
    throw new TypeError(
      `the part ${JSON.stringify(part)} of the state is no plain data, and cannot be saved`,
    );
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, encode(inner, part)]));
}

function decode(value: Encoded): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (!isList(value))
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, decode(inner)]));
  const [kind, ...rest] = value;
  const all = (): unknown[] => rest.map(decode);
  if (kind === "list") return all();
  if (kind === "set") return new Set(all());
  if (kind === "undefined") return undefined;
  if (kind === "number") return Number(rest[0]);
  if (kind === "bytes") return bytesOf(String(rest[0]));
  if (kind !== "map") throw new TypeError("the state holds what this version does not know");
  const flat = all();
  return new Map(flat.flatMap((key, i) => (i % 2 === 0 ? [[key, flat[i + 1]] as const] : [])));
}

function isList(value: object): value is readonly Encoded[] {
  return Array.isArray(value);
}

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

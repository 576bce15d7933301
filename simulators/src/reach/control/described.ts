import { z } from "zod";
import { faultScenarios, type ScenarioName } from "../../cloud/faults/scenarios.ts";
import { FILTER_NAMES } from "../../cloud/journal/entry.ts";
import type { Action } from "./action.ts";

/** An action whose routes stand elsewhere, with what its query may have. */
export interface Described extends Action {
  readonly query?: Readonly<Record<string, z.ZodType>>;
}

const instant = z.string();
const clock = z.object({
  now: instant,
  nowMs: z.number(),
  serverNow: instant,
  speed: z.number(),
  pendingTimers: z.int(),
  advancingTo: instant.optional(),
});
const faults = z.object({
  faults: z.array(z.object({ id: z.int(), hits: z.int(), fault: z.looseObject({ kind: z.string() }) })),
});
const issued = z.object({
  credentials: z.array(
    z.object({
      accessKeyId: z.string(),
      arn: z.string(),
      issuedBy: z.string(),
      issuedAt: instant.optional(),
      expiresAt: instant,
      remainingMs: z.number(),
      lifetimeMs: z.number().optional(),
    }),
  ),
  total: z.int(),
});
const page = z.object({
  entries: z.array(z.looseObject({ seq: z.int(), at: instant, service: z.string(), decision: z.string() })),
  cursor: z.string(),
  restarted: z.boolean(),
  dropped: z.int(),
});
const world = z.object({ world: z.looseObject({}) });
const snapshot = z.object({ id: z.int(), at: instant });
const cursor = z.string().regex(/^(?:0|\d+-[0-9a-f]{12})$/);
const limit = z.int().min(1).max(1000);

const numbers = ["seq", "status", "skewMs"];
const filter: Readonly<Record<string, z.ZodType>> = Object.fromEntries(
  FILTER_NAMES.map((name) => [
    name,
    numbers.includes(name) ? z.int() : name === "nonceReplay" ? z.boolean() : z.string(),
  ]),
);

/** The bodies that the routes below check, by method and path. */
export const bodies: {
  readonly advance: z.ZodType<{ readonly duration: number | string }>;
  readonly clock: z.ZodType<{ readonly speed?: number | undefined; readonly now?: string | undefined }>;
  readonly fault: z.ZodType<{ readonly scenario: ScenarioName } | { readonly kind: string }>;
  readonly world: z.ZodType<{
    readonly seed?: number | string | undefined;
    readonly world?: object | undefined;
  }>;
} = {
  advance: z.strictObject({ duration: z.union([z.number(), z.string()]) }),
  clock: z.strictObject({
    speed: z.number().min(0).max(1_000_000).optional(),
    now: z.iso.datetime({ offset: true }).optional(),
  }),
  // The fields of a fault are checked where it is added.
  fault: z.union([
    z.strictObject({ scenario: z.enum(Object.keys(faultScenarios) as ScenarioName[]) }),
    z.looseObject({ kind: z.string() }),
  ]),
  // The world is checked where it is made.
  world: z.strictObject({
    seed: z.union([z.number(), z.string()]).optional(),
    world: z.looseObject({}).optional(),
  }),
};

/** The routes that are written by hand. */
export const described: readonly Described[] = [
  { method: "GET", path: "/clock", summary: "The clock", reply: clock },
  {
    method: "PUT",
    path: "/clock",
    summary: "Let the clock run, freeze it with the speed 0, or put it to an instant; ends what advances it",
    body: bodies.clock,
    reply: clock,
  },
  {
    method: "POST",
    path: "/clock/advance",
    summary: "Advance by at most ten years; the answer comes at the end. Status 409 when it was stopped",
    body: bodies.advance,
    reply: clock,
  },
  { method: "DELETE", path: "/clock/advance", summary: "Stop advancing" },
  { method: "GET", path: "/faults", summary: "The faults that are on", reply: faults },
  {
    method: "POST",
    path: "/faults",
    summary: "Add a fault, or a scenario",
    body: bodies.fault,
    reply: faults,
    status: 201,
  },
  { method: "DELETE", path: "/faults", summary: "Remove all faults" },
  { method: "DELETE", path: "/faults/{id}", summary: "Remove a fault" },
  {
    method: "GET",
    path: "/faults/catalogue",
    summary: "Every fault with its parameters, every scenario, service and operation",
    reply: z.looseObject({ kinds: z.array(z.looseObject({})), scenarios: z.array(z.looseObject({})) }),
  },
  {
    method: "GET",
    path: "/journal",
    summary: "Entries after a cursor, oldest first",
    query: { since: cursor, limit, ...filter },
    reply: page,
  },
  {
    method: "GET",
    path: "/journal/count",
    summary: "The number of entries; status 409 once entries were dropped",
    query: filter,
    reply: z.object({ count: z.int() }),
  },
  { method: "DELETE", path: "/journal", summary: "Clear the journal" },
  {
    method: "GET",
    path: "/credentials",
    summary: "The temporary credentials that are valid now",
    reply: issued,
  },
  {
    method: "GET",
    path: "/overview",
    summary: "Clock, faults, credentials, logins, keys, instances and journal at one instant",
    query: { since: cursor },
    reply: z.looseObject({ clock, issued, journal: page }),
  },
  {
    method: "GET",
    path: "/snapshots",
    summary: "The snapshots",
    reply: z.object({ snapshots: z.array(snapshot) }),
  },
  { method: "POST", path: "/snapshots", summary: "Make a snapshot", reply: snapshot, status: 201 },
  {
    method: "POST",
    path: "/snapshots/{id}/restore",
    summary: "Go back to a snapshot, clock included",
    reply: snapshot,
  },
  { method: "DELETE", path: "/snapshots/{id}", summary: "Let a snapshot go" },
  { method: "GET", path: "/world", summary: "What exists, without secrets", reply: world },
  {
    method: "PUT",
    path: "/world",
    summary: "Put another cloud on the same clock",
    body: bodies.world,
    reply: world,
  },
  { method: "POST", path: "/reset", summary: "Go back to the beginning, except for the clock" },
  {
    method: "POST",
    path: "/restart",
    summary: "Go back to the beginning, at the time of the serving machine",
    reply: clock,
  },
];

/**
 * The control API of a simulated cloud, and its dashboard: a page for people to do the same.
 * @module
 */
export type { ClockReport } from "./clock.ts";
export { type Control, type ControlOptions, createControl } from "./control.ts";
export type { CredentialsReport } from "./credentials.ts";
export type { FaultReport } from "./faults.ts";
export type { JournalPage } from "./journal.ts";

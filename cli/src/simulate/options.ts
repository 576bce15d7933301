import { InvalidArgumentError } from "commander";

/** What `alicred simulate` takes. */
export interface SimulateOptions {
  readonly port: number;
  /** `true` for any free port. */
  readonly https?: number | true;
  readonly host: string;
  readonly name: readonly string[];
  readonly allowNonLoopback?: true;
  readonly world?: string;
  readonly seed?: string;
  readonly start?: number;
  readonly speed: number;
  readonly json?: true;
  readonly quiet?: true;
}

/** A port of a command line. */
export function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError("a port is from 0 (any) to 65535");
  return port;
}

/** A speed of a clock: virtual seconds per real one. */
export function parseSpeed(text: string): number {
  const speed = Number(text);
  if (text === "" || !(speed >= 0) || !Number.isFinite(speed))
    throw new InvalidArgumentError("0 freezes the clock, 1 is real time, 60 is a minute a second");
  return speed;
}

/** An instant of a command line, in epoch milliseconds. */
export function parseInstant(text: string): number {
  const ms = Date.parse(text);
  const day = /^\d{4}-\d\d-\d\d/.exec(text)?.[0] ?? "";
  const dayMs = Date.parse(day);
  // A day that does not exist is read as one that comes after.
  const exists = !Number.isNaN(dayMs) && new Date(dayMs).toISOString().startsWith(day);
  if (Number.isNaN(ms) || !exists)
    throw new InvalidArgumentError("write an instant such as 2026-01-07T08:00:00Z");
  return ms;
}

/** Adds to what was given before. */
export function collect(text: string, before: readonly string[]): readonly string[] {
  return [...before, text.toLowerCase()];
}

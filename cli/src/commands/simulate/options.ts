import { InvalidArgumentError } from "commander";

/** The options of `alicred simulate`. */
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

/** Whether an address to listen at is reached from this machine alone. */
export function isLoopbackAddress(host: string): boolean {
  return /^(?:localhost|.+\.localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i.test(host);
}

/** A port of a command line. */
export function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new InvalidArgumentError("A port is from 0 (any) to 65535.");
  return port;
}

/** A speed of a clock: virtual seconds per real one. */
export function parseSpeed(text: string): number {
  const speed = Number(text);
  if (text === "" || !(speed >= 0) || !Number.isFinite(speed))
    throw new InvalidArgumentError("0 freezes the clock, 1 is real time, 60 is a minute a second.");
  return speed;
}

/** An instant of a command line, in epoch milliseconds. Without its zone it would be another one on each machine. */
export function parseInstant(text: string): number {
  // Here and not by the kernel, so that the command line starts without it.
  const ms = /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : Number.NaN;
  const day = text.slice(0, 10);
  // Engines take the 31st of a month that has 30 days for the first of the next.
  if (Number.isNaN(ms) || !new Date(Date.parse(day)).toISOString().startsWith(day))
    throw new InvalidArgumentError("Write an instant with its zone, such as 2026-01-07T08:00:00Z.");
  return ms;
}

/** Adds to what was given before. */
export function collect(text: string, before: readonly string[]): readonly string[] {
  return [...before, text.toLowerCase()];
}

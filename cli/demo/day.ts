import { setTimeout } from "node:timers/promises";
import { AlicredError, createContext, type Host, type Resolver, refreshing } from "@alicred/core";
import { nodeHost } from "@alicred/core/host/node";
import { withFileStore } from "@alicred/file-store";
import type { Cloud } from "@alicred/simulators";
import { getCallerIdentity } from "@alicred/sts";
import { commandSource } from "../src/command/sources.ts";

const STEP_MINUTES = 5;
const DAY_MINUTES = 24 * 60;
/** Long enough for a signature by an RSA key, and not for the program of the mode External to start. */
const REAL_MS = 20;

/** The result of a day of one profile. */
export interface Day {
  readonly profile: string;
  /** Whom STS took the caller for, at first. */
  arn: string;
  callers: number;
  /** Calls that the profile cost, of any service. */
  upstreamCalls: number;
  /** Different sessions that callers were served. */
  readonly sessions: Set<string>;
  /** When there were no credentials any more that STS accepts, in minutes from the start; `undefined`: never. */
  endedAtMinute: number | undefined;
}

interface Life {
  readonly day: Day;
  /** Refreshes that run behind the callers. */
  readonly behind: Set<Promise<unknown>>;
  readonly host: Host;
  readonly resolver: Resolver;
}

/** A day of a program that asks for each profile's credentials every five minutes, and checks them with STS. */
export async function liveThroughADay(
  cloud: Cloud,
  home: string,
  profiles: readonly string[],
  endpoint: string,
): Promise<readonly Day[]> {
  const lives = await Promise.all(profiles.map((profile) => begin(cloud, home, profile)));
  for (let minute = 0; minute < DAY_MINUTES; minute += STEP_MINUTES) {
    for (const life of lives) await call(life, minute, endpoint);
    // Files and signatures take a little real time, which the virtual clock knows nothing of.
    await Promise.race([Promise.all(lives.flatMap(({ behind }) => [...behind])), setTimeout(REAL_MS)]);
    await cloud.advance(STEP_MINUTES * 60_000);
  }
  return lives.map(({ resolver, day }) => {
    resolver.close();
    return day;
  });
}

async function begin(cloud: Cloud, home: string, profile: string): Promise<Life> {
  const day: Day = {
    profile,
    arn: "",
    callers: 0,
    upstreamCalls: 0,
    sessions: new Set(),
    endedAtMinute: undefined,
  };
  // The real hosts' names, answered in this process.
  const fetch: Host["fetch"] = (url, init) => cloud.fetch(url, init);
  const host = withFileStore(nodeHost({ clock: cloud.clock, homeDirectory: home, env: {}, fetch }));
  const counting: Host["fetch"] = (url, init) => {
    day.upstreamCalls++;
    return fetch(url, init);
  };
  const behind = new Set<Promise<unknown>>();
  const waitUntil = (refresh: Promise<unknown>): void => {
    behind.add(refresh);
    void refresh.then(() => behind.delete(refresh));
  };
  const source = await commandSource({ profile });
  return {
    day,
    behind,
    host,
    resolver: refreshing(source, { host: { ...host, fetch: counting, waitUntil } }),
  };
}

async function call({ day, host, resolver }: Life, minute: number, endpoint: string): Promise<void> {
  if (day.endedAtMinute !== undefined) return;
  day.callers++;
  try {
    const credentials = await resolver.get();
    day.sessions.add(credentials.accessKeyId);
    const context = createContext({ host, signal: new AbortController().signal });
    const { arn } = await getCallerIdentity(context, credentials, { endpoint });
    day.arn ||= arn;
  } catch (error) {
    if (!(error instanceof AlicredError)) throw error;
    day.endedAtMinute = minute;
  }
}

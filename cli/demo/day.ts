import { createContext, type Host, type Resolver, refreshing } from "@alicred/core";
import { nodeHost } from "@alicred/core/host/node";
import type { Cloud } from "@alicred/simulators";
import { getCallerIdentity } from "@alicred/sts";
import { commandSource } from "../src/sources.ts";

const STEP_MINUTES = 5;
const DAY_MINUTES = 24 * 60;

/** What a day of one profile came to. */
export interface Day {
  readonly profile: string;
  /** Whom STS took the caller for, at first. */
  arn: string;
  callers: number;
  /** AssumeRole calls made. */
  upstreamCalls: number;
  /** Different sessions that callers were served. */
  readonly sessions: Set<string>;
  /** When STS stopped accepting the credentials, in minutes from the start; `undefined`: never. */
  refusedAtMinute: number | undefined;
}

interface Life {
  readonly day: Day;
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
  const lives = profiles.map((profile) => begin(cloud, home, profile));
  for (let minute = 0; minute < DAY_MINUTES; minute += STEP_MINUTES) {
    for (const life of lives) await call(life, minute, endpoint);
    await cloud.advance(STEP_MINUTES * 60_000);
  }
  return lives.map(({ resolver, day }) => {
    resolver.close();
    return day;
  });
}

function begin(cloud: Cloud, home: string, profile: string): Life {
  const day: Day = {
    profile,
    arn: "",
    callers: 0,
    upstreamCalls: 0,
    sessions: new Set(),
    refusedAtMinute: undefined,
  };
  const host = nodeHost({ clock: cloud.clock, homeDirectory: home, env: {} });
  const counting: Host["fetch"] = (url, init) => {
    if (init.headers["x-acs-action"] === "AssumeRole") day.upstreamCalls++;
    return host.fetch(url, init);
  };
  return {
    day,
    host,
    resolver: refreshing(commandSource({ profile }), { host: { ...host, fetch: counting } }),
  };
}

async function call({ day, host, resolver }: Life, minute: number, endpoint: string): Promise<void> {
  const credentials = await resolver.get();
  day.callers++;
  day.sessions.add(credentials.accessKeyId);
  if (day.refusedAtMinute !== undefined) return;
  const context = createContext({ host, signal: new AbortController().signal });
  try {
    const { arn } = await getCallerIdentity(context, credentials, { endpoint });
    day.arn ||= arn;
  } catch {
    day.refusedAtMinute = minute;
  }
}

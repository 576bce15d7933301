import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createVirtualClock, simulateCloud } from "@alicred/simulators";
import { serve } from "@alicred/simulators/serve";
import type { Workshop } from "./processes.ts";

export interface LoginsResult {
  /** The access keys that each process was given. */
  readonly keys: readonly string[];
  readonly refreshes: number;
  readonly exchanges: number;
  readonly refused: number;
  /** Whether the file holds the tokens that are good now. */
  readonly saved: boolean;
}

/** Many processes with many callers each on one OAuth profile, whose access token has expired. */
export async function logins(workshop: Workshop, processes: number, callers: number): Promise<LoginsResult> {
  const cloud = simulateCloud({ clock: createVirtualClock({ startMs: Date.now(), speed: 1 }) });
  const served = await serve(cloud);
  const file = join(workshop.folder, "logins.json");
  const { accessToken, refreshToken } = cloud.oauth.signIn("alice");
  const profile = {
    name: "me",
    mode: "OAuth",
    oauth_site_type: "CN",
    oauth_endpoint: served.url,
    oauth_access_token: accessToken,
    oauth_refresh_token: refreshToken,
    oauth_access_token_expire: 1,
  };
  writeFileSync(file, JSON.stringify({ profiles: [profile] }, null, 2));
  try {
    const runs = Array.from({ length: processes }, () => workshop.run("oauth", file, "me", String(callers)));
    const keys = await Promise.all(runs);
    const entries = cloud.journal.entries();
    const count = (name: string): number => entries.filter(({ operation }) => operation === name).length;
    const [after] = (JSON.parse(readFileSync(file, "utf8")) as { profiles: Record<string, unknown>[] })
      .profiles;
    const tokens = [after?.["oauth_access_token"], after?.["oauth_refresh_token"]];
    return {
      keys,
      refreshes: count("RefreshToken"),
      exchanges: count("Exchange"),
      refused: entries.filter(({ decision }) => decision !== "allowed").length,
      saved: tokens.every((token) => typeof token === "string") && tokens[1] !== refreshToken,
    };
  } finally {
    await served.close();
    cloud.clock.setSpeed(0);
  }
}

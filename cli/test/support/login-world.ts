import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Cloud, createVirtualClock, simulateCloud, type WorldDescription } from "@alicred/simulators";
import { serve } from "@alicred/simulators/serve";
import { onTestFinished, vi } from "vitest";
import { type Printed, runInProcess } from "./in-process.ts";

/** A served cloud in real time, a home folder, and the command with both. */
export interface LoginWorld {
  readonly cloud: Cloud;
  readonly url: string;
  /** The sign-in address of its CloudSSO portal. */
  readonly portal: string;
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
  /** The text of `config.json`; `undefined` when there is none. */
  configText(): Promise<string | undefined>;
  profiles(): Promise<readonly Readonly<Record<string, unknown>>[]>;
  profile(name: string): Promise<Readonly<Record<string, unknown>>>;
  writeConfig(profiles: readonly object[], rest?: object): Promise<void>;
  run(...args: readonly string[]): Promise<Printed>;
  /** Makes the portal answer later to the beginning of a sign-in. */
  delay(ms: number): void;
  /** Waits for a device code, and approves it. */
  approve(user?: string): Promise<void>;
  /** Fields of a profile of a person who has just signed in at the portal. */
  signedIn(user?: string): Readonly<Record<string, unknown>>;
}

/** Seconds between two polls of a device code. The portal's own 5 are a wait that no test needs. */
const INTERVAL_SECONDS = 0.1;

export async function loginWorld(
  world?: WorldDescription,
  env: Readonly<Record<string, string>> = {},
): Promise<LoginWorld> {
  const cloud = simulateCloud({
    clock: createVirtualClock({ startMs: Date.now(), speed: 1 }),
    ...(world && { world }),
  });
  let delayMs = 0;
  const receive: Cloud["receive"] = async (request, connection) => {
    const reply = await cloud.receive(request, connection);
    if (!request.url.endsWith("/device-authorization") || reply.status !== 200) return reply;
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    return Response.json({ ...(await reply.json()), Interval: INTERVAL_SECONDS });
  };
  const served = await serve({ ...cloud, receive });
  onTestFinished(() => served.close());
  const home = await mkdtemp(join(tmpdir(), "alicred-login-"));
  onTestFinished(() => rm(home, { recursive: true }));
  await mkdir(join(home, ".aliyun"));
  const configFile = join(home, ".aliyun", "config.json");
  const portal = `${served.url}/cloud-sso/start/login`;
  const all = { HOME: home, USERPROFILE: home, TZ: "Asia/Shanghai", LANG: "C", ...env };
  const configText = (): Promise<string | undefined> => readFile(configFile, "utf8").catch(() => undefined);
  const profiles = async (): Promise<readonly Readonly<Record<string, unknown>>[]> =>
    JSON.parse((await configText()) ?? "{}").profiles ?? [];
  return {
    cloud,
    url: served.url,
    portal,
    home,
    env: all,
    configText,
    profiles,
    async profile(name) {
      return (await profiles()).find((each) => each["name"] === name) ?? {};
    },
    writeConfig: (list, rest = {}) =>
      writeFile(configFile, JSON.stringify({ ...rest, profiles: list }, null, "\t")),
    run: (...args) => runInProcess(args, all),
    delay(ms) {
      delayMs = ms;
    },
    async approve(user = "alice") {
      const code = await vi.waitFor(
        () => {
          const [first] = cloud.cloudSso.pending();
          if (first === undefined) throw new Error("no code waits");
          return first;
        },
        { timeout: 20_000 },
      );
      cloud.cloudSso.approve(code, { user });
    },
    signedIn(user = "alice") {
      const { accessToken, expiresAtMs } = cloud.cloudSso.signIn(user);
      return {
        mode: "CloudSSO",
        region_id: "cn-shanghai",
        cloud_sso_sign_in_url: portal,
        access_token: accessToken,
        cloud_sso_access_token_expire: Math.floor(expiresAtMs / 1000),
      };
    },
  };
}

import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Cloud, createVirtualClock, simulateCloud } from "@alicred/simulators";
import { serve } from "@alicred/simulators/serve";
import { onTestFinished } from "vitest";
import { bundledCommand } from "../../support/bundled-command.ts";
import { type Printed, runInProcess } from "../../support/in-process.ts";

/** A home folder whose profiles assume roles at a simulated STS. */
export interface RoleHome {
  readonly folder: string;
  readonly file: string;
  readonly cloud: Cloud;
  readonly url: string;
  /** The variables of a run. */
  readonly env: Readonly<Record<string, string>>;
  /** How many sessions the cloud has issued. */
  issued(): number;
  /** The profile, changed. */
  change(fields: Readonly<Record<string, unknown>>): void;
  /** Resolves with the cache, in this process; the access key id. */
  resolve(words?: string, env?: Readonly<Record<string, string>>): Promise<string>;
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Printed>;
  /** The command as a program of its own; or a line for bash, where `$0 $1` is the command and `$2` the file. */
  start(args: readonly string[] | string): ChildProcess;
}

/** A home whose profile `role` assumes a role, and `chained` another one with it. */
export async function roleHome(): Promise<RoleHome> {
  const folder = mkdtempSync(join(tmpdir(), "alicred-sessions-"));
  const cloud = simulateCloud({ clock: createVirtualClock({ startMs: Date.now(), speed: 1 }) });
  const served = await serve(cloud);
  onTestFinished(async () => {
    await served.close();
    cloud.clock.setSpeed(0);
    rmSync(folder, { recursive: true, force: true });
  });
  const program = await bundledCommand();
  const key = cloud.accessKey("alice");
  const sts_endpoint = served.url;
  const profiles: Record<string, unknown>[] = [
    {
      name: "role",
      mode: "RamRoleArn",
      region_id: "cn-hangzhou",
      access_key_id: key.accessKeyId,
      access_key_secret: key.accessKeySecret,
      ram_role_arn: "acs:ram::1000000000000001:role/admin",
      sts_endpoint,
    },
    {
      name: "chained",
      mode: "ChainableRamRoleArn",
      source_profile: "role",
      ram_role_arn: "acs:ram::1000000000000001:role/reader",
      sts_endpoint,
    },
  ];
  mkdirSync(join(folder, ".aliyun"));
  const file = join(folder, ".aliyun", "config.json");
  const write = (): void =>
    writeFileSync(file, JSON.stringify({ current: "role", profiles }), { mode: 0o600 });
  write();
  const env = {
    HOME: folder,
    USERPROFILE: folder,
    LOCALAPPDATA: folder,
    ALICRED_KEYRING: "off",
    NO_COLOR: "1",
  };
  const run: RoleHome["run"] = (args, more = {}) => runInProcess(args, { ...env, ...more });
  return {
    folder,
    file,
    cloud,
    url: served.url,
    env,
    issued: () => cloud.journal.entries().filter(({ operation }) => operation === "AssumeRole").length,
    change(fields) {
      Object.assign(profiles[0] ?? {}, fields);
      write();
    },
    run,
    async resolve(words, more) {
      const { code, stdout, stderr } = await run(
        (words ?? "resolve -p role --cache --json").split(" "),
        more,
      );
      if (code !== 0) throw new Error(stderr);
      return JSON.parse(stdout).accessKeyId;
    },
    start(args) {
      const all = { PATH: process.env["PATH"], ...env };
      const options: SpawnOptions = { env: all, stdio: ["ignore", "pipe", "pipe"] };
      return typeof args === "string"
        ? spawn("bash", ["-c", args, process.execPath, program, file], options)
        : spawn(process.execPath, [program, ...args], options);
    },
  };
}

/** The files of kept sessions. */
export const entriesOf = (folder: string): readonly string[] =>
  readdirSync(join(folder, ".cache/alicred/sessions")).map((name) =>
    join(folder, ".cache/alicred/sessions", name),
  );

/** The sessions that lie in the files. */
export const keptIn = (folder: string): readonly unknown[] =>
  entriesOf(folder).flatMap((entry) => JSON.parse(readFileSync(entry, "utf8")).value ?? []);

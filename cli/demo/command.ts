import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

export interface Resolved {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken?: string;
  readonly expiration?: string;
  readonly provenance: readonly string[];
}

const execute = promisify(execFile);
const command = fileURLToPath(new URL("../src/main.ts", import.meta.url));

/** `alicred resolve --profile NAME --json`, as a program of its own with that home folder and no other environment. */
export async function resolveByCommand(profile: string, home: string): Promise<Resolved> {
  const args = ["--import", "tsx", command, "resolve", "--profile", profile, "--json"];
  const env = { PATH: process.env["PATH"], HOME: home, USERPROFILE: home };
  const { stdout } = await execute(process.execPath, args, { env });
  return JSON.parse(stdout) as Resolved;
}

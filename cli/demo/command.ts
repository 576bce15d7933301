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
  return JSON.parse(await run(profile, home)) as Resolved;
}

/** The output of `alicred resolve` without credentials: the code and the first sentence. */
export async function refusalOfCommand(profile: string, home: string): Promise<string> {
  try {
    await run(profile, home);
    return "credentials";
  } catch (error) {
    const [code = "", message = ""] = (error as { stderr: string }).stderr.split("\n");
    return `${code.replace("alicred: ", "")}: ${message.split(". ", 1)}`;
  }
}

async function run(profile: string, home: string): Promise<string> {
  const args = ["--import", "tsx", command, "resolve", "--profile", profile, "--json"];
  const env = { PATH: process.env["PATH"], HOME: home, USERPROFILE: home };
  return (await execute(process.execPath, args, { env })).stdout;
}

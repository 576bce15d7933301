import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

// The output of `alicred simulate`, given to each preset and to an official client unchanged: all of them reach the
// simulated cloud, and nothing else.

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
const official = fileURLToPath(new URL("../../test/clients/programs/node.ts", import.meta.url));
const edge = fileURLToPath(new URL("support/edge-program.ts", import.meta.url));
const guard = new URL("support/loopback-only.ts", import.meta.url).href;
type Environment = Readonly<Record<string, string>>;

describe.each([
  ["plain HTTP", []],
  ["HTTPS", ["--https"]],
] as const)("over %s", (_name, options) => {
  let folder: string;
  let child: ChildProcess;
  let printed: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "alicred-clients-test-"));
    const env = { PATH: process.env["PATH"], NO_COLOR: "1", TMPDIR: folder, TEMP: folder, TMP: folder };
    child = spawn(process.execPath, ["--import", "tsx", main, "simulate", "--quiet", ...options], { env });
    printed = await new Promise<string>((resolve, reject) => {
      let text = "";
      child.stdout?.on("data", (chunk) => {
        text += chunk;
        if (/python -m certifi.*\n/.test(text)) resolve(text);
      });
      child.on("exit", (code) => reject(new Error(`it ended with ${code}`)));
    });
  });

  afterAll(async () => {
    const ended = new Promise((resolve) => child.on("exit", resolve));
    child.kill("SIGTERM");
    await ended;
    await rm(folder, { recursive: true });
  });

  /** The lines below a heading, up to the next one. */
  function section(heading: RegExp): string {
    const [, text = ""] = printed.split(heading);
    return text.split(/^\S/m)[0] ?? "";
  }

  /** The variables that a part of the text exports. */
  function exportsOf(text: string): Environment {
    return Object.fromEntries(
      [...text.matchAll(/^ {2}export (\w+)=(\S+)$/gm)].map(([, name = "", value = ""]) => [name, value]),
    );
  }

  const key = () => exportsOf(section(/^To sign as a user.*$/m));
  const file = (name: string): string => new RegExp(`\\S+${name}(?=\\))`).exec(printed)?.[0] ?? "";

  /** The variables of a shell that has run a script of those that are printed. */
  async function after(name: string): Promise<Environment> {
    const line = printed.split("\n").find((one) => one.includes(`/${name}.sh`)) ?? "";
    const [, script = ""] = /(\. \S+)/.exec(line) ?? [];
    const own = { PATH: process.env["PATH"] ?? "", ALIBABA_CLOUD_ACCESS_KEY_ID: "of another identity" };
    const { stdout } = await promisify(execFile)("sh", ["-c", `${script} && env -0`], { env: own });
    const pairs = stdout.split("\0").filter(Boolean);
    return Object.fromEntries(
      pairs.map((pair) => [pair.split("=")[0] ?? "", pair.slice(pair.indexOf("=") + 1)]),
    );
  }

  const home = (): Environment => ({
    PATH: process.env["PATH"] ?? "",
    HOME: folder,
    USERPROFILE: folder,
  });

  async function alicred(args: readonly string[], env: Environment, input = ""): Promise<unknown> {
    const outcome = new Promise<{ stdout: string; stderr: string }>((resolve) => {
      const program = execFile(
        process.execPath,
        ["--import", "tsx", "--import", guard, main, ...args],
        { env: { ...home(), ...env } },
        (_error, stdout, stderr) => resolve({ stdout, stderr }),
      );
      program.stdin?.end(input);
    });
    const { stdout, stderr } = await outcome;
    expect(stderr).toBe("");
    return JSON.parse(stdout);
  }

  test("sdk: a key, and all sources for an explanation", async () => {
    expect(await alicred(["resolve", "--json", "--as", "sdk"], key())).toMatchObject({
      provenance: ["sdk-default", "env"],
    });
    expect(await alicred(["why", "--json", "--as", "sdk"], key())).toMatchObject({ outcome: "credentials" });
  });

  test("sdk: an OIDC token", async () => {
    const env = await after("oidc");
    expect(await alicred(["resolve", "--json", "--as", "sdk"], env)).toMatchObject({
      accessKeyId: expect.stringMatching(/^STS\./),
      provenance: ["sdk-default", "oidc"],
    });
  });

  test("sdk and terraform: a URI", async () => {
    const env = await after("uri");
    for (const tool of ["sdk", "terraform"])
      expect(await alicred(["resolve", "--json", "--as", tool], env)).toMatchObject({
        provenance: expect.arrayContaining(["credentials-uri"]),
      });
  });

  test("sdk: the role of an instance", async () => {
    expect(await alicred(["resolve", "--json", "--as", "sdk"], await after("metadata"))).toMatchObject({
      accessKeyId: expect.stringMatching(/^STS\./),
      provenance: ["sdk-default", "ecs-ram-role"],
    });
  });

  test("edge: a key with a role on top, and a URI", async () => {
    const role = /acs:ram::\d+:role\/admin/.exec(printed)?.[0] ?? "";
    for (const [env, args, provenance] of [
      [key(), [role], ["edge", "assume-role", "edge", "env"]],
      [await after("uri"), [], ["edge", "credentials-uri"]],
    ] as const) {
      const { stdout, stderr } = await promisify(execFile)(
        process.execPath,
        ["--import", "tsx", "--import", guard, edge, ...args],
        { env: { ...home(), ...env } },
      );
      // Node itself deprecates names of servers that are addresses.
      expect(stderr).not.toContain("tried to reach");
      expect(JSON.parse(stdout)).toEqual({ provenance });
    }
  });

  test("the official client of Node, which obeys no variable for endpoints or proxies", async () => {
    for (const name of ["oidc", "uri", "metadata"]) {
      const { stdout } = await promisify(execFile)(
        process.execPath,
        ["--import", "tsx", "--import", guard, official, "{}"],
        { env: { ...home(), ...(await after(name)) } },
      );
      expect(JSON.parse(stdout)).toMatchObject({ accessKeyId: expect.stringMatching(/^STS\./) });
    }
  });

  test("every script sends its clients through the proxy", async () => {
    for (const name of ["oidc", "uri", "metadata", "reach", "terraform"])
      expect(await after(name)).toMatchObject({
        HTTPS_PROXY: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
        HTTP_PROXY: expect.any(String),
        SSL_CERT_FILE: expect.stringMatching(/ca\.pem$/),
        JAVA_TOOL_OPTIONS: expect.stringContaining("-Dhttps.proxyHost=127.0.0.1"),
      });
    expect(await after("oidc")).not.toHaveProperty("ALIBABA_CLOUD_ACCESS_KEY_ID");
  });

  test("cli: the profile that is printed, and the others of the file", async () => {
    const profile = /^ {2}\{$.*?^ {2}\}$/ms.exec(section(/^Or by a profile of.*$/m))?.[0] ?? "";
    const own = join(folder, "config.json");
    await writeFile(own, JSON.stringify({ current: "role", profiles: [JSON.parse(profile)] }));
    const trust = await after("reach");
    const printedAlone = await alicred(["resolve", "--json", "--as", "cli", "-c", own], trust);
    expect(printedAlone).toMatchObject({ provenance: expect.arrayContaining(["aliyun-cli", "assume-role"]) });
    for (const [name, source] of [
      ["key", "static"],
      ["oidc", "oidc"],
    ] as const) {
      const args = ["resolve", "--json", "--as", "cli", "-c", file("config.json"), "-p", name];
      expect(await alicred(args, trust)).toMatchObject({ provenance: expect.arrayContaining([source]) });
    }
  });

  test("terraform: the provider block, as HCL and as JSON, in the documented order and by the provider's code", async () => {
    const text = section(/^Or by Terraform's provider.*$/m);
    const block = blockOf(text);
    expect(block).toMatchObject({ endpoints: { sts: expect.stringContaining("127.0.0.1:") } });
    const env = await after("terraform");
    expect(env).toMatchObject({ ALIBABA_CLOUD_ACCOUNT_TYPE: "Domestic" });
    const role = { provenance: expect.arrayContaining(["terraform", "assume-role"]) };
    const resolve = ["resolve", "--json", "--provider-config"];
    expect(await alicred([...resolve, "-"], env, JSON.stringify(block))).toMatchObject(role);
    const byCode = [...resolve, dirname(file("provider.tf.json")), "--compat", "provider"];
    expect(await alicred(byCode, env)).toMatchObject(role);
  });

  test("names the addresses of HTTPS where it is served", () => {
    // The CLI sends the calls of every product there, and Terraform takes a host without a scheme.
    const isHttps = options.length > 0;
    expect(/"endpoint": "127\.0\.0\.1:\d+"/.test(printed)).toBe(isHttps);
    expect(/export ALIBABA_CLOUD_ENDPOINT=127\.0\.0\.1:\d+$/m.test(printed)).toBe(isHttps);
    expect(/sts = "127\.0\.0\.1:\d+"/.test(printed)).toBe(isHttps);
  });
});

/** The body of the one block in Terraform's syntax, with blocks of one level in it. */
function blockOf(text: string): unknown {
  const json = text
    .slice(text.indexOf("{"), text.indexOf("\n  }") + 4)
    .replace(/^( *)(\w+) = /gm, '$1"$2": ')
    .replace(/^( *)(\w+) \{/gm, '$1"$2": {')
    .replace(/(["}])\n(?= *")/g, "$1,\n");
  return JSON.parse(json);
}

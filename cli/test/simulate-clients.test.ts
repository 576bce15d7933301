import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

// The output of `alicred simulate`, given to each preset unchanged: all of them reach the simulated cloud, and
// nothing else.

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
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
        if (/^(start again with --https|Python's requests).*\n/m.test(text)) resolve(text);
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
  const trust = (): Environment =>
    Object.fromEntries(Object.entries(key()).filter(([name]) => name.endsWith("_CERTS")));
  const file = (name: string): string => new RegExp(`\\S+${name}(?=\\))`).exec(printed)?.[0] ?? "";

  async function alicred(args: readonly string[], env: Environment, input = ""): Promise<unknown> {
    const home = { PATH: process.env["PATH"] ?? "", HOME: folder, USERPROFILE: folder };
    const outcome = new Promise<{ stdout: string; stderr: string }>((resolve) => {
      const program = execFile(
        process.execPath,
        ["--import", "tsx", "--import", guard, main, ...args],
        { env: { ...home, ...env } },
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
    const env = { ...exportsOf(section(/^Or by an OIDC token.*$/m)), ...trust() };
    expect(await alicred(["resolve", "--json", "--as", "sdk"], env)).toMatchObject({
      accessKeyId: expect.stringMatching(/^STS\./),
      provenance: ["sdk-default", "oidc"],
    });
  });

  test("sdk and terraform: a URI", async () => {
    const env = { ...exportsOf(section(/^Or take credentials from a URI.*$/m)) };
    for (const tool of ["sdk", "terraform"])
      expect(await alicred(["resolve", "--json", "--as", tool], env)).toMatchObject({
        provenance: expect.arrayContaining(["credentials-uri"]),
      });
  });

  test("cli: the profile that is printed, and the others of the file", async () => {
    const profile = /^ {2}\{$.*?^ {2}\}$/ms.exec(section(/^Or by a profile of.*$/m))?.[0] ?? "";
    const own = join(folder, "config.json");
    await writeFile(own, JSON.stringify({ current: "role", profiles: [JSON.parse(profile)] }));
    const printedAlone = await alicred(["resolve", "--json", "--as", "cli", "-c", own], trust());
    expect(printedAlone).toMatchObject({ provenance: expect.arrayContaining(["aliyun-cli", "assume-role"]) });
    for (const [name, source] of [
      ["key", "static"],
      ["oidc", "oidc"],
    ] as const) {
      const args = ["resolve", "--json", "--as", "cli", "-c", file("config.json"), "-p", name];
      expect(await alicred(args, trust())).toMatchObject({ provenance: expect.arrayContaining([source]) });
    }
  });

  test("terraform: the provider block, as HCL and as JSON, in the documented order and by the provider's code", async () => {
    const text = section(/^Or by Terraform's provider.*$/m);
    const block = blockOf(text);
    expect(block).toMatchObject({ endpoints: { sts: expect.stringContaining("127.0.0.1:") } });
    expect(exportsOf(text)).toMatchObject({ ALIBABA_CLOUD_ACCOUNT_TYPE: "Domestic" });
    const role = { provenance: expect.arrayContaining(["terraform", "assume-role"]) };
    const resolve = ["resolve", "--json", "--provider-config"];
    expect(await alicred([...resolve, "-"], exportsOf(text), JSON.stringify(block))).toMatchObject(role);
    const byCode = [...resolve, file("provider.tf.json"), "--compat", "provider"];
    expect(await alicred(byCode, exportsOf(text))).toMatchObject(role);
  });

  test("says what cannot use the addresses", () => {
    const needsHttps = /The aliyun CLI, Terraform and the official SDKs speak HTTPS alone.*\nstart again/;
    if (options.length === 0) expect(printed).toMatch(needsHttps);
    else expect(printed).not.toMatch(needsHttps);
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

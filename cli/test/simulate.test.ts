import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { request as requestPlain } from "node:http";
import { request } from "node:https";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { run, type Summary, simulate, summary } from "./support/simulate.ts";

// The command as a program of its own: what it prints, serves, refuses and leaves behind.

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "alicred-simulate-test-"));
});

afterAll(() => rm(folder, { recursive: true }));

/** fetch does not let anyone choose the Host header. */
function asHost(url: string, host: string, token: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const call = requestPlain(url, { headers: { host, authorization: `Bearer ${token}` } });
    call.on("response", (reply) => resolve(reply.resume().statusCode)).on("error", reject);
    call.end();
  });
}

describe("alicred simulate", () => {
  test("serves HTTP and HTTPS, clock and dashboard, and ends cleanly", async () => {
    const { child, url, httpsUrl, control, clock, caFile, variables } = await summary(folder, [
      ...["--https", "--start", "2026-01-07T08:00:00Z", "--speed", "0"],
    ]);
    expect(clock).toEqual({ now: "2026-01-07T08:00:00.000Z", speed: 0 });
    expect((await fetch(`${url}/sts/?Action=GetCallerIdentity`)).headers.get("date")).toBe(
      "Wed, 07 Jan 2026 08:00:00 GMT",
    );
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const servername = "sts.cn-hangzhou.aliyuncs.com";
      const call = request(httpsUrl ?? "", {
        servername,
        headers: { host: servername },
        ca: readFileSync(caFile ?? ""),
      });
      call.on("response", (reply) => resolve(reply.resume().statusCode)).on("error", reject);
      call.end();
    });
    expect(status).toBe(400);
    expect((await fetch(control.dashboardUrl)).headers.get("content-type")).toContain("text/html");
    const authorization = `Bearer ${control.token}`;
    const journal = await fetch(`${control.url}/journal`, { headers: { authorization } });
    expect(await journal.json()).toMatchObject({ entries: [{ host: new URL(url).host }, {}] });
    expect((await fetch(`${control.url}/journal`)).status).toBe(401);
    const document = await fetch(variables.uri["ALIBABA_CLOUD_CREDENTIALS_URI"] ?? "");
    expect(await document.json()).toMatchObject({ Code: "Success" });
    expect(existsSync(variables.oidc["ALIBABA_CLOUD_OIDC_TOKEN_FILE"] ?? "")).toBe(true);

    const ended = new Promise((resolve) => child.on("exit", (code) => resolve(code)));
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
    expect(existsSync(dirname(caFile ?? ""))).toBe(false);
    await expect(fetch(url)).rejects.toThrow(TypeError);
  });

  test("ends cleanly while its clock runs", async () => {
    const { child } = await summary(folder);
    const ended = new Promise((resolve) => child.on("exit", (code) => resolve(code)));
    child.kill("SIGINT");
    expect(await ended).toBe(0);
  });

  test("ends with its input, where it is told to", async () => {
    const { child } = await summary(folder, ["--until-eof"]);
    const ended = new Promise((resolve) => child.on("exit", (code) => resolve(code)));
    child.stdin?.end();
    expect(await ended).toBe(0);
  });

  test("says in JSON what to set and what to unset, also for a JVM that runs already", async () => {
    const { environment, systemProperties, variables, url } = await summary(folder);
    expect(environment).toEqual({ set: variables.key, unset: ["ALIBABA_CLOUD_SECURITY_TOKEN"] });
    const { port } = new URL(url);
    expect(systemProperties).toEqual({
      "http.proxyHost": "127.0.0.1",
      "http.proxyPort": port,
      "https.proxyHost": "127.0.0.1",
      "https.proxyPort": port,
      "javax.net.ssl.trustStore": expect.stringContaining("trust.jks"),
      "alibabacloud.accessKeyId": variables.key["ALIBABA_CLOUD_ACCESS_KEY_ID"],
      "alibabacloud.accessKeySecret": variables.key["ALIBABA_CLOUD_ACCESS_KEY_SECRET"],
    });
  });

  test("continues when nobody reads its output any longer, and still ends cleanly", async () => {
    // Says so when standard output fails, and leaves the failure to the program: a monitor handles nothing.
    const monitor = `import { errorMonitor } from "node:events";
      process.stdout.on(errorMonitor, ({ code }) => process.stderr.write("stdout: " + code + "\\n"));`;
    const nodeArgs = ["--import", `data:text/javascript,${encodeURIComponent(monitor)}`];
    const { child, lines } = await simulate(folder, [], nodeArgs);
    const all = (): string => lines.join("\n");
    await expect.poll(all).toContain("python -m certifi");
    const url = /services\s+(\S+)/.exec(all())?.[1] ?? "";
    const [, configFile = ""] = /in (\S+config\.json)\)/.exec(all()) ?? [];
    let complaints = "";
    child.stderr?.on("data", (text) => {
      complaints += text;
    });
    child.stdout?.destroy();
    const ask = async (): Promise<number> => (await fetch(`${url}/sts/?Action=x`)).status;
    expect(await ask()).toBe(400);
    const failed = "stdout: EPIPE\n";
    await expect.poll(() => complaints).toBe(failed);
    expect(await ask()).toBe(400);
    const ended = new Promise((resolve) => child.on("exit", (code) => resolve(code)));
    child.kill("SIGINT");
    expect(await ended).toBe(0);
    expect(complaints).toBe(failed);
    expect(existsSync(dirname(configFile))).toBe(false);
  });

  test("a second signal ends it at once", async () => {
    const { child, url, control } = await summary(folder);
    // An answer that is on its way keeps the first signal waiting for nothing, and a stopped process would too.
    const hang = { kind: "hang" };
    await fetch(`${control.url}/faults`, {
      method: "POST",
      headers: { authorization: `Bearer ${control.token}`, "content-type": "application/json" },
      body: JSON.stringify(hang),
    });
    fetch(`${url}/sts/`).catch(() => {});
    const ended = new Promise((resolve) => child.on("exit", (code) => resolve(code)));
    child.kill("SIGTERM");
    child.kill("SIGINT");
    expect([0, 130, 143]).toContain(await ended);
  });

  test("the profile that it prints resolves", async () => {
    const { configFile } = await summary(folder);
    const { code, stdout } = await run(folder, [
      "resolve",
      "--config-file",
      configFile,
      "--profile",
      "role",
      "--json",
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ provenance: ["shared-config", "assume-role", "static"] });
  });

  test("refuses foreign hosts, and knows the names that it is given", async () => {
    const { url, control } = await summary(folder, ["--name", "Simulator"]);
    const statusAt = (host: string): Promise<number | undefined> =>
      asHost(`${url}/_alicred/clock`, host, control.token);
    expect(await statusAt("evil.example")).toBe(421);
    expect(await statusAt("simulator:80")).toBe(200);
  });

  test("serves other machines only when told to, and warns", async () => {
    expect(await run(folder, ["simulate", "--host", "0.0.0.0"])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("0.0.0.0 is not a loopback address: --allow-non-loopback serves"),
    });
    const { child, first } = await simulate(folder, ["--json", "--host", "0.0.0.0", "--allow-non-loopback"]);
    expect((JSON.parse(first) as Summary).url).toContain("//127.0.0.1:");
    const [warning] = await new Promise<unknown[]>((resolve) =>
      child.stderr?.once("data", (...data) => resolve(data)),
    );
    expect(String(warning)).toContain("WARNING");
    const alone = await simulate(folder, ["--json", "--allow-non-loopback"]);
    let complaints = "";
    alone.child.stderr?.on("data", (text) => {
      complaints += text;
    });
    const ended = new Promise((resolve) => alone.child.on("exit", (code) => resolve(code)));
    alone.child.kill("SIGINT");
    expect(await ended).toBe(0);
    expect(complaints).toBe("");
  });

  test("takes a world from a file, and says what is wrong with one", async () => {
    const file = join(folder, "world.json");
    await writeFile(
      file,
      // As Notepad and PowerShell write it, with a byte order mark.
      `\uFEFF${JSON.stringify({ accounts: [{ id: "1234567890123456", users: [{ name: "zoe" }] }] })}`,
    );
    const { control } = await summary(folder, ["--world", file, "--seed", "x"]);
    const headers = { authorization: `Bearer ${control.token}` };
    expect(await (await fetch(`${control.url}/world`, { headers })).json()).toMatchObject({
      world: { accounts: [{ users: [{ name: "zoe" }] }] },
    });
    await writeFile(file, '{"accounts": "canary-in-the-file"}');
    const bad = await run(folder, ["simulate", "--world", file]);
    expect(bad).toMatchObject({ code: 1, stdout: "" });
    expect(bad.stderr).toContain(`${file}: the world description does not hold`);
    await writeFile(file, "canary-in-the-file");
    const worse = await run(folder, ["simulate", "--world", file]);
    expect(worse.stderr).toBe(`alicred simulate: ${file} is not JSON\n`);
    expect(`${bad.stderr}${worse.stderr}`).not.toContain("canary-in");
  });

  test("says that a port is in use, a file is missing, or an option is invalid", async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void taken.close());
    const address = taken.address();
    const port = String(typeof address === "object" && address !== null ? address.port : 0);
    expect((await run(folder, ["simulate", "--port", port])).stderr).toMatch(
      /EADDRINUSE.*Choose another port/,
    );
    const noFile = await run(folder, ["simulate", "--world", join(folder, "none.json")]);
    expect(noFile.stderr).toMatch(/ENOENT.*Check the paths of --world/);
    expect((await run(folder, ["simulate", "--speed", "fast"])).stderr).toContain("0 freezes the clock");
  });
});

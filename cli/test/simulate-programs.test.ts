import { readFileSync, statSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { run, type Summary, simulate, summary } from "./support/simulate.ts";

// The command as programs, containers and CI use it.

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "alicred-simulate-programs-"));
});

afterAll(() => rm(folder, { recursive: true }));

describe("alicred simulate", () => {
  test("tells a program everything: keys, identities, addresses, variables", async () => {
    const { first } = await simulate(folder, ["--json"]);
    expect(JSON.parse(first)).toMatchObject({
      proxyUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      control: { healthUrl: expect.stringMatching(/health$/), caUrl: expect.stringMatching(/ca\.pem$/) },
      keys: [
        { owner: "the main account", active: true },
        { owner: "alice", active: true, secret: expect.stringMatching(/^Cnry/) },
        { owner: "bob", secret: expect.any(String) },
        { owner: "carol", active: false },
      ],
      roles: expect.arrayContaining(["acs:ram::1000000000000001:role/admin"]),
      profiles: [{ name: "role" }, { name: "key" }, { name: "oidc" }],
      providerBlock: { region: "cn-hangzhou" },
      issuers: ["https://oidc.simulated.example"],
      instances: [{ id: expect.stringMatching(/^i-/), roleName: "ecs-app" }],
      documents: expect.arrayContaining([expect.stringMatching(/credentials-uri\/reader$/)]),
      cloudSso: { users: expect.arrayContaining(["alice"]) },
      services: expect.arrayContaining([
        { name: "sts", url: expect.any(String), operations: expect.any(Array) },
      ]),
      scripts: { key: expect.any(String), reach: expect.any(String) },
      variables: { reach: { REQUESTS_CA_BUNDLE: expect.any(String) }, control: {} },
    });
  });

  test("serves containers and CI: a token and an authority that stay, files at chosen places, health", async () => {
    const at = (name: string): string => join(folder, name);
    const token = "a-token-that-is-known";
    const paths = ["--ca", at("kept.pem"), "--ca-out", at("out.pem"), "--env-out", at("cloud.env")];
    const args = ["--token", token, "--token-file", at("pod/identity"), ...paths];
    const { child, control, caFile, variables } = await summary(folder, args);
    expect(control.token).toBe(token);
    expect(variables.oidc["ALIBABA_CLOUD_OIDC_TOKEN_FILE"]).toBe(at("pod/identity"));
    expect(readFileSync(at("pod/identity"), "utf8")).toMatch(/^ey/);
    const certificate = readFileSync(at("out.pem"), "utf8");
    expect(readFileSync(caFile ?? "", "utf8")).toBe(certificate);
    expect(statSync(at("kept.pem")).mode & 0o777).toBe(0o600);
    expect(await (await fetch(`${control.url}/health`)).json()).toEqual({ status: "ok" });
    expect(await (await fetch(`${control.url}/ca.pem`)).text()).toBe(certificate);
    const lines = readFileSync(at("cloud.env"), "utf8").trim().split("\n");
    expect(lines).toContain(`ALICRED_SIMULATE_TOKEN=${token}`);
    expect(lines).toContain(`ALICRED_SIMULATE_URL=${control.url}`);
    for (const [name, value] of Object.entries(variables.key)) expect(lines).toContain(`${name}=${value}`);
    const ended = new Promise((resolve) => child.on("exit", resolve));
    child.kill("SIGTERM");
    await ended;

    const again = await summary(folder, ["--ca", at("kept.pem")]);
    expect(readFileSync(again.caFile ?? "", "utf8")).toBe(certificate);
    await writeFile(at("kept.pem"), "canary-in-the-file");
    const { code, stderr } = await run(folder, ["simulate", "--ca", at("kept.pem")]);
    expect(code).toBe(1);
    expect(stderr).toContain(`${at("kept.pem")}: an authority is a certificate and a private key`);
    expect(stderr).not.toContain("canary-in");
  });

  test("takes a variable for each option, which the option itself comes before", async () => {
    const env = {
      ALICRED_SIMULATE_JSON: "1",
      ALICRED_SIMULATE_QUIET: "false",
      ALICRED_SIMULATE_HTTPS: "true",
      ALICRED_SIMULATE_SPEED: "0",
      ALICRED_SIMULATE_START: "2026-01-07T08:00:00Z",
      ALICRED_SIMULATE_TOKEN: "a-token-of-the-variable",
      ALICRED_SIMULATE_NAME: "alicred,simulator",
      ALICRED_SIMULATE_HOST: "0.0.0.0",
      ALICRED_SIMULATE_ALLOW_NON_LOOPBACK: "yes",
    };
    const { first } = await simulate(folder, ["--token", "a-token-of-the-option"], [], env);
    const { url, httpsUrl, clock, control, variables } = JSON.parse(first) as Summary;
    expect(clock).toEqual({ now: "2026-01-07T08:00:00.000Z", speed: 0 });
    expect(control.token).toBe("a-token-of-the-option");
    // Other machines know it by its name.
    expect(url).toMatch(/^http:\/\/alicred:\d+$/);
    expect(httpsUrl).toMatch(/^https:\/\/alicred:\d+$/);
    expect(variables.reach).toMatchObject({ HTTPS_PROXY: url, NO_PROXY: expect.stringContaining("alicred") });
    const refused = await run(folder, ["simulate"], { ALICRED_SIMULATE_TOKEN: "short" });
    expect(refused.stderr).toContain("ALICRED_SIMULATE_TOKEN");
    const denied = await run(folder, ["simulate", "--host", "0.0.0.0"], {
      ALICRED_SIMULATE_ALLOW_NON_LOOPBACK: "false",
    });
    expect(denied.stderr).toContain("--allow-non-loopback serves it nevertheless");
  });

  test("continues from the state of the run before", async () => {
    const path = join(folder, "state.json");
    const { child, control, url } = await summary(folder, ["--state", path]);
    await fetch(`${url}/sts/?Action=GetCallerIdentity`);
    const headers = { authorization: `Bearer ${control.token}` };
    expect((await fetch(`${control.url}/journal/count`, { headers })).status).toBe(200);
    const ended = new Promise((resolve) => child.on("exit", resolve));
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
    expect(statSync(path).mode & 0o777).toBe(0o600);

    const again = await summary(folder, ["--state", path]);
    const own = { authorization: `Bearer ${again.control.token}` };
    expect(await (await fetch(`${again.control.url}/journal/count`, { headers: own })).json()).toEqual({
      count: 1,
    });
    const other = await run(folder, ["simulate", "--state", path, "--seed", "another"]);
    expect(other.stderr).toContain(`${path}: the state is that of a cloud of other services`);
  });
});

// The recipes, as a shell runs them: each makes a role that admits the platform's token and no other.

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { resolveOnce } from "@alicred/conformance";
import type { Fetch } from "@alicred/core";
import { expect, test } from "vitest";
import { command } from "../../../../tools/command.ts";
import { platformOidc } from "../src/mod.ts";
import { platforms } from "../src/platforms.ts";
import { ciFakes } from "./fakes/ci.ts";
import { cloudFakes } from "./fakes/clouds.ts";
import { bench } from "./support.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const blocks = [...readme.matchAll(/```sh\n(.*?)```/gs)].map(([, code = ""]) => code);
const [once = ""] = blocks;
const recipes = blocks.filter((code) => code.startsWith("platform_role "));

/** The arguments that `aliyun` is called with, for each recipe. */
async function calls(recipe: string): Promise<readonly (readonly string[])[]> {
  const fakes = `aliyun() { for each; do printf '%s\\036' "$each"; done; printf '\\035'; }
fingerprints() { printf 'root-of-%s' "$1"; }
`;
  const output = await command("sh", ["-c", `${once}\n${fakes}\n${recipe}`], { cwd: tmpdir() });
  return output
    .split("\u001d")
    .filter((call) => call.trim() !== "")
    .map((call) => call.split("\u001e").slice(0, -1));
}

function argumentOf(call: readonly string[] | undefined, name: string): string {
  return call?.[call.indexOf(name) + 1] ?? "";
}

test("every platform has a recipe", () => {
  const named = recipes.map((recipe) => recipe.split(" ")[1]);
  expect(named.sort()).toEqual(platforms.map(({ name }) => name).sort());
});

const fakes = [...ciFakes, ...cloudFakes].map((fake) => [fake.name, fake] as const);

test.each(fakes)("the recipe of %s", async (name, fake) => {
  const recipe = recipes.find((each) => each.startsWith(`platform_role ${name} `)) ?? "";
  const [provider, role] = await calls(recipe);
  expect(argumentOf(provider, "--IssuerUrl")).toBe(fake.issuer);
  expect(argumentOf(provider, "--ClientIds")).toBe(fake.audience);
  expect(argumentOf(provider, "--Fingerprints")).toMatch(/^root-of-[\w.-]+$/);
  expect(Number(argumentOf(provider, "--IssuanceLimitTime"))).toBeGreaterThanOrEqual(1);
  const policy = JSON.parse(argumentOf(role, "--AssumeRolePolicyDocument"));
  const { Condition: condition, Principal: principal } = policy.Statement[0];
  expect(principal).toEqual({ Federated: [`acs:ram::123456789012:oidc-provider/${name}`] });
  const operator = fake.trusted.includes("*") ? "StringLike" : "StringEquals";
  expect(condition.StringEquals).toMatchObject({ "oidc:iss": fake.issuer, "oidc:aud": fake.audience });
  expect(condition[operator]["oidc:sub"]).toBe(fake.trusted);
});

test("a Worker's recipe has the claims of its example", async () => {
  const recipe = recipes.find((each) => each.startsWith("platform_role self-issued ")) ?? "";
  const [, role] = await calls(recipe);
  const [statement] = JSON.parse(argumentOf(role, "--AssumeRolePolicyDocument")).Statement;
  const [, issuer] = /issuer: "(https:[^"]+)"/.exec(readme) ?? [];
  const [, subject] = /subject: "([^"]+)"/.exec(readme) ?? [];
  expect(statement.Condition.StringEquals).toEqual({
    "oidc:iss": issuer,
    "oidc:aud": "sts.aliyuncs.com",
    "oidc:sub": subject,
  });
});

// As the README has it.
const openSocket =
  (socketPath: string): Fetch =>
  (url, { method, headers, body, signal }) =>
    new Promise((resolve, reject) => {
      const outgoing = request(url, { socketPath, method, headers, signal }, (reply) => {
        text(reply).then((read) => resolve(new Response(read, { status: reply.statusCode ?? 500 })), reject);
      });
      outgoing.on("error", reject).end(body);
    });

test("the code for sockets is that of the README", () => {
  const own = readFileSync(new URL(import.meta.url), "utf8");
  const codeOf = (file: string): string | undefined => /const openSocket =.*?\n {4}\}\);/s.exec(file)?.[0];
  expect(codeOf(readme)).toBe(codeOf(own));
});

test.skipIf(process.platform === "win32")(
  "fly: over a real unix socket, where Windows has none",
  async () => {
    const fake = cloudFakes.find(({ name }) => name === "fly");
    if (fake === undefined) throw new Error("no fake");
    const { host, options, issue } = bench(fake);
    const token = await issue();
    const folder = mkdtempSync(join(tmpdir(), "alicred-fly-"));
    const path = join(folder, "api");
    const bodies: string[] = [];
    const server = createServer(async (incoming, outgoing) => {
      bodies.push(`${incoming.method} ${incoming.url} ${await text(incoming)}`);
      outgoing.end(token);
    });
    await new Promise<void>((resolve) => server.listen(path, resolve));
    try {
      const there = platformOidc({ ...options, openSocket: () => openSocket(path) });
      expect((await resolveOnce(there, host)).answer.outcome).toBe("credentials");
      expect(bodies).toEqual(['POST /v1/tokens/oidc {"aud":"sts.aliyuncs.com"}']);
      const absent = platformOidc({ ...options, openSocket: () => openSocket(`${path}-absent`) });
      expect((await resolveOnce(absent, host)).answer).toMatchObject({
        outcome: "failed",
        error: { code: "INCOMPLETE_CONFIGURATION" },
      });
    } finally {
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true });
    }
  },
);

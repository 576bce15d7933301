import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Credentials } from "@alicred/core";
import { describe, expect, onTestFinished, test } from "vitest";
import { childEnvironment } from "../../../src/commands/exec/environment.ts";
import { ABSENT_FILE, VARIABLES } from "../../../src/commands/exec/variables.ts";
import { environment, homeFolder, runCommand, SESSION_PROFILE } from "../../support/real-command.ts";

// Terraform keeps its state in OSS by code of its own, which knows fewer variables than the provider.

/** Every variable that the backend reads for who it is, and where. */
const READ_BY_BACKEND = [
  "ALICLOUD_ACCESS_KEY",
  "ALICLOUD_ACCESS_KEY_ID",
  "ALICLOUD_SECRET_KEY",
  "ALICLOUD_ACCESS_KEY_SECRET",
  "ALICLOUD_SECURITY_TOKEN",
  "ALICLOUD_ECS_ROLE_NAME",
  "ALICLOUD_REGION",
  "ALICLOUD_SHARED_CREDENTIALS_FILE",
  "ALICLOUD_PROFILE",
  "ALICLOUD_ASSUME_ROLE_ARN",
  "ALICLOUD_ASSUME_ROLE_SESSION_NAME",
  "ALICLOUD_ASSUME_ROLE_SESSION_EXPIRATION",
];
const foreign = Object.fromEntries(
  [...READ_BY_BACKEND, ...VARIABLES.flatMap(({ names }) => names)].map((name) => [name, "foreign"]),
);

/** The variables of a program that the backend reads. */
function seen(identity: Partial<Parameters<typeof childEnvironment>[1]>): NodeJS.ProcessEnv {
  const credentials = new Credentials({
    accessKeyId: "STS.ours",
    accessKeySecret: "ourSecret",
    securityToken: "ourToken",
  });
  const child = childEnvironment(foreign, { credentials, region: "cn-x", ...identity });
  return Object.fromEntries(Object.entries(child).filter(([name]) => READ_BY_BACKEND.includes(name)));
}

describe("the variables of Terraform's OSS backend", () => {
  test("with keys, they are those of this identity, and no other", () => {
    expect(seen({})).toEqual({
      ALICLOUD_ACCESS_KEY: "STS.ours",
      ALICLOUD_ACCESS_KEY_ID: "STS.ours",
      ALICLOUD_SECRET_KEY: "ourSecret",
      ALICLOUD_ACCESS_KEY_SECRET: "ourSecret",
      ALICLOUD_SECURITY_TOKEN: "ourToken",
      ALICLOUD_REGION: "cn-x",
      ALICLOUD_SHARED_CREDENTIALS_FILE: ABSENT_FILE,
    });
  });

  test("with a server, which it knows nothing of, nobody else is left", () => {
    expect(seen({ credentialsUri: "http://127.0.0.1:1/x" })).toEqual({
      ALICLOUD_REGION: "cn-x",
      ALICLOUD_SHARED_CREDENTIALS_FILE: ABSENT_FILE,
    });
  });
});

const program = process.env["TERRAFORM"] ?? "terraform";
const isHere = ((): boolean => {
  try {
    execFileSync(program, ["version"], { env: environment(tmpdir()), stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();
// The block of the README, whose recipe this is.
const [, block = ""] =
  /```hcl\n(terraform \{[\s\S]*?\n\})\n```/.exec(
    readFileSync(fileURLToPath(new URL("../../../README.md", import.meta.url)), "utf8"),
  ) ?? [];

// Skipped where Terraform is not installed; TERRAFORM names the program.
describe.skipIf(!isHere)("the real Terraform, with its state in OSS", () => {
  const other = {
    name: "other",
    mode: "RamRoleArn",
    access_key_id: "LTAIother",
    access_key_secret: "otherSecret",
    ram_role_arn: "acs:ram::1000000000000001:role/other",
    ram_session_name: "other",
    region_id: "cn-beijing",
  };

  test.each([
    ["the recipe of the README", ""],
    ["a block with the profile of somebody else", '    profile = "other"\n'],
  ])("%s: signs with the keys of exec", async (_name, line) => {
    const home = homeFolder([SESSION_PROFILE, other], "other");
    const { url, calls } = await fakeOss();
    const folder = mkdtempSync(join(tmpdir(), "alicred-backend-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const text = block.replace(/^( *bucket .*\n)/m, `$1    endpoint = "${url}"\n${line}`);
    expect(text).toContain(url);
    writeFileSync(join(folder, "main.tf"), text);
    const args = ["exec", "prod", "--", program, `-chdir=${folder}`, "init", "-no-color", "-input=false"];
    // No service of the real cloud may be asked.
    const { code, stdout, stderr } = await runCommand(home, args, {
      CHECKPOINT_DISABLE: "1",
      ALICLOUD_STS_ENDPOINT: "127.0.0.1:1",
    });
    expect(stderr).toBe("");
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('backend "oss"') });
    expect(calls.length).toBeGreaterThan(0);
    for (const { authorization, "x-oss-security-token": token } of calls) {
      expect(authorization).toMatch(/^OSS STS\.realCommand01:/);
      expect(token).toBe(SESSION_PROFILE.sts_token);
    }
  });
});

/** An empty bucket, which notes the headers of every call. */
async function fakeOss(): Promise<{ readonly url: string; readonly calls: readonly IncomingHttpHeaders[] }> {
  const calls: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    calls.push(request.headers);
    const isObject = request.url?.includes("tfstate");
    response.writeHead(isObject ? 404 : 200, { "content-type": "application/xml" });
    response.end(
      isObject
        ? "<Error><Code>NoSuchKey</Code></Error>"
        : "<ListBucketResult><Name>b</Name></ListBucketResult>",
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls };
}

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { simulate } from "./support/simulate.ts";

// The output of the command while it serves.

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "alicred-simulate-log-"));
});

afterAll(() => rm(folder, { recursive: true }));

describe("alicred simulate", () => {
  test("prints what to copy, and requests as they come", async () => {
    const { lines } = await simulate(folder, []);
    const all = (): string => lines.join("\n");
    await expect.poll(all).toContain("python -m certifi");
    expect(all()).toMatch(/^ {2}export ALIBABA_CLOUD_ACCESS_KEY_ID=LTAI\w+$/m);
    expect(all()).toMatch(/^ {2}export ALIBABA_CLOUD_STS_ENDPOINT=http:\/\/127\.0\.0\.1:\d+$/m);
    const dashboard = /http:\S+\/_alicred\/#token=[\w-]{32}/.exec(all())?.[0] ?? "";
    await fetch(`${new URL(dashboard).origin}/sts/?Action=GetCallerIdentity&Version=2015-04-01`);
    await expect.poll(all).toMatch(/400 denied {2}sts GetCallerIdentity/);
  });

  test("shows what a request holds, from any sender, and sends none of it to the terminal", async () => {
    const { lines } = await simulate(folder, []);
    const all = (): string => lines.join("\n");
    await expect.poll(all).toContain("python -m certifi");
    const url = /services\s+(\S+)/.exec(all())?.[1] ?? "";
    const evil = "%0aINJECTED%1b%5b2J%c2%9b31m%e2%80%ae%0d";
    await fetch(`${url}/?Action=${evil}&Version=2015-04-01`, { headers: { origin: "http://evil.example" } });
    await fetch(`${url}/sts/?Action=GetCallerIdentity&AccessKeyId=${evil}`);
    await fetch(`${url}/credentials-uri/${evil}`);
    await fetch(`${url}/ecs-metadata/latest/meta-data/${evil}`, { headers: { "user-agent": "a\u009bb" } });
    await expect.poll(all).toContain(String.raw`sts \nINJECTED\u001b[2J\u009b31m\u202e\r`);
    await expect.poll(all).toContain("ecs-metadata");
    for (const line of lines) {
      expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      expect(line).not.toMatch(/^INJECTED/);
    }
  });

  test("prints the faults that spoiled an allowed request", async () => {
    const { lines } = await simulate(folder, []);
    const all = (): string => lines.join("\n");
    await expect.poll(all).toContain("python -m certifi");
    const [, url, token] = /(http:\S+)\/_alicred\/#token=([\w-]{32})/.exec(all()) ?? [];
    await fetch(`${url}/_alicred/faults`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ kind: "missing-fields" }),
    });
    await fetch(`${url}/credentials-uri/reader`);
    await expect
      .poll(all)
      .toMatch(/200 allowed {2}credentials-uri GetCredentials by \/reader {2}fault: missing-fields/);
  });
});

import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createVirtualClock, simulateCloud } from "@alicred/simulators";
import { serve } from "@alicred/simulators/serve";
import { expect, test } from "vitest";

// A login whose access token has expired, in a file that cannot be written because it is not UTF-8.

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));

async function loginIn(
  bytes: readonly number[],
  ...args: readonly string[]
): Promise<{ code: number; stderr: string; operations: string[]; isUnchanged: boolean }> {
  const folder = mkdtempSync(join(tmpdir(), "alicred-unsaved-"));
  const cloud = simulateCloud({ clock: createVirtualClock({ startMs: Date.now(), speed: 1 }) });
  const served = await serve(cloud);
  try {
    const { accessToken, refreshToken } = cloud.oauth.signIn("alice");
    const profile = {
      name: "me",
      mode: "OAuth",
      oauth_site_type: "CN",
      oauth_endpoint: served.url,
      oauth_access_token: accessToken,
      oauth_refresh_token: refreshToken,
      oauth_access_token_expire: 1,
    };
    const [before = "", after = ""] = JSON.stringify({ profiles: [profile, { name: "|" }] }).split("|");
    const content = Buffer.concat([Buffer.from(before), Uint8Array.from(bytes), Buffer.from(after)]);
    const file = join(folder, "config.json");
    writeFileSync(file, content);
    const all = ["--import", "tsx", main, "resolve", "-c", file, "-p", "me", ...args];
    const env = { PATH: process.env["PATH"], HOME: folder, USERPROFILE: folder };
    const { code, stderr } = await new Promise<{ code: number; stderr: string }>((resolve) => {
      execFile(process.execPath, all, { env }, (error, _stdout, said) => {
        resolve({ code: typeof error?.code === "number" ? error.code : 0, stderr: said });
      });
    });
    const operations = cloud.journal.entries().map(({ operation }) => String(operation));
    return { code, stderr, operations, isUnchanged: readFileSync(file).equals(content) };
  } finally {
    await served.close();
    cloud.clock.setSpeed(0);
    rmSync(folder, { recursive: true });
  }
}

const GBK = [0xc9, 0xfa, 0xb2, 0xfa];
const UTF8 = [...Buffer.from("生产")];

test("its one-time refresh token is not spent, and the command says why and what to do", async () => {
  const { stderr, ...result } = await loginIn(GBK);
  expect(result).toEqual({ code: 1, operations: [], isUnchanged: true });
  expect(stderr).toMatch(/^alicred: FILE_UNWRITABLE\n.*is not spent.*it is not UTF-8.*--allow-unsaved/s);
});

test("it is spent when that is asked for, with one warning", async () => {
  const { stderr, ...result } = await loginIn(GBK, "--allow-unsaved");
  expect(result).toEqual({ code: 0, operations: ["RefreshToken", "Exchange"], isUnchanged: true });
  expect(stderr.match(/warning:/g)).toHaveLength(1);
  expect(stderr).toMatch(/warning: profile "me" is not saved, .* it is not UTF-8, .*Save it as UTF-8/);
});

test("where the file can be written, it is spent without a word", async () => {
  const result = await loginIn(UTF8);
  expect(result).toEqual({
    code: 0,
    operations: ["RefreshToken", "Exchange"],
    isUnchanged: false,
    stderr: "",
  });
});

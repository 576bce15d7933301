import { execFile } from "node:child_process";
import { get } from "node:http";
import { homedir } from "node:os";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { MACHINE_VARIABLES } from "./machine-variables.ts";
import { startOrigin } from "./runtimes/origin.ts";

// The address of the metadata service: a test that runs on a cloud server must not find its credentials.
const elsewhere = "http://100.100.100.200/latest/meta-data/";
const refused = "tests talk to loopback only";

test("fetch reaches loopback only", async () => {
  const { cause } = await fetch(elsewhere).then(
    () => new Error("reached"),
    (error: Error) => error,
  );
  expect(String(cause)).toContain(refused);

  const origin = await startOrigin();
  expect((await fetch(`${origin.url}/sts/`)).status).toBe(400);
  await origin.close();
});

test("node:http reaches loopback only", async () => {
  const error = await new Promise((resolve) => get(elsewhere, resolve).on("error", resolve));
  expect(String(error)).toContain(refused);
});

test("the machine's credentials are out of sight", () => {
  expect(Object.keys(process.env).filter((name) => MACHINE_VARIABLES.test(name))).toEqual([]);
  expect(homedir()).toContain("alicred-no-such-home");
});

test("the set-up file hides variables that point at credentials, regions and proxies, or choose a language, and no others", async () => {
  const hidden = [
    "ALIBABA_CLOUD_ACCESS_KEY_ID",
    "ALIBABACLOUD_PROFILE",
    "ALICLOUD_REGION",
    "ALICRED_CREDENTIALS_URI_TOKEN",
    "ACCESS_KEY_ID",
    "SECURITY_TOKEN",
    "REGION",
    "REGION_ID",
    "HTTPS_PROXY",
    "http_proxy",
    "NO_PROXY",
    "LANG",
    "LC_ALL",
  ];
  const kept = ["PATH", "LC_TIME", "MY_ACCESS_KEY_ID", "ALICRED_CASES"];
  const all = Object.fromEntries([...hidden, ...kept].map((name) => [name, process.env[name] ?? "x"]));
  const script = `await import(${JSON.stringify(new URL("hermetic.ts", import.meta.url).href)});
    console.log(JSON.stringify(Object.keys(process.env)));`;
  const args = ["--import", "tsx", "--input-type=module", "-e", script];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: all });
  const left: readonly string[] = JSON.parse(stdout);
  expect(hidden.filter((name) => left.includes(name))).toEqual([]);
  expect(kept.filter((name) => !left.includes(name))).toEqual([]);
  expect(left).toContain("HOME");
});

import { get } from "node:http";
import { homedir } from "node:os";
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

test.each([
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
])("%s would be hidden", (name) => {
  expect(name).toMatch(MACHINE_VARIABLES);
});

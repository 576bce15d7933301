import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { providerBlockOf } from "../src/command/terraform/block.ts";
import { runInProcess } from "./support/in-process.ts";

// `--provider-config DIR`: the provider block of a Terraform folder, with the values of its variables.

const SECRET = "canary-secret";
const root = mkdtempSync(join(tmpdir(), "alicred-terraform-"));
afterAll(() => rmSync(root, { recursive: true }));

let count = 0;
function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = join(root, String(count++));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const blockOf = (
  files: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
  alias?: string,
): Promise<unknown> => providerBlockOf(folderWith(files), alias, { env: (name) => env[name] });

const VARIABLES = `
variable "region" { default = "cn-hangzhou" }
variable "key" {
  type      = string
  sensitive = true
}
variable "roles" {
  type    = map(string)
  default = { deploy = "acs:ram::1:role/deploy" }
}
locals {
  prefix  = "acme"
  session = "\${local.prefix}-\${var.region}"
}
`;

test("values come from defaults, locals, TF_VAR_ and files of values, as Terraform ranks them", async () => {
  const files = {
    "variables.tf": VARIABLES,
    "main.tf": `
provider "alicloud" {
  region     = var.region
  access_key = "\${var.key}"
  secret_key = "a$\${b}\\"c\\n-\${var.key}"
  profile    = null
  assume_role {
    role_arn           = var.roles["deploy"]
    session_name       = local.session
    session_expiration = 3600
  }
  endpoints { sts = "sts.cn-beijing.aliyuncs.com" }
}
provider "aws" { region = "us-east-1" }
`,
  };
  const env = { TF_VAR_key: "LTAIenv", TF_VAR_region: "cn-qingdao" };
  expect(await blockOf(files, env)).toEqual({
    region: "cn-qingdao",
    access_key: "LTAIenv",
    secret_key: `a\${b}"c\n-LTAIenv`,
    profile: null,
    assume_role: [
      { role_arn: "acs:ram::1:role/deploy", session_name: "acme-cn-qingdao", session_expiration: 3600 },
    ],
    endpoints: [{ sts: "sts.cn-beijing.aliyuncs.com" }],
  });
  const more = { ...files, "terraform.tfvars": 'region = "cn-zhangjiakou"\nkey = "LTAIfile"\n' };
  expect(await blockOf(more, env)).toMatchObject({ region: "cn-zhangjiakou", access_key: "LTAIfile" });
  const most = { ...more, "b.auto.tfvars.json": `{"key": "\${x}"}`, "a.auto.tfvars": 'key = "LTAIa"' };
  expect(await blockOf(most, env)).toMatchObject({ region: "cn-zhangjiakou", access_key: `\${x}` });
});

test("Terraform's JSON, local names and files that override are understood", async () => {
  const block = await blockOf({
    "main.tf.json": JSON.stringify({
      terraform: [{ required_providers: [{ ali: { source: "registry.terraform.io/aliyun/alicloud" } }] }],
      variable: { region: { default: "cn-wulanchabu" } },
      provider: { ali: { region: `\${var.region}`, profile: "dev" } },
    }),
    "dev_override.tf": 'provider "ali" {\n  profile = "other"\n}\n',
    "only-resources.tf": 'resource "x" "y" { broken',
  });
  expect(block).toEqual({ region: "cn-wulanchabu", profile: "other" });
});

test("paths count from the folder", async () => {
  const folder = folderWith({
    "main.tf": `
provider "alicloud" {
  shared_credentials_file = "./config.json"
  assume_role_with_oidc { oidc_token_file = "\${path.module}/token" }
}
provider "alicloud" {
  alias = "home"
  shared_credentials_file = pathexpand("~/.aliyun/config.json")
}`,
  });
  const host = { env: () => undefined };
  expect(await providerBlockOf(folder, undefined, host)).toEqual({
    shared_credentials_file: join(folder, "config.json"),
    assume_role_with_oidc: [{ oidc_token_file: `${folder}/token` }],
  });
  expect(await providerBlockOf(folder, "home", host)).toEqual({
    shared_credentials_file: "~/.aliyun/config.json",
  });
});

test.each([
  ["upper(var.region)", /region: upper\(\) is known to Terraform alone/],
  ["data.alicloud_regions.current.id", /region: data\.alicloud_regions is known/],
  ["alicloud_vpc.main.region", /region: alicloud_vpc\.main is known/],
  ['var.region == "x" ? "a" : "b"', /region: an expression of this kind is known/],
  ["var.key", /region: var\.key has no value: no default, no TF_VAR_key/],
  ["var.other", /region: var\.other is not declared/],
  ["local.none", /region: local\.none is not defined/],
  ['var.roles["none"]', /region: var\.roles "none" is known/],
  ["terraform.workspace", /region: terraform\.workspace is known/],
  ['"%{ if true }a%{ endif }"', /region: an expression of this kind/],
])("%s is said to be unknowable, by the name of the argument", async (expression, message) => {
  const files = {
    "main.tf": `${VARIABLES}\nprovider "alicloud" {\n  secret_key = "${SECRET}"\n  region = ${expression}\n}\n`,
  };
  const failure = await blockOf(files).catch(String);
  expect(failure).toMatch(message);
  expect(failure).not.toContain(SECRET);
  // An argument without a bearing on the identity does not matter.
  const harmless = { "main.tf": files["main.tf"].replace("region = ", "max_retry_timeout = ") };
  expect(await blockOf(harmless)).toEqual({ secret_key: SECRET });
});

test("a local that refers to itself, and a block that is made dynamically, are said", async () => {
  const cycle = 'locals {\n  a = local.b\n  b = local.a\n}\nprovider "alicloud" {\n  region = local.a\n}\n';
  await expect(blockOf({ "main.tf": cycle })).rejects.toThrow(/region: local\.a refers to itself/);
  const dynamic =
    'provider "alicloud" {\n  dynamic "assume_role" {\n    for_each = []\n    content {}\n  }\n}\n';
  await expect(blockOf({ "main.tf": dynamic })).rejects.toThrow(
    /assume_role: dynamic "assume_role" is known/,
  );
});

describe("the command", () => {
  const env = { HOME: root, USERPROFILE: root };
  const run = async (
    files: Readonly<Record<string, string>>,
    ...args: readonly string[]
  ): Promise<{ code: number; stdout: string; stderr: string }> =>
    runInProcess(["resolve", "--json", "--provider-config", folderWith(files), ...args], env);
  const key = `access_key = "LTAIx"\n  secret_key = "${SECRET}"`;

  test("resolves what a block says", async () => {
    const { stdout } = await run({
      "main.tf": `provider "alicloud" {\n  ${key}\n  region = "cn-shenzhen"\n}\n`,
    });
    expect(JSON.parse(stdout)).toMatchObject({ accessKeyId: "LTAIx", region: "cn-shenzhen" });
  });

  const aliased = `provider "alicloud" {\n  alias = "hk"\n  ${key}\n}\nprovider "alicloud" {\n  alias = "sg"\n}\n`;

  test.each([
    ["no block", { "main.tf": "locals {}\n" }, [], 2, /no block provider "alicloud"[\s\S]*--as terraform/],
    ["no file", { "README.md": "" }, [], 2, /no \.tf or \.tf\.json file/],
    ["aliases alone", { "main.tf": aliased }, [], 2, /alias only: hk, sg\. Choose one: --provider-alias/],
    [
      "an unknown alias",
      { "main.tf": aliased },
      ["--provider-alias", "cn"],
      2,
      /no provider block with the alias "cn". It has: hk, sg/,
    ],
    [
      "two blocks",
      { "main.tf": 'provider "alicloud" {}\nprovider "alicloud" {}\n' },
      [],
      1,
      /several provider blocks without an alias/,
    ],
    [
      "broken HCL",
      { "main.tf": `provider "alicloud" {\n  secret_key = "${SECRET}\n}\n` },
      [],
      1,
      /main\.tf: line 2, column \d+/,
    ],
    [
      "broken JSON",
      { "main.tf.json": `{\n  "provider": {"alicloud": {"secret_key": "${SECRET}" x` },
      [],
      1,
      /main\.tf\.json:2:\d+ is not valid JSON/,
    ],
  ] as const)("%s is told, and nothing of the text", async (_what, files, args, code, message) => {
    const run1 = await run(files, ...args);
    expect({ code: run1.code, stdout: run1.stdout }).toEqual({ code, stdout: "" });
    expect(run1.stderr).toMatch(message);
    expect(run1.stderr).not.toContain(SECRET);
  });

  test("an alias is chosen by name", async () => {
    const { stdout } = await run({ "main.tf": aliased }, "--provider-alias", "hk");
    expect(JSON.parse(stdout)).toMatchObject({ accessKeyId: "LTAIx" });
  });

  test("one file of a folder, and an alias without a folder, are wrong use", async () => {
    const folder = folderWith({ "main.tf": "" });
    const one = await runInProcess(["why", "--provider-config", join(folder, "main.tf")], env);
    expect(one).toMatchObject({ code: 2, stderr: expect.stringContaining(`--provider-config ${folder}`) });
    const none = await runInProcess(["why", "--provider-alias", "x"], env);
    expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining("--provider-config DIR") });
  });
});

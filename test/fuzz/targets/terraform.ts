// Provider blocks of Terraform: as values, and as the files of a folder.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ProviderBlock, terraform, terraformRegion } from "@alicred/presets/terraform";
import * as fc from "fast-check";
import { providerBlockOf } from "../../../cli/src/command/terraform/block.ts";
import { CANARY_SECRET, CANARY_TOKEN } from "../support/canaries.ts";
import { nearJson } from "../support/hostile.ts";
import { fuzzHost, resolveAll, typed } from "../support/resolve.ts";
import type { FuzzTarget } from "../target.ts";

const blocks: readonly object[] = [
  { access_key: "LTAIfuzz", secret_key: CANARY_SECRET, security_token: CANARY_TOKEN, region: "cn-beijing" },
  {
    access_key: "LTAIfuzz",
    secret_key: CANARY_SECRET,
    assume_role: [
      { role_arn: "acs:ram::1:role/x", session_name: "s", session_expiration: "900", policy: "{}" },
    ],
  },
  {
    profile: "p",
    shared_credentials_file: "/home/test/.aliyun/config.json",
    endpoints: { sts: "sts.aliyuncs.com" },
  },
  { ecs_role_name: "app", client_read_timeout: 1000, client_connect_timeout: 1000, protocol: "HTTPS" },
  { credentials_uri: "http://127.0.0.1:1/", alias: "x" },
  {
    assume_role_with_oidc: {
      oidc_provider_arn: "acs:ram::1:oidc-provider/x",
      oidc_token: CANARY_TOKEN,
      role_arn: "acs:ram::1:role/x",
      session_expiration: 0,
    },
  },
];

export const providerBlock: FuzzTarget = {
  name: "provider-block",
  grammar: nearJson(blocks),
  words: ["access_key", "assume_role", "session_expiration", "profile", "endpoints", "region"],
  async feed(input) {
    const block = parsed(input);
    if (block === undefined) return [];
    const host = fuzzHost({ files: { "/home/test/.aliyun/config.json": "{}" } });
    const outputs = await Promise.all([
      resolveAll(() => terraform(block), host),
      resolveAll(() => terraform(block, { compat: "provider" }), host),
      terraformRegion(block, host).then(
        (region) => [region.from],
        (thrown) => [typed(thrown)],
      ),
    ]);
    return outputs.flat();
  },
};

/** The command makes sure that a block is an object. */
function parsed(input: string): ProviderBlock | undefined {
  try {
    const value: unknown = JSON.parse(input);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as ProviderBlock)
      : undefined;
  } catch {
    return undefined;
  }
}

const value = fc.oneof(
  fc.constantFrom(
    '"LTAIfuzz"',
    `"${CANARY_SECRET}"`,
    "null",
    "900",
    "true",
    '""',
    "[]",
    "{}",
    "var.a",
    "local.b",
  ),
  fc.constantFrom(
    `"$\{var.a}-$\{local.b}"`,
    '"%{if true}x%{endif}"',
    "var.c.d",
    'try(var.a, "x")',
    '"$${x}"',
    'file("x")',
  ),
  fc.constantFrom(
    "<<EOT\nx\nEOT\n",
    "data.x.y.z",
    "local.loop",
    "path.module",
    "terraform.workspace",
    '"\\u0041"',
  ),
);
const argument = fc
  .tuple(
    fc.constantFrom("access_key", "secret_key", "region", "alias", "profile", "default", "a", "b", "loop"),
    value,
  )
  .map((pair) => pair.join(" = "));
const body = fc.array(argument, { maxLength: 3 }).map((lines) => `{\n${lines.join("\n")}\n}`);
const blockHead = fc.constantFrom(
  ...[
    'provider "alicloud"',
    'provider "ali"',
    'variable "a"',
    'variable "c"',
    "locals",
    "terraform",
    "assume_role",
  ],
  ...['provider "alicloud" {\nassume_role', 'dynamic "assume_role"', "terraform { required_providers"],
);

export const hcl: FuzzTarget = {
  name: "hcl",
  grammar: fc
    .array(
      fc.tuple(blockHead, body).map((pair) => pair.join(" ")),
      { minLength: 1, maxLength: 4 },
    )
    .map((all) => all.join("\n")),
  words: ["provider", '"alicloud"', `$\{var.a}`, "local.b", "<<EOT", "dynamic"],
  async feed(input) {
    const folder = await mkdtemp(join(tmpdir(), "alicred-fuzz-"));
    try {
      await writeFile(join(folder, "main.tf"), input);
      const env = (name: string): string | undefined => (name === "TF_VAR_a" ? CANARY_SECRET : undefined);
      const block = await providerBlockOf(folder, undefined, { env }).catch(typed);
      return block instanceof Error ? [block] : resolveAll(() => terraform(block), fuzzHost());
    } finally {
      await rm(folder, { recursive: true });
    }
  },
};

// Terraform as one of the clients, where it and its provider are.
import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Client } from "./client.ts";

const execute = promisify(execFile);

const PLAN = `terraform {
  required_providers {
    alicloud = { source = "aliyun/alicloud" }
  }
}

provider "alicloud" {
  region = "cn-hangzhou"
}

data "alicloud_caller_identity" "now" {}

output "arn" {
  value = data.alicloud_caller_identity.now.arn
}
`;

/**
 * Terraform in a folder with a plan, its provider installed from the mirror that `TF_CLI_CONFIG_FILE` names.
 *
 * @returns why it is left out, where Terraform or the mirror is missing
 */
export async function prepareTerraform(folder: string): Promise<Client | string> {
  const { TERRAFORM: program = "terraform", TF_CLI_CONFIG_FILE: mirror, PATH } = process.env;
  const env = { CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" };
  const version = await execute(program, ["version", "-json"], { env: { PATH, ...env } }).then(
    ({ stdout }) => String(JSON.parse(stdout).terraform_version),
    () => undefined,
  );
  if (version === undefined) return "Terraform is not installed here; TERRAFORM names it.";
  if (mirror === undefined)
    return "Terraform is left out: its provider is downloaded nowhere. TF_CLI_CONFIG_FILE names a configuration with a provider mirror.";
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "main.tf"), PLAN);
  const given = { ...env, TF_CLI_CONFIG_FILE: mirror };
  try {
    const init = [`-chdir=${folder}`, "init", "-input=false", "-no-color"];
    await execute(program, init, { env: { PATH, HOME: folder, ...given }, timeout: 120_000 });
  } catch (error) {
    const [, problem = "no reason given"] = /Error: (.*)/.exec(String(Object(error).stderr)) ?? [];
    return `Terraform is left out: terraform init failed with the mirror of ${mirror}: ${problem}`;
  }
  const tell = fileURLToPath(new URL("programs/terraform.ts", import.meta.url));
  return {
    name: `terraform ${version}`,
    modes: "profiles",
    command: [process.execPath, "--import", "tsx", tell, folder],
    env: {
      ...given,
      TERRAFORM: program,
      SSL_CERT_FILE: "CA_FILE",
      ALIBABA_CLOUD_PROFILE: "default",
      // Without the kind of account the provider asks the billing service for it.
      ALIBABA_CLOUD_ACCOUNT_TYPE: "Domestic",
    },
    proxyEnv: { HTTPS_PROXY: "PROXY_URL", HTTP_PROXY: "PROXY_URL" },
  };
}

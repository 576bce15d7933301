// The aliyun CLI as one of the clients, where it is.
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Client } from "./client.ts";

const execute = promisify(execFile);

/** The program: `alicred exec` knows it by its name, `aliyun`, and gives it a file of its own. */
export const aliyunCli: string = process.env["ALIYUN_CLI"] ?? "aliyun";

/** @returns why it is left out, where it is missing */
export async function prepareAliyun(): Promise<Client | string> {
  const version = await execute(aliyunCli, ["version"]).then(
    ({ stdout }) => stdout.trim(),
    () => undefined,
  );
  if (version === undefined) return "The aliyun CLI is not installed here; ALIYUN_CLI names it.";
  return {
    name: `aliyun CLI ${version}`,
    modes: "profiles",
    command: [
      process.execPath,
      "--import",
      "tsx",
      fileURLToPath(new URL("programs/aliyun.ts", import.meta.url)),
    ],
    env: { SSL_CERT_FILE: "CA_FILE", ALIYUN_CLI: aliyunCli },
    proxyEnv: { HTTPS_PROXY: "PROXY_URL", HTTP_PROXY: "PROXY_URL" },
  };
}

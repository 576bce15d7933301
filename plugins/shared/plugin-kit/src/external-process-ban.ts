import type { Host } from "@alicred/core";
import { readVariable } from "./variables.ts";

/**
 * The setting that forbids profiles to run programs and to ask helpers: the variable
 * `ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS`, if it is `1` or `true`. `undefined` if they are allowed.
 */
export function externalProcessBan(host: Host): string | undefined {
  const setting = readVariable(host, ["ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS"]);
  return setting && /^(1|true)$/i.test(setting.value) ? setting.from : undefined;
}

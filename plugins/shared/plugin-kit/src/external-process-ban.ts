import type { Host } from "@alicred/core";
import { readVariable } from "./variables.ts";

/**
 * What forbids profiles to run programs and to ask helpers: the variable `ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS`, when
 * it is `1` or `true`. `undefined` when nothing does.
 */
export function externalProcessBan(host: Host): string | undefined {
  const setting = readVariable(host, ["ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS"]);
  return setting && /^(1|true)$/i.test(setting.value) ? setting.from : undefined;
}

import type { FuzzTarget } from "./target.ts";
import { configJson, editOfFile, ini } from "./targets/profiles.ts";
import { commandLine, processOutput } from "./targets/programs.ts";
import { serviceTargets } from "./targets/services.ts";
import { controlApi, services } from "./targets/simulators.ts";
import { hcl, providerBlock } from "./targets/terraform.ts";
import { keptSession, times } from "./targets/values.ts";

export const targets: readonly FuzzTarget[] = [
  ...[configJson, ini, editOfFile, processOutput, commandLine],
  ...serviceTargets,
  ...[providerBlock, hcl, controlApi, services, times, keptSession],
];

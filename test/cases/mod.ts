import type { RuntimeCase } from "./case.ts";
import { identityCases } from "./identities.ts";
import { interopCases } from "./interop.ts";
import { kernelCases } from "./kernel.ts";
import { modeCases } from "./modes/mod.ts";
import { ossCases } from "./oss.ts";
import { platformCases } from "./platform.ts";
import { realPathCases } from "./real-path.ts";
import { redactionCases } from "./redaction.ts";
import { serviceEntryCases } from "./service-entries.ts";
import { sharedCacheCases } from "./shared-cache.ts";
import { simulatedRunCases } from "./simulated-run/mod.ts";
import { stsCases } from "./sts.ts";
import { virtualTimeCases } from "./virtual-time.ts";

/** The one list that every runtime runs. */
export const cases: readonly RuntimeCase[] = [
  ...platformCases,
  ...redactionCases,
  ...kernelCases,
  ...stsCases,
  ...realPathCases,
  ...interopCases,
  ...ossCases,
  ...identityCases,
  ...modeCases,
  ...serviceEntryCases,
  ...sharedCacheCases,
  ...simulatedRunCases,
  ...virtualTimeCases,
];

import type { RuntimeCase } from "./case.ts";
import { platformCases } from "./platform.ts";

/** The one list that every runtime runs. */
export const cases: readonly RuntimeCase[] = [...platformCases];

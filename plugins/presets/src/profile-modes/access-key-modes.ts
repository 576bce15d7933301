import { externalMode } from "@alicred/external";
import type { ProfileMode } from "@alicred/plugin-kit";
import { httpModes } from "./http-modes.ts";

/** The modes that lead to an access key. */
export const accessKeyModes: readonly ProfileMode[] = [...httpModes, externalMode];

import { anonymousMode } from "@alicred/anonymous";
import { bearerTokenMode } from "@alicred/bearer-token";
import type { ProfileMode } from "@alicred/plugin-kit";
import { rsaKeyPairMode } from "@alicred/rsa-key-pair";
import { accessKeyModes } from "./access-key-modes.ts";

/** Every mode of `config.json`. */
export const allModes: readonly ProfileMode[] = [
  ...accessKeyModes,
  rsaKeyPairMode,
  bearerTokenMode,
  anonymousMode,
];

import type { CredentialSource } from "@alicred/core";
import type { Profile, ProfileMode } from "@alicred/plugin-kit";
import { anonymousSource } from "./source.ts";

/** `Anonymous`: no credentials, by design. */
export const anonymousMode: ProfileMode = { mode: "Anonymous", source: sourceOf };

function sourceOf({ name }: Profile): CredentialSource {
  return anonymousSource(`profile "${name}"`);
}

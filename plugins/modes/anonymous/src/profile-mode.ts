import type { CredentialSource, Profile, ProfileMode } from "@alicred/core";
import { anonymousSource } from "./source.ts";

/** `Anonymous`: no credentials, by design. */
export const anonymousMode: ProfileMode = { mode: "Anonymous", source: sourceOf };

function sourceOf({ name }: Profile): CredentialSource {
  return anonymousSource(`profile "${name}"`);
}

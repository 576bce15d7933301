import type { Transcript } from "./recorder.ts";

/** SHA-256 of what each service said, shortened. */
export async function digestsOf(transcript: Transcript): Promise<Readonly<Record<string, string>>> {
  const digests: Record<string, string> = {};
  for (const [service, text] of Object.entries(transcript)) {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
    digests[service] = Array.from(digest.subarray(0, 12), (byte) => byte.toString(16).padStart(2, "0")).join(
      "",
    );
  }
  return digests;
}

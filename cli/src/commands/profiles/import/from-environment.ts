import type { Host } from "@alicred/core";
import { readVariable } from "@alicred/plugin-kit";
import { type Candidate, candidateOf } from "./candidate.ts";

/** The families of names, in the order of the official SDKs first. */
const FAMILIES = ["ALIBABA_CLOUD", "ALICLOUD", "ALIBABACLOUD"] as const;

/** The ends of the names in every family, by what they hold. */
const SUFFIXES: Readonly<Record<string, readonly string[]>> = {
  access_key_id: ["ACCESS_KEY_ID", "ACCESS_KEY"],
  access_key_secret: ["ACCESS_KEY_SECRET", "SECRET_KEY"],
  security_token: ["SECURITY_TOKEN"],
};

/** The identity that variables of the environment hold: a key of one family, or a token file. */
export function fromEnvironment(host: Host, name: string): Candidate | undefined {
  const region = readVariable(
    host,
    FAMILIES.flatMap((family) => [`${family}_REGION_ID`, `${family}_REGION`]),
  )?.value;
  for (const family of FAMILIES) {
    const values = Object.entries(SUFFIXES).map(([field, suffixes]) => [
      field,
      readVariable(
        host,
        suffixes.map((suffix) => `${family}_${suffix}`),
      )?.value ?? "",
    ]);
    const candidate = candidateOf(name, { ...Object.fromEntries(values), region: region ?? "" });
    if (candidate !== undefined) return candidate;
  }
  const of = (suffix: string): string => readVariable(host, [`ALIBABA_CLOUD_${suffix}`])?.value ?? "";
  return candidateOf(name, {
    oidc_token_file_path: of("OIDC_TOKEN_FILE"),
    oidc_provider_arn: of("OIDC_PROVIDER_ARN"),
    role_arn: of("ROLE_ARN"),
    role_session_name: of("ROLE_SESSION_NAME"),
    region: region ?? "",
  });
}

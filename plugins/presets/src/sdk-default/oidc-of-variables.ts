import type { CredentialSource } from "@alicred/core";
import { oidcSource } from "@alicred/oidc";
import { memoizedSource, notConfiguredSource, readVariable } from "@alicred/plugin-kit";

const NAME = "oidc";
const TOKEN_FILE = "ALIBABA_CLOUD_OIDC_TOKEN_FILE";
const VARIABLES = ["ALIBABA_CLOUD_ROLE_ARN", "ALIBABA_CLOUD_OIDC_PROVIDER_ARN", TOKEN_FILE] as const;

/** OIDC where all three of its variables are set, as they are in a pod of ACK; fewer do not ask for it. */
export function oidcOfVariables(): CredentialSource {
  return memoizedSource(
    NAME,
    (context) => {
      const { host } = context;
      const missing = VARIABLES.filter((name) => readVariable(host, [name]) === undefined);
      if (missing.length > 0 && readVariable(host, VARIABLES.slice(1)) !== undefined)
        context.warn(`OIDC is half configured, and passed over: ${missing.join(" and ")} is not set.`);
      return missing.length === 0 ? readVariable(host, [TOKEN_FILE])?.value : undefined;
    },
    (file) =>
      file === undefined
        ? notConfiguredSource(NAME, `environment variables ${VARIABLES.join(", ")}, all three`)
        : oidcSource(
            { token: { file }, families: ["ALIBABA_CLOUD"] },
            () => `environment variable ${TOKEN_FILE}`,
          ),
  );
}

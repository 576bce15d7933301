import {
  ConfigurationError,
  type CredentialSource,
  failed,
  nonEmptyString,
  parseOptions,
  type StandardSchema,
  schemaOf,
} from "@alicred/core";
import type { Profile, ProfileMode } from "@alicred/plugin-kit";
import { BearerToken } from "./bearer-token.ts";
import { NAME } from "./name.ts";

interface BearerTokenFields {
  readonly bearer_token: string;
  readonly bearer_token_header_key?: string | undefined;
}

const bearerTokenFields: StandardSchema<BearerTokenFields> = schemaOf(
  { bearer_token: nonEmptyString, bearer_token_header_key: nonEmptyString },
  ["bearer_token"],
);

/** The bearer token of a profile. */
export function readBearerToken({ name, fields }: Pick<Profile, "name" | "fields">): BearerToken {
  const { bearer_token, bearer_token_header_key } = parseOptions(
    bearerTokenFields,
    fields,
    `profile "${name}"`,
    "INVALID_CONFIGURATION",
  );
  return new BearerToken(bearer_token, bearer_token_header_key);
}

/** `BearerToken`: a token that signs nothing. The source fails with `NO_ACCESS_KEY`; `readBearerToken` has the token. */
export const bearerTokenMode: ProfileMode = { mode: "BearerToken", source: sourceOf };

function sourceOf(profile: Profile): CredentialSource {
  readBearerToken(profile);
  const { name } = profile;
  return {
    name: NAME,
    async resolve(context) {
      context.supplied("bearerToken", `field bearer_token of profile "${name}"`);
      const message = `profile "${name}" has a bearer token, and no access key, by design. A bearer token signs nothing: send it in its header, or choose another profile.`;
      return failed(new ConfigurationError("NO_ACCESS_KEY", message));
    },
  };
}

import { ConfigurationError, type FieldSchema, failed, parseFields, schemaOf } from "@alicred/core";
import { type Profile, type ProfileMode, printable } from "@alicred/plugin-kit";
import { BearerToken, headerName, NAME } from "./source.ts";

interface BearerTokenFields {
  readonly bearer_token: string;
  readonly bearer_token_header_key?: string | undefined;
}

const bearerTokenFields: FieldSchema<BearerTokenFields> = schemaOf(
  { bearer_token: printable, bearer_token_header_key: headerName },
  ["bearer_token"],
);

/**
 * The bearer token of a profile.
 *
 * @throws {ConfigurationError} `INVALID_CONFIGURATION` when `bearer_token` is missing or cannot be sent in a header.
 */
export function readBearerToken({ name, fields }: Pick<Profile, "name" | "fields">): BearerToken {
  const { bearer_token, bearer_token_header_key } = parseFields(
    bearerTokenFields,
    fields,
    `profile "${name}"`,
    "INVALID_CONFIGURATION",
  );
  return new BearerToken(bearer_token, bearer_token_header_key);
}

/** `BearerToken`: a token that cannot sign. The source fails with `NO_ACCESS_KEY`; `readBearerToken` returns the token. */
export const bearerTokenMode: ProfileMode = {
  mode: "BearerToken",
  fields: ["bearer_token"],
  source(profile) {
    readBearerToken(profile);
    const { name } = profile;
    return {
      name: NAME,
      async resolve(context) {
        context.supplied("bearerToken", `field bearer_token of profile "${name}"`);
        const message = `profile "${name}" has a bearer token, but no access key, by design. A bearer token cannot sign requests: send it in its header, or choose another profile.`;
        return failed(new ConfigurationError("NO_ACCESS_KEY", message));
      },
    };
  },
};

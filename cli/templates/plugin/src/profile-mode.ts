import { nonEmptyString, parseOptions, type StandardSchema, schemaOf } from "@alicred/core";
import type { ProfileMode } from "@alicred/plugin-kit";
import { addressRule, camelNameSource } from "./source.ts";

interface PascalNameFields {
  readonly snake_name_address?: string | undefined;
  readonly snake_name_token?: string | undefined;
}

const camelNameFields: StandardSchema<PascalNameFields> = schemaOf<PascalNameFields>({
  snake_name_address: addressRule,
  snake_name_token: nonEmptyString,
});

/** `PascalName`: a profile of `config.json` for NAME. The variables complete what it leaves out. */
export const camelNameMode: ProfileMode = {
  mode: "PascalName",
  fields: ["snake_name_address"],
  optionalFields: ["snake_name_token"],
  source({ name, fields }) {
    const what = `profile "${name}"`;
    const { snake_name_address: address, snake_name_token: token } = parseOptions(
      camelNameFields,
      fields,
      what,
      "INVALID_CONFIGURATION",
    );
    return camelNameSource({ address, token }, (option) => `field snake_name_${option} of ${what}`);
  },
};

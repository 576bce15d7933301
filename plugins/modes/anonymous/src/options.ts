import { type StandardSchema, schemaOf } from "@alicred/core";

/** There is nothing to choose. */
export type AnonymousOptions = Readonly<Record<string, never>>;

export const anonymousOptions: StandardSchema<AnonymousOptions> = schemaOf({});

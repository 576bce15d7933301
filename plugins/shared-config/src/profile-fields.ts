import type { ProfileFields } from "@alicred/core";

/** The fields that count: the official clients write every field that they know, empty ones included. */
export function presentFields(fields: ProfileFields): ProfileFields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => (value ?? "") !== ""));
}

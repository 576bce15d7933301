import { whyText } from "./text.ts";

/** The place that a value is from, in the reader's language; names of variables and arguments stay as they are. */
export function placeText(place: string): string {
  const text = whyText();
  const [, profile] = /^profile "(.*)"$/s.exec(place) ?? [];
  if (profile !== undefined) return text.ofProfile(profile);
  const [, field] = /^field (\w+)$/.exec(place) ?? [];
  return field === undefined ? place : text.ofField(field);
}

import { nearestNames } from "@alicred/plugin-kit";
import { type Catalogue, catalogue } from "../terminal/language.ts";

const en = {
  nearest: (names: string): string => ` Did you mean ${names}?`,
};

const zh: typeof en = {
  nearest: (names) => `您是否想用 ${names}？`,
};

export const didYouMeanText: Catalogue<typeof en> = catalogue({ en, zh });

/** The end of a message about a name that does not exist: the nearest that do, or nothing. */
export function didYouMean(wanted: string, names: Iterable<string>): string {
  const list = /".*"/.exec(nearestNames(wanted, names))?.[0];
  return list === undefined ? "" : didYouMeanText().nearest(list);
}

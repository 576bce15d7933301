import type { RuntimeCase } from "../case.ts";
import { externalMode } from "./external-mode.ts";
import { keyModes } from "./key-modes.ts";
import type { Mode, Situation } from "./mode.ts";
import { serviceModes } from "./service-modes.ts";
import { situations } from "./situations.ts";

const modes: readonly Mode[] = [...keyModes, ...serviceModes, externalMode];

const columns = Object.keys(situations) as Situation[];

function caseName(mode: string, situation: string): string {
  return `mode ${mode}: ${situation}`;
}

/** Every mode in every situation, each in a world and on a clock of its own. */
export const modeCases: readonly RuntimeCase[] = modes.flatMap((mode) =>
  columns
    .filter((situation) => mode.lacks?.[situation] === undefined)
    .map((situation) => ({
      name: caseName(mode.name, situation),
      ...(mode.except && { except: mode.except }),
      run: async (t) => situations[situation](t, await mode.prepare()),
    })),
);

/** The situations that a mode cannot come into, a line each. */
export const missingSituations: readonly string[] = modes.flatMap(({ name, lacks = {} }) =>
  Object.entries(lacks).map(([situation, reason]) => `${name}, ${situation}: ${reason}`),
);

/**
 * The modes as rows and the situations as columns of a table.
 *
 * @param cell what to say of a case, by its name; where a mode cannot come into a situation a dash stands
 */
export function modeMatrix(cell: (caseName: string) => string): readonly (readonly string[])[] {
  const names = new Set(modeCases.map(({ name }) => name));
  const row = ({ name }: Mode): readonly string[] => [
    name,
    ...columns.map((situation) => {
      const one = caseName(name, situation);
      return names.has(one) ? cell(one) : "-";
    }),
  ];
  return [["mode", ...columns], ...modes.map(row)];
}

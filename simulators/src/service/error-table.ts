import type { ErrorOverrides } from "../world/schema/error-overrides.ts";

/** An error of a service, in a table by the simulator's name of it. The code is that name unless the row has another. */
export interface ErrorRow {
  readonly status: number;
  readonly code?: string;
}

/** Names of the errors by which most services answer `throttling`, `internal-error` and `unavailable`. */
export const usualRefusals: Readonly<Record<string, string>> = {
  throttling: "Throttling",
  "internal-error": "InternalError",
  unavailable: "ServiceUnavailable",
};

/** Whether a table has an error of this name. */
export function isErrorOf<Name extends string>(
  table: Readonly<Record<Name, ErrorRow>>,
  name: string,
): name is Name {
  return Object.hasOwn(table, name);
}

/** Status and code of an error, those that the world gives it first. */
export function statusAndCode<Name extends string>(
  table: Readonly<Record<Name, ErrorRow>>,
  name: Name,
  overrides?: ErrorOverrides<Name>,
): { readonly status: number; readonly code: string } {
  const own = table[name];
  const { status = own.status, code = own.code ?? name } = overrides?.[name] ?? {};
  return { status, code };
}

import { z } from "zod";
import { ownMember } from "./names.ts";

/**
 * How it is known that the real service answers like this: `seen` in a reply that somebody quoted in public, asserted by
 * a vendor's test against the `live` service, in the vendor's documentation (`doc`) or `code`, or `assumed`.
 */
export type Evidence = "live" | "seen" | "doc" | "code" | "assumed";

/**
 * An error of a service, in a table by the simulator's name of it. The code is that name unless the row has another.
 */
export interface ErrorRow {
  readonly status: number;
  readonly code?: string;
  readonly evidence?: Evidence;
}

/** How faults name the errors of a service. */
export interface ErrorNames {
  readonly codes: readonly string[];
  has(code: string): boolean;
  /** Whether a fault may also give a status and a message, and with a status any other code. Default false. */
  readonly open?: boolean;
}

/** A table of errors, by the simulator's names of them. */
export type ErrorTable = Readonly<Record<string, ErrorRow>>;

/** Errors that faults name as the table does. */
export function namesOf(table: ErrorTable): ErrorNames {
  return { codes: Object.keys(table), has: (code) => Object.hasOwn(table, code) };
}

/** Names of the errors by which most services answer these faults. */
const USUAL_REFUSALS: Readonly<Record<string, string>> = {
  throttling: "Throttling",
  "internal-error": "InternalError",
  unavailable: "ServiceUnavailable",
};

/**
 * The name of the error by which a service answers a fault, or the one asked for by its name.
 *
 * @throws `TypeError` for a name that the service does not have.
 */
export function refusalName<Name extends string>(
  service: string,
  table: Readonly<Record<Name, ErrorRow>>,
  refusal: string,
  refusals: Readonly<Record<string, string>> = USUAL_REFUSALS,
): Name {
  const name = ownMember(refusals, refusal) ?? refusal;
  if (isNameIn(table, name)) return name;
  throw new TypeError(
    `${service} has no error ${JSON.stringify(name)}; it has ${Object.keys(table).join(", ")}`,
  );
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

function isNameIn<Name extends string>(table: Readonly<Record<Name, ErrorRow>>, name: string): name is Name {
  return Object.hasOwn(table, name);
}

/**
 * Another status or code for errors of a service whose real ones are not documented, by the simulator's name for the
 * error.
 */
export type ErrorOverrides<Name extends string> = Readonly<
  Partial<
    Record<Name, { readonly status?: number | undefined; readonly code?: string | undefined } | undefined>
  >
>;

/** The overrides of a table of errors. */
export function errorOverridesSchema<Name extends string>(
  table: Readonly<Record<Name, unknown>>,
): z.ZodType<ErrorOverrides<Name>> {
  return z
    .partialRecord(
      z.enum(Object.keys(table) as Name[]),
      z.strictObject({
        status: z.int().min(400).max(599).optional(),
        code: z.string().min(1).optional(),
      }),
    )
    .describe("Another status or code for errors, by their name.");
}

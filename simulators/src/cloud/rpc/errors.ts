import type { ErrorOverrides } from "../errors.ts";
import { ownMember } from "../names.ts";
import { GATEWAY_ERRORS, type RpcErrorTable } from "./error-table.ts";

/** Key of the table. A part behind `:` chooses among texts of one code; `{0}` is filled in. */
export interface RpcErrorChoice {
  readonly row: string;
  /** The name to fill into the code or the text. */
  readonly subject?: string;
  /** For the journal alone. */
  readonly reason?: string;
  /** Replies about permissions may say more. */
  readonly detail?: Readonly<Record<string, string>> | undefined;
  /** Instead of those of the table, and of the world. */
  readonly status?: number | undefined;
  readonly message?: string | undefined;
}

/** A request that the gateway, or a product behind it, turns down. */
export class RpcError extends Error {
  readonly row: string;
  readonly subject: string;
  readonly code: string;
  readonly reason: string;
  readonly detail: Readonly<Record<string, string>> | undefined;
  readonly #status: number | undefined;
  readonly #table: RpcErrorTable;

  /** @param table - default: the errors of the gateway. */
  constructor(
    { row, subject = "", reason, detail, status, message }: RpcErrorChoice,
    table: RpcErrorTable = GATEWAY_ERRORS,
  ) {
    const text = message ?? filled(ownMember(table, row)?.message ?? row, subject);
    super(text);
    this.row = row;
    this.subject = subject;
    this.code = codeOf(row, subject);
    this.reason = reason ?? (row === "SignatureDoesNotMatch" ? "the signature is not ours" : text);
    this.detail = detail;
    this.#status = status;
    this.#table = table;
  }

  /** Status and code of the reply, those that the world gives this error before those of the table. */
  answer(overrides: ErrorOverrides<string> = {}): { readonly status: number; readonly code: string } {
    const { status, code } = ownMember(overrides, this.row) ?? {};
    return {
      status: this.#status ?? status ?? ownMember(this.#table, this.row)?.status ?? 400,
      code: code === undefined ? this.code : filled(code, this.subject),
    };
  }
}

/** Parameters that codes name. The first that fits counts. */
const NAMING_ROWS = [
  [/^MissingParameter\.(\w+)$/, "MissingParameter.{0}"],
  [/^InvalidParameter\.(\w+)$/, "InvalidParameter.{0}"],
  [/^Missing([A-Z]\w+)$/, "Missing{0}"],
] as const;

/**
 * Row and subject of a code as replies have it; `undefined` for one that the table lacks.
 *
 * @param usualSubjects - of messages when only their code is asked for, by the code.
 */
export function rowOfCode(
  table: RpcErrorTable,
  code: string,
  usualSubjects: Readonly<Record<string, string>>,
): Pick<RpcErrorChoice, "row" | "subject"> | undefined {
  if (Object.hasOwn(table, code) && codeOf(code, "") === code)
    return { row: code, subject: ownMember(usualSubjects, code) ?? "" };
  for (const [form, row] of NAMING_ROWS) {
    const [, subject] = form.exec(code) ?? [];
    if (subject !== undefined && Object.hasOwn(table, row)) return { row, subject };
  }
  return undefined;
}

/** Codes of errors as replies have them; of those that name a parameter, in one form. */
export function codesOf(table: RpcErrorTable): readonly string[] {
  return [...new Set(Object.keys(table).map((row) => codeOf(row, "<Parameter>")))];
}

function codeOf(row: string, subject: string): string {
  return filled(row.split(":", 1)[0] ?? row, subject);
}

function filled(text: string, subject: string): string {
  return text.replaceAll("{0}", () => subject);
}

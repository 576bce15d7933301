import type { ErrorOverrides } from "../../cloud/errors.ts";
import { ownMember } from "../../cloud/names.ts";
import { STS_ERRORS } from "./error-table.ts";

/** Codes of errors as replies have them; of those that name a parameter, in one form. */
export const STS_ERROR_CODES: readonly string[] = [
  ...new Set(Object.keys(STS_ERRORS).map((row) => codeOf(row, "<Parameter>"))),
];

/** The text about an OIDC token whose content is no JSON. */
export const UNREADABLE_TOKEN = "The Jwt content is invalid that cannot be recognized.";

/** Parameters that codes name. The first that fits counts. */
const NAMING_ROWS = [
  [/^MissingParameter\.(\w+)$/, "MissingParameter.{0}"],
  [/^InvalidParameter\.(\w+)$/, "InvalidParameter.{0}"],
  [/^Missing([A-Z]\w+)$/, "Missing{0}"],
] as const;

/** Subjects of messages when only their code is asked for. */
const USUAL_SUBJECTS: Readonly<Record<string, string>> = {
  InvalidParameter: "Action or Version",
  MissingParameter: "RoleArn",
  "AuthenticationFail.OIDCToken.Invalid": UNREADABLE_TOKEN,
  "AuthenticationFail.OIDCToken.IssuerConfigurationBroken": "https://oidc.simulated.example",
};

/** Key of the table. A part behind `:` chooses among texts of one code; `{0}` is filled in. */
export interface StsErrorChoice {
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

/** A request that STS turns down. */
export class StsError extends Error {
  readonly row: string;
  readonly subject: string;
  readonly code: string;
  readonly reason: string;
  readonly detail: Readonly<Record<string, string>> | undefined;
  readonly #status: number | undefined;

  constructor({ row, subject = "", reason, detail, status, message }: StsErrorChoice) {
    const text = message ?? filled(ownMember(STS_ERRORS, row)?.message ?? row, subject);
    super(text);
    this.row = row;
    this.subject = subject;
    this.code = codeOf(row, subject);
    this.reason = reason ?? (row === "SignatureDoesNotMatch" ? "the signature is not ours" : text);
    this.detail = detail;
    this.#status = status;
  }

  /** Status and code of the reply, those that the world gives this error before those of the table. */
  answer(overrides: ErrorOverrides<string> = {}): { readonly status: number; readonly code: string } {
    const { status, code } = ownMember(overrides, this.row) ?? {};
    return {
      status: this.#status ?? status ?? ownMember(STS_ERRORS, this.row)?.status ?? 400,
      code: code === undefined ? this.code : filled(code, this.subject),
    };
  }
}

/** Row and subject of a code as replies have it; `undefined` for one that STS has not. */
export function stsRowOf(code: string): Pick<StsErrorChoice, "row" | "subject"> | undefined {
  if (Object.hasOwn(STS_ERRORS, code) && codeOf(code, "") === code)
    return { row: code, subject: ownMember(USUAL_SUBJECTS, code) ?? "" };
  for (const [form, row] of NAMING_ROWS) {
    const [, subject] = form.exec(code) ?? [];
    if (subject !== undefined) return { row, subject };
  }
  return undefined;
}

function codeOf(row: string, subject: string): string {
  return filled(row.split(":", 1)[0] ?? row, subject);
}

function filled(text: string, subject: string): string {
  return text.replaceAll("{0}", () => subject);
}

import { codesOf, RpcError, type RpcErrorChoice, rowOfCode } from "../../cloud/rpc/errors.ts";
import { STS_ERRORS } from "./error-table.ts";

/** Codes of errors as replies have them; of those that name a parameter, in one form. */
export const STS_ERROR_CODES: readonly string[] = codesOf(STS_ERRORS);

/** The text about an OIDC token whose content is no JSON. */
export const UNREADABLE_TOKEN = "The Jwt content is invalid that cannot be recognized.";

/** Subjects of messages when only their code is asked for. */
const USUAL_SUBJECTS: Readonly<Record<string, string>> = {
  InvalidParameter: "Action or Version",
  MissingParameter: "RoleArn",
  "AuthenticationFail.OIDCToken.Invalid": UNREADABLE_TOKEN,
  "AuthenticationFail.OIDCToken.IssuerConfigurationBroken": "https://oidc.simulated.example",
};

/** A request that STS turns down. */
export class StsError extends RpcError {
  constructor(choice: RpcErrorChoice) {
    super(choice, STS_ERRORS);
  }
}

/** Row and subject of a code as replies have it; `undefined` for one that STS lacks. */
export function stsRowOf(code: string): Pick<RpcErrorChoice, "row" | "subject"> | undefined {
  return rowOfCode(STS_ERRORS, code, USUAL_SUBJECTS);
}

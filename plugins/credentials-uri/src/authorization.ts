import type { ResolveContext } from "@alicred/core";
import { readToken, readVariable, type TokenFrom } from "@alicred/sts";

const VARIABLE = "ALICRED_CREDENTIALS_URI_TOKEN";

/**
 * The header `Authorization`, if there is one to send. The default variables count only for a URI that is from the
 * environment too: a token must not reach a host that it was not made for.
 *
 * @throws {ConfigurationError} when a token is asked for and is not there.
 */
export async function authorizationHeader(
  context: ResolveContext,
  given: TokenFrom | undefined,
  isUriFromEnv: boolean,
): Promise<Record<string, string>> {
  const variable = isUriFromEnv ? readVariable(context.host, [VARIABLE, `${VARIABLE}_FILE`]) : undefined;
  const token = given ?? (variable?.from.endsWith("_FILE") ? { file: variable.value } : variable?.value);
  if (token === undefined) return {};
  const from = (given === undefined && variable?.from) || "argument authorization";
  const text = await readToken(context, token, from);
  context.supplied("authorization", from);
  return { authorization: text.includes(" ") ? text : `Bearer ${text}` };
}

import type { ResolveContext } from "@alicred/core";
import { readToken, readVariable, type TokenFrom } from "@alicred/sts";
import { NAME } from "./location.ts";

const VARIABLE = "ALICRED_CREDENTIALS_URI_TOKEN";

/**
 * The header `Authorization`, if there is one to send. The default variables count only for a URI that is from the
 * environment too: a token must not reach a host that it was not made for.
 *
 * @throws {ConfigurationError} when a token is asked for and is not there.
 */
export async function authorizationOf(
  context: ResolveContext,
  given: TokenFrom | undefined,
  isUriFromEnv: boolean,
): Promise<string | undefined> {
  const file = readVariable(context.host, [`${VARIABLE}_FILE`]);
  const variable = readVariable(context.host, [VARIABLE]);
  const fromEnv: TokenFrom | undefined = variable?.value ?? (file && { file: file.value });
  const token = given ?? (isUriFromEnv ? fromEnv : undefined);
  if (token === undefined) return undefined;
  const from = given !== undefined ? "argument authorization" : ((variable ?? file)?.from ?? VARIABLE);
  const text = await readToken(context, token, from, NAME);
  context.supplied("authorization", from);
  return text.includes(" ") ? text : `Bearer ${text}`;
}

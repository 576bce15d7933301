import type { ResolveContext } from "@alicred/core";
import { readToken, readTokenVariable, type TokenFrom } from "@alicred/plugin-kit";

const VARIABLE = "ALICRED_CREDENTIALS_URI_TOKEN";

/**
 * The header `Authorization`, if there is one to send. The default variables count only for a URI that is from the
 * environment too: a token must not reach a host that it was not made for.
 *
 * @throws {ConfigurationError} when a token is asked for and is not there.
 */
export async function authorizationHeader(
  context: ResolveContext,
  authorization: TokenFrom | undefined,
  isUriFromEnv: boolean,
): Promise<Record<string, string>> {
  const fromEnv = isUriFromEnv ? readTokenVariable(context.host, VARIABLE) : undefined;
  const setting =
    authorization === undefined ? fromEnv : { value: authorization, from: "argument authorization" };
  if (setting === undefined) return {};
  const text = await readToken(context, setting.value, setting.from);
  context.supplied("authorization", setting.from);
  return { authorization: text.includes(" ") ? text : `Bearer ${text}` };
}

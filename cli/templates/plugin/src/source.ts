import {
  type Answer,
  type CredentialSource,
  found,
  notConfigured,
  type ResolveContext,
  type Rule,
  type StandardSchema,
  schemaOf,
  sendRequest,
  statusError,
} from "@alicred/core";
import {
  checkSetting,
  parseEndpoint,
  readCredentials,
  readJsonReply,
  readToken,
  settingOf,
  type TokenFrom,
  tokenFrom,
} from "@alicred/plugin-kit";

const ADDRESS = "CONSTANT_NAME_ADDRESS";
const TOKEN = "CONSTANT_NAME_TOKEN";

export interface PascalNameOptions {
  /** The address of the service. Default: the variable `CONSTANT_NAME_ADDRESS`. */
  readonly address?: string | undefined;
  /** The token that the service wants. Default: the variable `CONSTANT_NAME_TOKEN`. */
  readonly token?: TokenFrom | undefined;
}

/** Plain HTTP is for this machine alone: anybody on the way would read the token. */
export const addressRule: Rule = {
  accepts: (value) => /^https?:/.test(String(value)) && parseEndpoint(String(value)) !== undefined,
  complaint: "is not an https: address of a server, without a path",
};

export const camelNameOptions: StandardSchema<PascalNameOptions> = schemaOf<PascalNameOptions>({
  address: addressRule,
  token: tokenFrom,
});

/**
 * The source for options that were checked.
 *
 * @param originOf says where an option came from, in traces and messages
 */
export function camelNameSource(
  options: PascalNameOptions,
  originOf: (option: "address" | "token") => string,
): CredentialSource {
  async function resolve(context: ResolveContext): Promise<Answer> {
    const setting = settingOf(context.host, options.address, originOf("address"), [ADDRESS]);
    const address = checkSetting(setting, addressRule);
    if (address === undefined) return notConfigured(`environment variable ${ADDRESS}`);
    context.supplied("address", address.from);
    const from = options.token ? originOf("token") : `environment variable ${TOKEN}`;
    const token = await readToken(context, options.token ?? { variable: TOKEN }, from);
    context.supplied("token", from);
    const url = `${parseEndpoint(address.value)}/credentials`;
    const headers = { authorization: `Bearer ${token}` };
    const reply = await sendRequest(context, () => ({ method: "GET", url, headers }));
    if (reply.status !== 200) throw statusError(context, "NAME", reply);
    // `names` says what the service calls the parts, if not AccessKeyId, AccessKeySecret, SecurityToken, Expiration.
    return found(readCredentials(readJsonReply(reply, "NAME"), { what: "NAME" }));
  }

  return { name: "NAME", resolve };
}

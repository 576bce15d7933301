import { readVariable } from "@alicred/plugin-kit";
import { endpointOf, fieldOf, requestToken } from "../fetch-token.ts";
import { AUDIENCE, type Platform } from "../platform.ts";

const URL_VARIABLE = "ACTIONS_ID_TOKEN_REQUEST_URL";
const KEY_VARIABLE = "ACTIONS_ID_TOKEN_REQUEST_TOKEN";
const HINT = "Give the job the permission id-token: write.";

/**
 * GitHub Actions: a job with `permissions: id-token: write` may ask for tokens of any audience.
 *
 * @see https://docs.github.com/en/actions/reference/security/oidc
 */
export const githubActions: Platform = {
  name: "github-actions",
  takes: ["audience"],
  carriers: () => [`environment variable ${URL_VARIABLE}`, `environment variable ${KEY_VARIABLE}`],
  hint: HINT,
  isDetectable: true,
  locate(context, { audience = AUDIENCE }) {
    const { host } = context;
    const address = readVariable(host, [URL_VARIABLE]);
    const key = readVariable(host, [KEY_VARIABLE]);
    if (!address || !key) return undefined;
    const token = (): Promise<string> => {
      const { href, search } = endpointOf(address);
      const url = `${href}${search ? "&" : "?"}audience=${encodeURIComponent(audience)}`;
      const headers = { authorization: `Bearer ${key.value}`, accept: "application/json" };
      return requestToken(context, {
        what: "The token endpoint of GitHub Actions",
        request: { method: "GET", url, headers },
        hint: HINT,
        tokenOf: fieldOf("value"),
      });
    };
    return { value: token, from: `the endpoint of ${address.from}` };
  },
};

import { ConfigurationError } from "@alicred/core";
import { readVariable } from "@alicred/plugin-kit";
import { endpointOf, fieldOf, requestToken } from "../fetch-token.ts";
import type { Platform } from "../platform.ts";

const URL_VARIABLE = "IDENTITY_ENDPOINT";
const KEY_VARIABLE = "IDENTITY_HEADER";
const METADATA = "Azure's metadata service";
const METADATA_URL = "http://169.254.169.254/metadata/identity/oauth2/token";

/**
 * Azure: a managed identity gets tokens of an app registration; on App Service, Functions and Container Apps from the
 * endpoint that variables name, on virtual machines from the metadata service.
 *
 * @see https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token
 */
export const azure: Platform = {
  name: "azure",
  takes: ["audience", "clientId"],
  carriers: () => [`environment variable ${URL_VARIABLE}`, `environment variable ${KEY_VARIABLE}`],
  hint: "Give the app a managed identity.",
  isDetectable: true,
  locate(context, { audience, clientId }, isAsked) {
    const { host } = context;
    const address = readVariable(host, [URL_VARIABLE]);
    const key = readVariable(host, [KEY_VARIABLE]);
    const isApp = address !== undefined && key !== undefined;
    if (!isApp && !isAsked) return undefined;
    if (audience === undefined) {
      const message =
        "platform azure: argument audience is missing. Set it to the application ID URI of an app registration, such as api://alibaba-cloud.";
      throw new ConfigurationError("INCOMPLETE_CONFIGURATION", message);
    }
    const query = {
      "api-version": isApp ? "2019-08-01" : "2018-02-01",
      resource: audience,
      ...(clientId !== undefined && { client_id: clientId }),
    };
    const token = (): Promise<string> => {
      const url = isApp ? endpointOf(address) : new URL(METADATA_URL);
      for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
      return requestToken(context, {
        what: isApp ? "Azure's identity endpoint" : METADATA,
        request: {
          method: "GET",
          url: url.href,
          headers: isApp ? { "x-identity-header": key.value } : { metadata: "true" },
        },
        hint: "Check that the identity is assigned, and that the audience is an app registration of its tenant.",
        tokenOf: fieldOf("access_token"),
      });
    };
    return { value: token, from: isApp ? `the endpoint of ${address.from}` : METADATA };
  },
};

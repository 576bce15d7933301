import { type HttpResponse, InvalidAnswerError } from "@alicred/core";
import { checkSetting, readVariable, textOf } from "@alicred/plugin-kit";
import { requestToken } from "../fetch-token.ts";
import { AUDIENCE, type Platform } from "../platform.ts";

const FROM = "Google Cloud's metadata service";
const HEADERS = { "metadata-flavor": "Google" };

/**
 * Google Cloud: the metadata service issues tokens of the machine's service account, for any audience; on Compute
 * Engine, Cloud Run, Cloud Functions and GKE alike.
 *
 * @see https://cloud.google.com/docs/authentication/get-id-token
 */
export const googleCloud: Platform = {
  name: "google-cloud",
  takes: ["audience", "serviceAccount"],
  carriers: () => [FROM],
  hint: "Run on Google Cloud with a service account.",
  isDetectable: false,
  locate(context, { audience = AUDIENCE, serviceAccount = "default" }) {
    const named = readVariable(context.host, ["GCE_METADATA_HOST", "GCE_METADATA_IP"]);
    const host = checkSetting(named, HOST)?.value ?? "metadata.google.internal";
    const account = encodeURIComponent(serviceAccount);
    const query = `audience=${encodeURIComponent(audience)}&format=full`;
    const url = `http://${host}/computeMetadata/v1/instance/service-accounts/${account}/identity?${query}`;
    const token = (): Promise<string> =>
      requestToken(context, {
        what: FROM,
        request: { method: "GET", url, headers: HEADERS },
        hint: "Attach a service account to the machine, with access scopes.",
        tokenOf,
        policy: { attemptTimeoutMs: 3_000 },
      });
    return { value: token, from: named ? `${FROM}, at ${named.from}` : FROM };
  },
};

const HOST = {
  accepts: (value: unknown): boolean => /^[\w.-]+(:\d{1,5})?$/.test(textOf(value)),
  complaint: "is not a host name with an optional port",
};

/** Whatever else answers at that name, such as a proxy, does not send the header back. */
function tokenOf({ headers, text }: HttpResponse): string {
  if (headers.get("metadata-flavor") === HEADERS["metadata-flavor"]) return text;
  const message = `Something else than ${FROM} answered. Check that no proxy is in between.`;
  throw new InvalidAnswerError("RESPONSE_MALFORMED", message);
}

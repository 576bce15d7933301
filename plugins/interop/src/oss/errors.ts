/**
 * Error replies of OSS.
 *
 * @module
 */
import {
  type AlicredError,
  isTransientStatus,
  RefusedError,
  safeIdentifier,
  UnavailableError,
} from "@alicred/core";
import { readErrorText } from "../refusal.ts";

const CNAME_HINT =
  "New users reach the data of buckets in mainland China only by a custom domain: map one to the bucket, and name it as cname";

/** Advice, by the code of the error or of its exact cause (EC). */
const HINTS: Readonly<Record<string, string>> = {
  PublicEndpointForbidden: CNAME_HINT,
  "0048-00000401": CNAME_HINT,
  ExternalRedirectForbidden: "Call the bucket by a custom domain: map one to it, and name it as cname",
  SecondLevelDomainForbidden: "Call the bucket by its own host: leave out pathStyle",
  RequestTimeTooSkewed: "Set this machine's clock",
  SignatureDoesNotMatch: "Send content-type and the x-oss- headers exactly as they were signed",
  "0002-00000226": "Name the bucket's region",
  "0002-00000228": "Name the bucket's region",
  "0002-00000715": "Name the bucket's region",
  "0003-00000301": "The policy of the session does not allow it: change that, or the role's",
};

/**
 * The error that a reply of OSS stands for, with its code, the code of the exact cause (EC) and the request id, and what to
 * do where that is known: `if (!reply.ok) throw await ossError(reply)`. It reads the reply's body, and shows none of it.
 */
export async function ossError(reply: Response): Promise<AlicredError> {
  const text = await readErrorText(reply);
  const found = (name: string): string | undefined =>
    safeIdentifier(new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1]);
  const serverCode = found("Code");
  const cause = safeIdentifier(reply.headers.get("x-oss-ec")) ?? found("EC");
  const requestId = safeIdentifier(reply.headers.get("x-oss-request-id")) ?? found("RequestId");
  const { status } = reply;
  const hint = HINTS[serverCode ?? ""] ?? HINTS[cause ?? ""];
  const said = `OSS answered ${status}${serverCode ? ` ${serverCode}` : ""}${cause ? ` (EC ${cause})` : ""}.`;
  const details = { source: "oss", status, serverCode, requestId };
  if (!isTransientStatus(reply))
    return new RefusedError(
      "UPSTREAM_REFUSED",
      `${said} ${hint ?? "Check the request and its permissions"}.`,
      details,
    );
  const code = status >= 500 ? "UPSTREAM_UNAVAILABLE" : "UPSTREAM_THROTTLED";
  return new UnavailableError(code, `${said} ${hint ?? "Try again later"}.`, details);
}

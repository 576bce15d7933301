import { type ResolveContext, sendRequest, statusError } from "@alicred/core";
import { parseJson } from "@alicred/plugin-kit";
import { type Service, WHAT } from "./service.ts";

/**
 * Ends a refresh token at the service. One that has ended already is no error.
 *
 * @throws {AlicredError} by the reply's status; as `sendRequest`.
 * @see https://www.rfc-editor.org/rfc/rfc7009
 * @see https://www.alibabacloud.com/help/en/ram/access-alibaba-cloud-apis-from-a-web-application
 */
export async function revokeToken(
  context: ResolveContext,
  { endpoint, clientId }: Service,
  token: string,
): Promise<void> {
  const reply = await sendRequest(context, () => ({
    method: "POST",
    url: `${endpoint}/v1/revoke`,
    headers: { accept: "application/json", "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ token, client_id: clientId }).toString(),
  }));
  // A success need not have a body.
  if (reply.status < 400) return;
  const { error: serverCode, requestId } = parseJson(reply.text) ?? {};
  throw statusError(context, WHAT, reply, { serverCode, requestId });
}

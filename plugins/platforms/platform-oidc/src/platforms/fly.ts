import { ConfigurationError, changedContext, type Fetch } from "@alicred/core";
import { requestToken } from "../fetch-token.ts";
import { AUDIENCE, type Platform } from "../platform.ts";

const SOCKET = "/.fly/api";
const FROM = `unix socket ${SOCKET}`;

/**
 * Fly.io: a Machine asks for a token over a unix socket, without a key. No runtime's `fetch` reaches one, so the caller
 * brings `openSocket`.
 *
 * @see https://fly.io/docs/security/openid-connect/
 */
export const fly: Platform = {
  name: "fly",
  takes: ["audience", "openSocket"],
  carriers: () => [FROM],
  hint: "Pass openSocket.",
  isDetectable: false,
  locate(context, { audience = AUDIENCE, openSocket }) {
    const { host } = context;
    if (openSocket === undefined) {
      const message = `platform fly: its tokens come over the ${FROM}, and the host ${host.runtime} opens no sockets. Pass openSocket, as the README of @alicred/platform-oidc shows.`;
      throw new ConfigurationError("INVALID_CONFIGURATION", message);
    }
    const open = openSocket(SOCKET);
    const fetch: Fetch = (url, init) => open(url, init).catch(explainAbsence);
    const socketContext = changedContext(context, { host: { ...host, fetch } });
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify({ aud: audience });
    const token = (): Promise<string> =>
      requestToken(socketContext, {
        what: "The API of the Fly Machine",
        request: { method: "POST", url: "http://localhost/v1/tokens/oidc", headers, body },
        hint: "Check that the organization has OIDC tokens.",
      });
    return { value: token, from: FROM };
  },
};

/** Says that this is no Machine: a socket that does not exist appears no later. */
function explainAbsence(thrown: unknown): never {
  const { code, cause }: { readonly code?: unknown; readonly cause?: unknown } = Object(thrown);
  if ((code ?? Object(cause).code) !== "ENOENT") throw thrown;
  const message = `the ${FROM} does not exist. Run on a Fly Machine, or choose another platform.`;
  throw new ConfigurationError("INCOMPLETE_CONFIGURATION", message);
}

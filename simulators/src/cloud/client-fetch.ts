/** Changes a reply before it is given out. @throws the reason with which the client's promise rejects. */
export type Finish = (reply: Response, request: Request) => Response | Promise<Response>;

/** A `fetch` as clients know it, made of a way to send a request. */
type Fetch = (input: Request | string | URL, init?: RequestInit) => Promise<Response>;

const MOST_REDIRECTS = 20;
const REDIRECT_STATUSES: readonly number[] = [301, 302, 303, 307, 308];
const HEADERS_OF_BODY = [
  "content-encoding",
  "content-language",
  "content-length",
  "content-location",
  "content-type",
];
const HEADERS_OF_ORIGIN = ["authorization", "cookie", "host", "proxy-authorization"];

/**
 * Adds what a client's `fetch` does around the sending: a signal that is aborted already, and `redirect`, both as the Fetch
 * standard says. Redirects are followed within the cloud alone. With `redirect: "manual"` the reply is given out as it
 * came, as Node, Deno and Bun do.
 */
export function createClientFetch(send: (request: Request, finish: Finish) => Promise<Response>): Fetch {
  function finishAfter(redirects: number): Finish {
    return (reply, request) => {
      if (!REDIRECT_STATUSES.includes(reply.status) || request.redirect === "manual") return reply;
      const location = reply.headers.get("location");
      if (location === null) return reply;
      if (request.redirect === "error") throw failure("unexpected redirect");
      if (redirects === MOST_REDIRECTS) throw failure("redirect count exceeded");
      return follow(request, location, reply.status, redirects + 1);
    };
  }

  async function follow(
    request: Request,
    location: string,
    status: number,
    count: number,
  ): Promise<Response> {
    const next = redirected(request, location, status);
    const reply = await send(next, finishAfter(count));
    // A redirect behind this one has set its own address.
    if (reply.redirected) return reply;
    return Object.defineProperties(reply, { redirected: { value: true }, url: { value: next.url } });
  }

  const finish = finishAfter(0);
  return (input, init) => {
    try {
      const request = input instanceof Request && init === undefined ? input : new Request(input, init);
      if (request.signal.aborted) return Promise.reject(request.signal.reason);
      return send(request, finish);
    } catch (error) {
      return Promise.reject(error);
    }
  };
}

/** The request that a redirect leads to: https://fetch.spec.whatwg.org/#http-redirect-fetch */
function redirected(request: Request, location: string, status: number): Request {
  const from = new URL(request.url);
  if (!URL.canParse(location, from)) throw failure("invalid redirect URL");
  const url = new URL(location, from);
  if (url.protocol !== "http:" && url.protocol !== "https:")
    throw failure("URL scheme must be a HTTP(S) scheme");
  const headers = new Headers(request.headers);
  const { method, signal } = request;
  const toGet =
    ((status === 301 || status === 302) && method === "POST") ||
    (status === 303 && method !== "GET" && method !== "HEAD");
  // The services send nobody with a body elsewhere, so bodies are not kept for it.
  if (!toGet && request.bodyUsed) throw failure("a redirect that wants the body again");
  if (toGet) for (const name of HEADERS_OF_BODY) headers.delete(name);
  if (url.origin !== from.origin) for (const name of HEADERS_OF_ORIGIN) headers.delete(name);
  return new Request(url, { method: toGet ? "GET" : method, headers, signal });
}

function failure(message: string): TypeError {
  return new TypeError("fetch failed", { cause: new Error(message) });
}

// A worker whose resolver lives in module scope, as an application's does. The upstream answers after 400 ms.
import {
  type CredentialSource,
  defaultWindows,
  found,
  type Resolver,
  refreshing,
  sendRequest,
} from "@alicred/core";
import { webHost } from "@alicred/core/host/web";

let upstream = "";
const source: CredentialSource = {
  name: "upstream",
  async resolve(context) {
    const { text } = await sendRequest(context, () => ({ method: "GET", url: upstream }));
    const { accessKeyId, expiration } = JSON.parse(text) as { accessKeyId: string; expiration: string };
    return found({ accessKeyId, accessKeySecret: "s", expiration });
  },
};
const events: string[] = [];
let shared: Resolver | undefined;

function moduleScopeResolver(requestScoped: boolean): Resolver {
  shared ??= refreshing(source, {
    host: webHost({ runtime: "workerd", requestScoped }),
    // Credentials that live a minute are in their advisory window from the start, for most of their life.
    windows: (lifetimeMs) =>
      lifetimeMs <= 60_000 ? { advisoryMs: 120_000, mandatoryMs: 1_000 } : defaultWindows(lifetimeMs),
    onEvent: ({ type }) => events.push(type),
  });
  return shared;
}

interface RequestContext {
  waitUntil(promise: Promise<unknown>): void;
}

export default {
  async fetch(
    request: Request,
    env: { UPSTREAM: string; REQUEST_SCOPED: boolean },
    context: RequestContext,
  ): Promise<Response> {
    upstream = env.UPSTREAM;
    const resolver = moduleScopeResolver(env.REQUEST_SCOPED);
    switch (new URL(request.url).pathname) {
      case "/early":
        void resolver.get();
        return new Response("early");
      case "/early-bound":
        void resolver.get({ waitUntil: (promise) => context.waitUntil(promise) });
        return new Response("early");
      case "/events":
        return Response.json(events);
      default:
        return new Response((await resolver.get()).accessKeyId);
    }
  },
};

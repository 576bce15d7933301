// The contract of the stores, checked in the runtime: one check for each request.
import { webHost } from "@alicred/core/host/web";
import { storeContract } from "@alicred/shared-cache/contract";
import { cloudflareKv, durableObjectStore, type KvNamespace, type ObjectNamespace } from "../src/mod.ts";

export { SessionObject } from "../src/mod.ts";

interface Env {
  readonly SESSIONS: ObjectNamespace;
  readonly KV: KvNamespace;
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const { searchParams } = new URL(request.url);
    const client = () => {
      const store = durableObjectStore({ namespace: env.SESSIONS });
      return searchParams.get("store") === "cloudflare-kv"
        ? cloudflareKv({ namespace: env.KV, store })
        : store;
    };
    const checks = storeContract({ store: client(), other: client(), host: webHost() });
    const check = checks.find(({ name }) => name === searchParams.get("check"));
    try {
      await check?.run();
      return new Response(check ? "passed" : "there is no such check");
    } catch (thrown) {
      return new Response(String(thrown));
    }
  },
};

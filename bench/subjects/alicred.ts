// alicred: its cache around a source in this process, with and without a listener, and its plugin for an address.
import { refreshing } from "@alicred/core";
import { nodeHost } from "@alicred/core/host/node";
import { credentialsUri } from "@alicred/credentials-uri";
import { memoryStore, type SessionStore, sharedCache } from "@alicred/shared-cache";
import {
  alicredWith,
  alicred as inProcess,
  upstreamSource,
} from "../../cli/src/commands/bench/suite/alicred-subject.ts";
import type { Setting } from "../../cli/src/commands/bench/suite/subject.ts";
import type { Contender } from "../harness/peer.ts";

export const alicred: Contender = { ...inProcess, kind: "own", transport: "in process" };

export const alicredWithEvents: Contender = {
  ...alicredWith("alicred with an event listener", { onEvent: () => undefined }),
  kind: "own",
  transport: "in process",
  only: ["hit"],
};

export const alicredUri: Contender = {
  name: "alicred, credentials_uri",
  kind: "own",
  transport: "HTTP",
  create: ({ url }) => refreshing(credentialsUri({ uri: `${url}/alicloud` }), { host: nodeHost() }),
};

/** The store of the instances of one run. */
const stores = new WeakMap<Setting, SessionStore>();

export const alicredShared: Contender = {
  name: "alicred with a shared cache",
  kind: "own",
  transport: "in process",
  only: ["fleet"],
  settleMs: 400,
  create(setting) {
    const store = stores.get(setting) ?? memoryStore();
    stores.set(setting, store);
    const source = sharedCache({ source: upstreamSource(setting), store, id: "bench", unencrypted: true });
    return refreshing(source, { host: nodeHost() });
  },
};

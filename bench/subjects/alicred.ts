// alicred: its cache around a source in this process, with and without a listener, and its plugin for an address.
import { refreshing } from "@alicred/core";
import { nodeHost } from "@alicred/core/host/node";
import { credentialsUri } from "@alicred/credentials-uri";
import { alicredWith, alicred as inProcess } from "../../cli/src/commands/bench/suite/alicred-subject.ts";
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

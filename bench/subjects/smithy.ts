// The memoizer of the AWS SDK, as its own providers use it: refreshed once fewer than five minutes are left.
import { memoize } from "@smithy/property-provider";
import type { Issued } from "../../cli/src/commands/bench/suite/subject.ts";
import type { Contender } from "../harness/peer.ts";

const WINDOW_MS = 300_000;

export const smithy: Contender = {
  name: "smithy memoize",
  kind: "peer",
  transport: "in process",
  package: "@smithy/property-provider",
  windowMs: WINDOW_MS,
  create: ({ issue }) => ({
    get: memoize<Issued>(
      issue,
      ({ expiration }) => expiration.getTime() - Date.now() < WINDOW_MS,
      () => true,
    ),
  }),
};

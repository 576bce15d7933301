/**
 * Records the traffic of clients with the real cloud without its secrets, and replays it: as a proxy, or in process.
 *
 * @example
 * ```ts
 * import { readFile } from "node:fs/promises";
 * import { nodeHost } from "@alicred/core/host/node";
 * import { simulateCloud } from "@alicred/simulators";
 * import { createReplay, parseCassette, withTape } from "@alicred/simulators/cassette";
 *
 * const replay = createReplay(parseCassette(await readFile("support-case.json", "utf8")));
 * const cloud = withTape(simulateCloud(), replay);
 * const host = nodeHost({ fetch: cloud.fetch });
 * ```
 *
 * @module
 */
export {
  type Cassette,
  cassetteText,
  parseCassette,
  type RecordedBody,
  type RecordedExchange,
  type RecordedHeaders,
} from "./cassette.ts";
export { createRecorder, REAL_HOSTS, type Recorder, type RecorderOptions } from "./record.ts";
export { redactReply } from "./redact-reply.ts";
export { createReplay, type Replay, type ReplayOptions } from "./replay.ts";
export { type Tape, type TapeFinding, withTape } from "./tape.ts";

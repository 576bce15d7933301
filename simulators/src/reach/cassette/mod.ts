/**
 * Records the traffic of clients with the real cloud without its secrets, and replays it: as a proxy, or in process.
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

import {
  ConfigurationError,
  type FieldSchema,
  type Files,
  type JsonEdit,
  nonEmptyString,
  parseFields,
  schemaOf,
} from "@alicred/core";
import { withFileStore } from "@alicred/file-store";
import { expandHome, parseJson } from "@alicred/plugin-kit";
import type { SessionStore, StoreCall, StoredValue } from "@alicred/shared-cache";

export interface FileStoreOptions {
  /** The folder for the files, made with mode 0700 where it is missing; `~/` is the home folder. */
  readonly folder: string;
}

const schema: FieldSchema<FileStoreOptions> = /* @__PURE__ */ schemaOf<FileStoreOptions>(
  { folder: nonEmptyString },
  ["folder"],
);

/** A text that ends at a time of this machine's clock, in epoch milliseconds. */
interface Timed {
  readonly text: string;
  readonly endsAtMs: number;
  /** The whole span, which shows a clock that was set back: more cannot be left. */
  readonly spanMs: number;
}

/** The content of a file. */
interface Slot {
  readonly value?: Timed | undefined;
  readonly lease?: Timed | undefined;
}

const NAME = "file";
const MAX_BYTES = 65_536;
/** A process that was killed while it had the lock of a file, which takes milliseconds, holds up the others so long. */
const LOCK_STALE_MS = 2_000;
/** No call may take longer. */
const LOCK_TIMEOUT_MS = 60_000;

/**
 * A store in a folder of this machine, for processes that share its clock: one file for each session, replaced in one
 * step under the lock of `@alicred/file-store`, with mode 0600.
 *
 * @throws {ConfigurationError} `INVALID_OPTION`
 */
export function fileStore(options: FileStoreOptions): SessionStore {
  const { folder } = parseFields(schema, options, "store-file");

  function placeOf(id: string, { host }: StoreCall): { readonly path: string; readonly files: Files } {
    const { files } = withFileStore(host, { lockTimeoutMs: LOCK_TIMEOUT_MS, lockStaleMs: LOCK_STALE_MS });
    const expanded = expandHome(host, folder);
    if (files !== undefined) return { path: `${expanded}/${id}.json`, files };
    const message = `store-file: the host ${host.runtime} has no files. Use another store.`;
    throw new ConfigurationError("INVALID_CONFIGURATION", message);
  }

  /** Changes the file in one step. @returns whether `change` returned a new content. */
  async function update(
    id: string,
    call: StoreCall,
    change: (slot: Slot, nowMs: number) => Slot | undefined,
  ): Promise<boolean> {
    const { path, files } = placeOf(id, call);
    // A process that waits for a lease looks often: it needs no lock to see that the lease is another's.
    const now = slotIn((await files.readText(path, MAX_BYTES)) ?? "");
    if (change(now, call.host.clock.now()) === undefined) return false;
    let isChanged = false;
    // The wait for a lock continues for a while when nobody waits for the call, to take over what a killed process left.
    const [ending, over] = [new AbortController(), new AbortController()];
    const onAbort = (): void => {
      const rest = call.host.clock.sleep(2 * LOCK_STALE_MS, over.signal);
      rest.then(
        () => ending.abort(call.signal.reason),
        () => undefined,
      );
    };
    call.signal.addEventListener("abort", onAbort, { once: true });
    const edit = async (text: string): Promise<readonly JsonEdit[]> => {
      const next = call.signal.aborted ? undefined : change(slotIn(text), call.host.clock.now());
      isChanged = next !== undefined;
      return next === undefined ? [] : [{ path: [], value: next }];
    };
    try {
      await files.updateJson?.(path, edit, { maxBytes: MAX_BYTES, signal: ending.signal });
    } finally {
      call.signal.removeEventListener("abort", onAbort);
      over.abort();
    }
    call.signal.throwIfAborted();
    return isChanged;
  }

  return {
    name: NAME,
    async read(id, call): Promise<StoredValue | undefined> {
      const { path, files } = placeOf(id, call);
      const { value } = slotIn((await files.readText(path, MAX_BYTES)) ?? "");
      const leftMs = leftOf(value, call.host.clock.now());
      return value && leftMs > 0 ? { value: value.text, leftMs } : undefined;
    },
    lease: (id, fence, leaseMs, call) =>
      update(id, call, ({ value, lease }, nowMs) => {
        const isFree = leftOf(lease, nowMs) <= 0 || lease?.text === fence;
        return isFree ? { value, lease: timed(fence, leaseMs, nowMs) } : undefined;
      }),
    write: (id, fence, value, keepMs, call) =>
      update(id, call, ({ lease }, nowMs) => {
        const isHolder = lease?.text === fence && leftOf(lease, nowMs) > 0;
        return isHolder ? { value: timed(value, keepMs, nowMs) } : undefined;
      }),
    async release(id, fence, call) {
      await update(id, call, ({ value, lease }) => (lease?.text === fence ? { value } : undefined));
    },
    async remove(id, gone, call) {
      await update(id, call, ({ value, lease }) => (value?.text === gone ? { lease } : undefined));
    },
  };
}

function slotIn(text: string): Slot {
  const { value, lease } = parseJson(text) ?? {};
  return { value: timedIn(value), lease: timedIn(lease) };
}

function timedIn(value: unknown): Timed | undefined {
  const { text, endsAtMs, spanMs }: Readonly<Record<string, unknown>> = Object(value);
  const isTimed = typeof text === "string" && typeof endsAtMs === "number" && typeof spanMs === "number";
  return isTimed ? { text, endsAtMs, spanMs } : undefined;
}

function timed(text: string, spanMs: number, nowMs: number): Timed {
  return { text, endsAtMs: nowMs + spanMs, spanMs };
}

/** The time left, in milliseconds; 0 for what was made by a clock that has since been set back. */
function leftOf(timed: Timed | undefined, nowMs: number): number {
  const leftMs = (timed?.endsAtMs ?? 0) - nowMs;
  return leftMs <= (timed?.spanMs ?? 0) ? leftMs : 0;
}

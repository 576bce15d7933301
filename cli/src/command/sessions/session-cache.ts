import type { Answer, CredentialSource, Credentials, Host, ResolveContext, TraceEntry } from "@alicred/core";
import { AlicredError, ask, changedContext, defaultWindows, RefusedError } from "@alicred/core";
import { sharedCache } from "@alicred/shared-cache";
import { type Catalogue, catalogue } from "../../terminal/language.ts";
import { printWarning } from "../../terminal/terminal.ts";
import { configPlace, readProfiles } from "../config-file.ts";
import type { SourceOptions } from "../options.ts";
import { canBeReadAgain, recording } from "./dependencies.ts";
import type { Mark } from "./mark.ts";
import { acceptedNote, encodeNote, type Note } from "./note.ts";
import { type KeptSessions, openSessions } from "./store.ts";
import { type WatchedStore, watchedStore } from "./watched-store.ts";

const en = {
  unusable: (code: string): string =>
    `sessions cannot be kept between runs (${code}). The source is asked each time. Check the folder ~/.cache/alicred.`,
};

const zh: typeof en = {
  unusable: (code) =>
    `无法在多次运行之间保留会话（${code}），每次都会重新获取。请检查目录 ~/.cache/alicred。`,
};

export const sessionCacheText: Catalogue<typeof en> = catalogue({ en, zh });

/** The variable that switches the cache on for every command that may use it. */
const SWITCH = "ALICRED_CACHE";

/** The most that files which are slow may cost a run, in milliseconds; then the source is asked without them. */
const STORE_TIMEOUT_MS = 10_000;

/** A source whose sessions are kept between runs. */
export interface KeptSource extends CredentialSource {
  /** Drops the session that this run has got, because a service refused it. */
  drop(): Promise<void>;
  /** Waits for what is still to be written, before the program ends. */
  settled(): Promise<void>;
}

/** Whether sessions are to be kept between runs: as the option says, else the variable `ALICRED_CACHE`. */
export function wantsCache({ cache }: { readonly cache?: boolean | undefined }, { env }: Host): boolean {
  return cache ?? /^(1|true|yes|on)$/i.test(env?.(SWITCH) ?? "");
}

/**
 * The source, with its sessions kept between runs, encrypted: a shared cache in files of this user. A kept session is used
 * while everything that it was made from is the same: the options, and every variable, file and field of a profile that
 * the source has read. It is renewed early, by one process at a time, however many ask; the others wait and take what
 * that one got. A refusal drops it. In a dry run, and whenever the cache itself fails, the source is asked as if there
 * were no cache.
 *
 * Only sessions that end are kept, and none of modes that keep their own in `config.json`.
 *
 * @param options select the source; they are a part of the session's name
 */
export function withSessionCache(source: CredentialSource, host: Host, options: SourceOptions): KeptSource {
  let opened: Promise<KeptSessions> | undefined;
  /** Once it is open. */
  let watched: WatchedStore | undefined;
  let isWarned = false;

  const warn = (code: string): void => {
    // A warning in the trace would be that of a wrapper, which no trace shows.
    if (!isWarned) printWarning(sessionCacheText().unusable(code));
    isWarned = true;
  };

  const drop = async (): Promise<void> => {
    await watched?.drop({ host, signal: new AbortController().signal }).catch(() => undefined);
  };

  return {
    name: source.name,
    transparent: true,
    async resolve(context) {
      if (context.explaining || (await hasOwnMode(options, host))) return ask(context, source);
      let acquired: Acquired | undefined;
      try {
        opened ??= openSessions(host);
        const kept = await opened;
        watched ??= watchedStore(kept.store);
        const { store, track, settled, code } = watched;
        let accepted: Note | undefined;
        const cache = sharedCache({
          source: {
            name: source.name,
            transparent: true,
            async resolve(asking) {
              acquired = await acquire(asking, source, kept.mark, labelOf(options));
              return acquired.answer;
            },
          },
          store,
          id: await kept.mark(nameOf(options)),
          key: kept.key,
          storeTimeoutMs: STORE_TIMEOUT_MS,
          minLifeMs: (lifetimeMs) => defaultWindows(lifetimeMs).advisoryMs,
          binding: {
            noteOf: async () => acquired?.note && encodeNote(acquired.note),
            async accepts(text) {
              accepted = await acceptedNote(text, host, kept.mark);
              return accepted !== undefined;
            },
          },
        });
        const onEvent: typeof context.onEvent = (event) => {
          if (event.type === "store" && event.outcome === "failed") warn(code() ?? event.code ?? "");
          context.onEvent?.(event);
        };
        const answer = await track(cache.resolve(changedContext(context, { onEvent })));
        const from = acquired === undefined ? accepted?.profileFrom : undefined;
        if (from !== undefined) context.supplied("profile", from);
        if (answer.outcome === "failed" && answer.error instanceof RefusedError) await drop();
        await settled(host.clock);
        return answer;
      } catch (thrown) {
        context.signal.throwIfAborted();
        if (acquired !== undefined) return acquired.answer;
        warn(thrown instanceof AlicredError ? thrown.code : String(Object(thrown).code ?? ""));
        return ask(context, source);
      }
    },
    close: () => source.close?.(),
    drop,
    async settled() {
      await watched?.settled(host.clock);
    },
  };
}

/** An answer, and the note on it; `undefined` if it is not to be kept. */
interface Acquired {
  readonly answer: Answer;
  readonly note?: Note | undefined;
}

/** The modes whose credentials cost nothing, or which keep their sessions themselves. */
const OWN_MODES = /^(ak|ststoken|cloudsso|oauth|external|ecsramrole|bearertoken|anonymous)$/i;

/** Whether a profile was asked for whose mode needs no cache: then not even the key is looked for. */
async function hasOwnMode({ profile, as, configFile }: SourceOptions, host: Host): Promise<boolean> {
  if (profile === undefined || as !== undefined) return false;
  try {
    if (!(await canBeReadAgain(configPlace(host, configFile).path))) return false;
    const { profiles } = await readProfiles(host, configFile);
    const mode = profiles.find(({ name }) => name === profile)?.fields["mode"];
    return typeof mode === "string" && OWN_MODES.test(mode);
  } catch {
    // The source says what is wrong with the file.
    return true;
  }
}

/** The sources that make sessions which nobody else keeps. */
const MAKERS = new Set(["assume-role", "oidc", "credentials-uri", "rsa-key-pair"]);
/** The sources whose answers cost nothing, or which keep their sessions themselves. */
const KEEPERS = new Set(["static", "env", "cloud-sso", "oauth", "external", "ecs-ram-role", "ini-profile"]);

async function acquire(
  context: ResolveContext,
  source: CredentialSource,
  mark: Mark,
  label: string,
): Promise<Acquired> {
  const recorder = recording(context.host, mark);
  const answer = await ask(changedContext(context, { host: recorder.host }), source);
  if (answer.outcome !== "credentials" || !isWorthKeeping(answer.credentials)) return { answer };
  const dependencies = await recorder.dependencies();
  if (dependencies === undefined) return { answer };
  const profileFrom = profileIn(context.notes.children.slice(-1));
  return { answer, note: { dependencies, profileFrom, label } };
}

/** The origin of the profile in a trace. */
function profileIn(entries: readonly TraceEntry[]): string | undefined {
  for (const { outcome, supplied, children } of entries) {
    if (outcome !== "credentials") continue;
    const from = supplied.find(({ part }) => part === "profile")?.from ?? profileIn(children);
    if (from !== undefined) return from;
  }
  return undefined;
}

function isWorthKeeping({ securityToken, expiresAtMs, provenance }: Credentials): boolean {
  if (expiresAtMs === undefined) return false;
  if (provenance.some((name) => MAKERS.has(name))) return true;
  // A third party's source.
  return securityToken !== undefined && !KEEPERS.has(provenance.at(-1) ?? "");
}

function nameOf({ plugins = [], ...options }: SourceOptions): string {
  return JSON.stringify([options, plugins.map(({ name }) => name), process.cwd()]);
}

function labelOf({ profile, as, providerBlock }: SourceOptions): string {
  return profile ?? (providerBlock === undefined ? (as ?? "default") : "terraform");
}

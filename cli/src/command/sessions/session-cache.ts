import type { Answer, CredentialSource, Credentials, Host, ResolveContext, TraceEntry } from "@alicred/core";
import { AlicredError, ask, changedContext, found, RefusedError } from "@alicred/core";
import { type Catalogue, catalogue } from "../../terminal/language.ts";
import { printWarning } from "../../terminal/terminal.ts";
import { configPlace, readProfiles } from "../config-file.ts";
import type { SourceOptions } from "../options.ts";
import { canBeReadAgain, isUnchanged, recording } from "./dependencies.ts";
import { ageOf, decodeEntry, type Entry, encodeEntry } from "./entry.ts";
import { openStore, type SessionStore } from "./store.ts";

const en = {
  unusable: (code: string): string =>
    `sessions cannot be kept between runs (${code}). The source is asked each time. Check the folder ~/.cache/alicred.`,
  unread: "The kept session was not read. Run the command again.",
};

const zh: typeof en = {
  unusable: (code) =>
    `无法在多次运行之间保留会话（${code}），每次都会重新获取。请检查目录 ~/.cache/alicred。`,
  unread: "未能读取保留的会话。请重新运行命令。",
};

export const sessionCacheText: Catalogue<typeof en> = catalogue({ en, zh });

/** The variable that switches the cache on for every command that may use it. */
const SWITCH = "ALICRED_CACHE";

/** A source whose sessions are kept between runs. */
export interface KeptSource extends CredentialSource {
  /** Drops the session that this run has got, because a service refused it. */
  drop(): Promise<void>;
}

/** Whether sessions are to be kept between runs: as the option says, else the variable `ALICRED_CACHE`. */
export function wantsCache({ cache }: { readonly cache?: boolean | undefined }, { env }: Host): boolean {
  return cache ?? /^(1|true|yes|on)$/i.test(env?.(SWITCH) ?? "");
}

/**
 * The source, with its sessions kept between runs, encrypted. A kept session is used while everything that it was made
 * from is the same: the options, and every variable, file and field of a profile that the source has read. It is renewed
 * early, by one process at a time, however many ask; the others wait and take what that one got. A refusal drops it. In
 * a dry run, and whenever the cache itself fails, the source is asked as if there were no cache.
 *
 * Only sessions that end are kept, and none of modes that keep their own in `config.json`.
 *
 * @param options select the source; they are a part of the entry's name
 * @param leastLifeMs how long a session must still live to be used again. Default: until it is to be renewed.
 */
export function withSessionCache(
  source: CredentialSource,
  host: Host,
  options: SourceOptions,
  leastLifeMs = 0,
): KeptSource {
  let opened: Promise<SessionStore> | undefined;
  let isWarned = false;
  return {
    name: source.name,
    transparent: true,
    async resolve(context) {
      if (context.explaining || (await hasOwnMode(options, host))) return ask(context, source);
      let answer: Answer | undefined;
      try {
        opened ??= openStore(host);
        const store = await opened;
        return await fromStore(store, { options: nameOfOptions(options), leastLifeMs }, context, async () => {
          answer ??= await acquire(context, source, store, labelOf(options));
          return answer;
        });
      } catch (thrown) {
        context.signal.throwIfAborted();
        if (answer === undefined) {
          const code = thrown instanceof AlicredError ? thrown.code : String(Object(thrown).code ?? "");
          // A warning in the trace would be that of a wrapper, which no trace shows.
          if (!isWarned) printWarning(sessionCacheText().unusable(code));
          isWarned = true;
        }
        return answer ?? ask(context, source);
      }
    },
    close: () => source.close?.(),
    async drop() {
      const store = await opened?.catch(() => undefined);
      if (store !== undefined) await store.remove(await store.seal.nameOf(nameOfOptions(options)));
    },
  };
}

/** An answer with what it was made from, for the store. */
type Acquired = Answer & { readonly entry?: Entry | undefined };

async function fromStore(
  store: SessionStore,
  { options, leastLifeMs }: { readonly options: string; readonly leastLifeMs: number },
  context: ResolveContext,
  acquireAnswer: () => Promise<Acquired>,
): Promise<Answer> {
  const name = await store.seal.nameOf(options);
  const path = store.pathOf(name);
  const lookAt = (text: string): ReturnType<typeof look> => look(store, name, text, context, leastLifeMs);
  const kept = await lookAt((await store.readText(path)) ?? "");
  if (kept?.age === "fresh") return served(kept.entry, context);
  let answer: Answer | undefined;
  await store.update(path, context.signal, async (text) => {
    const latest = await lookAt(text);
    if (latest?.age === "fresh") {
      answer = served(latest.entry, context);
      return undefined;
    }
    const { entry, ...acquired } = await acquireAnswer();
    answer = acquired;
    if (entry !== undefined) return encodeEntry(name, entry, store.seal, store.host.random);
    const error = acquired.outcome === "failed" ? acquired.error : undefined;
    // While the service is away, a session that is still good serves.
    if (error?.retryable && latest !== undefined) answer = served(latest.entry, context);
    return text !== "" && (error === undefined || error instanceof RefusedError) ? null : undefined;
  });
  if (answer === undefined) throw new AlicredError("FILE_LOCKED", sessionCacheText().unread);
  return answer;
}

/** The entry in a text, if it may serve this call. */
async function look(
  store: SessionStore,
  name: string,
  text: string,
  { host, serverClock, held, rejected }: ResolveContext,
  leastLifeMs: number,
): Promise<{ readonly entry: Entry; readonly age: "fresh" | "ending" } | undefined> {
  const entry = text === "" ? undefined : await decodeEntry(name, text, store.seal);
  if (entry === undefined || isSame(entry.credentials, held) || isSame(entry.credentials, rejected))
    return undefined;
  const age = ageOf(entry, host.clock.now(), serverClock.expiryNow(), leastLifeMs);
  if (age === "over" || !(await isUnchanged(entry.dependencies, host, store.seal))) return undefined;
  return { entry, age };
}

function isSame(one: Credentials, other: Credentials | undefined): boolean {
  return one.accessKeyId === other?.accessKeyId && one.securityToken === other.securityToken;
}

function served({ credentials, region, profileFrom }: Entry, context: ResolveContext): Answer {
  if (profileFrom !== undefined) context.supplied("profile", profileFrom);
  context.supplied("credentials", "the session that an earlier run kept");
  return { ...found(credentials), region };
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
  { seal }: SessionStore,
  label: string,
): Promise<Acquired> {
  const { host, serverClock } = context;
  const recorder = recording(host, seal);
  const answer = await ask(changedContext(context, { host: recorder.host }), source);
  if (answer.outcome !== "credentials" || !isWorthKeeping(answer.credentials)) return answer;
  const dependencies = await recorder.dependencies();
  if (dependencies === undefined) return answer;
  const { credentials, region } = answer;
  const [storedAtMs, skewMs] = [host.clock.now(), serverClock.skewMs()];
  const profileFrom = profileIn(context.notes.children.slice(-1));
  return {
    ...answer,
    entry: { credentials, region, storedAtMs, skewMs, dependencies, profileFrom, label },
  };
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

function nameOfOptions({ plugins = [], ...options }: SourceOptions): string {
  return JSON.stringify([options, plugins.map(({ name }) => name), process.cwd()]);
}

function labelOf({ profile, as, providerBlock }: SourceOptions): string {
  return profile ?? (providerBlock === undefined ? (as ?? "default") : "terraform");
}

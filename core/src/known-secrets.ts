/**
 * The secrets that a resolution has come across, so that no foreign error shows them.
 *
 * @module
 */
import type { Files, Host, JsonChange } from "./host.ts";

/** Anything shorter is found in ordinary words. */
const LEAST_LENGTH = 6;

/** Larger files are not remembered, because keys and tokens are in small ones. */
const MOST_CHARACTERS = 65_536;

/** The latest ones; enough for every variable and profile that one program reads. */
const MOST_SECRETS = 1_000;

/** A host as sources get it, and the values that they read through it. */
interface Watched {
  readonly twin: Host;
  readonly secrets: Set<string>;
}

/** By the host and by its twin. */
const watchedHosts = new WeakMap<Host, Watched>();

/** The host, always the same for the same one, with a note of what is read through it. */
export function watched(host: Host): Host {
  const known = watchedHosts.get(host) ?? { twin: { ...host }, secrets: new Set() };
  const { twin } = known;
  const { env, files } = host;
  if (twin === host) return host;
  watchedHosts.set(host, known).set(twin, known);
  return Object.assign(twin, host, {
    env:
      env &&
      ((name: string) => {
        const value = env(name);
        noteSecrets(twin, value);
        return value;
      }),
    files: files && watchedFiles(files, twin),
  });
}

function watchedFiles(files: Files, host: Host): Files {
  return {
    ...files,
    async readText(path, maxBytes) {
      const text = await files.readText(path, maxBytes);
      noteFile(host, text);
      return text;
    },
    readBytes:
      files.readBytes &&
      (async (path, maxBytes) => {
        const bytes = await files.readBytes?.(path, maxBytes);
        noteFile(host, new TextDecoder().decode(bytes));
        return bytes;
      }),
    updateJson:
      files.updateJson &&
      (async (path, change, options) => {
        const watchedChange: JsonChange = (text) => {
          noteFile(host, text);
          return change(text);
        };
        await files.updateJson?.(path, watchedChange, options);
      }),
  };
}

function noteFile(host: Host, text: string | undefined): void {
  if (text && text.length <= MOST_CHARACTERS) noteSecrets(host, text, ...valuesIn(text));
}

/** Notes texts that no foreign error may show. */
export function noteSecrets(host: Host, ...texts: readonly (string | undefined)[]): void {
  const secrets = secretsKnownTo(host);
  for (const text of texts) {
    const secret = text?.trim() ?? "";
    // One that is read again counts as new.
    secrets.delete(secret);
    if (secret.length >= LEAST_LENGTH) secrets.add(secret);
    const [oldest = ""] = secrets;
    if (secrets.size > MOST_SECRETS) secrets.delete(oldest);
  }
}

export function secretsKnownTo(host: Host): Set<string> {
  return watchedHosts.get(host)?.secrets ?? new Set();
}

/** The values in a file of any form: every word that is not a key. Between two separators, as in `key=value=`, is a value. */
function valuesIn(text: string): readonly (string | undefined)[] {
  const words = text.matchAll(
    /(?=[^\s"',;=:{}[\]])(?<=([:=][ \t]*["']?)?)([^\s"',;=:{}[\]]+)(["']?\s*[:=])?/g,
  );
  return Array.from(words, ([, isValue, word, isKey]) => ((isValue ?? !isKey) ? word : undefined));
}

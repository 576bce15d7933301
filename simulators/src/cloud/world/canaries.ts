import { base36, type Random } from "../random.ts";
import { decodeBase64, readings, traces } from "./spellings.ts";

/** The kind of a secret; decides its shape. */
export type SecretKind = "access-key-secret" | "session-secret" | "security-token" | "token";

/** Secrets that can be told from any other text, and the search for them. */
export interface Canaries {
  /** Mints a secret of a realistic shape that carries the mark; `name` says whose it is, without being secret itself; `insert` adds text behind the mark. */
  mint(kind: SecretKind, name: string, insert?: (serial: string) => string): string;
  /** Takes in a secret that was not minted here, such as one written in a world description. */
  adopt(secret: string, name: string): void;
  /** Names of the secrets that appear in a text, as they are, percent-encoded, in Base64 or in hexadecimal. */
  namesIn(text: string): string[];
  /** The text with every secret that {@link Canaries.namesIn} would find in it replaced by the name of its owner. */
  redact(text: string): string;
}

const MARK = "Cnry";
const SERIAL_LENGTH = 6;
const MARKED = new RegExp(`${MARK}([0-9A-Za-z]{${SERIAL_LENGTH}})[0-9A-Za-z+/=_-]*`, "g");
const JWT = /eyJ[\w-]+\.([\w-]{16,})\.[\w-]*/g;
const KEPT_NAMES = 20_000;
const KEPT_CLEAN = 200;
/** Shorter texts appear by chance, so worlds may not write shorter secrets. */
export const SHORTEST_SECRET = 6;
/** Runs of characters in which a secret in another spelling is found, the narrowest first. */
const RUNS = [/[\w%+=~.-]{8,}/g, /[\w%+/=~.-]{8,}/g, /^[\s\S]*$/g];

const SHAPES: Readonly<
  Record<SecretKind, { readonly head: string; readonly length: number; readonly alphabet?: string }>
> = {
  "access-key-secret": { head: "", length: 30 },
  "session-secret": { head: "", length: 44 },
  "security-token": {
    head: "CAIS",
    length: 300,
    alphabet: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
  },
  token: { head: "", length: 43 },
};

/** Serial numbers make each canary point at its name; the random part comes from `random`. */
export function createCanaries(
  random: Random,
): Canaries & { snapshot(): unknown; restore(state: unknown): void } {
  let serial = 0;
  /** The last secrets, each at the index of its serial number. */
  let names: string[] = [];
  const adopted = new Map<string, string>();
  let suspicious: RegExp | undefined;
  /**
   * Texts without a secret, each as it came first, so that equal texts share one string: much of what is redacted comes
   * again and again, often as a part of a longer text.
   */
  const clean = new Map<string, string>();

  function nameOf(id: string): string | undefined {
    const number = Number.parseInt(id, 36);
    return number > serial - KEPT_NAMES && number <= serial && serialText(number) === id
      ? names[number % KEPT_NAMES]
      : undefined;
  }

  function mayHoldSecret(text: string): boolean {
    suspicious ??= new RegExp([MARK, ...adopted.keys()].map(traces).join("|"));
    return suspicious.test(text);
  }

  function namesIn(text: string): string[] {
    const found = new Set<string>();
    if (!mayHoldSecret(text)) return [];
    for (const form of readings(text)) {
      for (const [, id = ""] of form.matchAll(MARKED)) found.add(nameOf(id) ?? `secret no. ${id} (let go)`);
      for (const [secret, name] of adopted) if (form.includes(secret)) found.add(name);
    }
    return [...found];
  }

  function keepClean(text: string): string {
    if (clean.size === KEPT_CLEAN) clean.clear();
    clean.set(text, text);
    return text;
  }

  return {
    mint(kind, name, insert) {
      serial += 1;
      const id = serialText(serial);
      names[serial % KEPT_NAMES] = name;
      const { head, length, alphabet } = SHAPES[kind];
      const start = head + MARK + id + (insert?.(id) ?? "");
      return start + random.text(length - start.length, alphabet);
    },
    adopt(secret, name) {
      if (secret.length < SHORTEST_SECRET) return;
      adopted.set(secret, name);
      suspicious = undefined;
      clean.clear();
    },
    namesIn,
    redact(text) {
      const known = clean.get(text);
      if (known !== undefined) return known;
      if (!mayHoldSecret(text)) return keepClean(text);
      let out = text.replace(MARKED, (_, id: string) => `<${nameOf(id) ?? "a secret"}>`);
      out = out.replace(JWT, (token, payload: string) => {
        const [name] = namesIn(decodeBase64(payload));
        return name === undefined ? token : `<${name}>`;
      });
      for (const [secret, name] of adopted) out = out.replaceAll(secret, `<${name}>`);
      for (const run of RUNS) {
        if (namesIn(out).length === 0) break;
        out = out.replace(run, (part) => {
          const names = namesIn(part);
          return names.length === 0 ? part : `<${names.join(", ")}>`;
        });
      }
      return out === text ? keepClean(text) : out;
    },
    snapshot: () => ({ serial, names: [...names] }),
    restore(state) {
      const saved = state as { serial: number; names: string[] };
      serial = saved.serial;
      names = [...saved.names];
    },
  };
}

function serialText(serial: number): string {
  return base36(serial, SERIAL_LENGTH);
}

import { base36, type Random } from "../random.ts";

/** What a secret is: decides its shape. */
export type SecretKind = "access-key-secret" | "session-secret" | "security-token" | "token";

/** Secrets that can be told from any other text, and the search for them. */
export interface Canaries {
  /** Mints a secret of a realistic shape that carries the mark; `name` says whose it is, without being secret itself; `insert` adds text behind the mark. */
  mint(kind: SecretKind, name: string, insert?: (serial: string) => string): string;
  /** Takes in a secret that was not minted here, such as one written in a world description. */
  adopt(secret: string, name: string): void;
  /** Names of the secrets that appear in a text, as they are, percent-encoded or in Base64. */
  namesIn(text: string): string[];
  /** The text with every secret in it replaced by the name of its owner. */
  redact(text: string): string;
}

const mark = "Cnry";
const serialLength = 6;
const marked = new RegExp(`${mark}([0-9A-Za-z]{${serialLength}})[0-9A-Za-z+/=_-]*`, "g");
const jwt = /eyJ[\w-]+\.([\w-]{16,})\.[\w-]*/g;
const keptNames = 20_000;
const keptClean = 200;
const shortestAdopted = 6;

const shapes: Readonly<
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
  /** Of the last secrets, each at the place of its serial number. */
  let names: string[] = [];
  const adopted = new Map<string, string>();
  let suspicious: RegExp | undefined;
  /**
   * Texts without a secret, each as it came first. Much of what is redacted comes again and again, often as a part of some longer text, and
   * whoever keeps it had better keep one of it.
   */
  const clean = new Map<string, string>();

  function nameOf(id: string): string | undefined {
    const number = Number.parseInt(id, 36);
    return number > serial - keptNames && number <= serial && serialText(number) === id
      ? names[number % keptNames]
      : undefined;
  }

  function namesIn(text: string): string[] {
    const found = new Set<string>();
    for (const form of forms(text)) {
      for (const [, id = ""] of form.matchAll(marked)) found.add(nameOf(id) ?? `secret no. ${id} (let go)`);
      for (const [secret, name] of adopted) if (form.includes(secret)) found.add(name);
    }
    return [...found];
  }

  return {
    mint(kind, name, insert) {
      serial += 1;
      const id = serialText(serial);
      names[serial % keptNames] = name;
      const { head, length, alphabet } = shapes[kind];
      const start = head + mark + id + (insert?.(id) ?? "");
      return start + random.text(length - start.length, alphabet);
    },
    adopt(secret, name) {
      if (secret.length < shortestAdopted) return;
      adopted.set(secret, name);
      suspicious = undefined;
      clean.clear();
    },
    namesIn,
    redact(text) {
      const known = clean.get(text);
      if (known !== undefined) return known;
      suspicious ??= suspicion([...adopted.keys()]);
      if (!suspicious.test(text)) {
        if (clean.size === keptClean) clean.clear();
        clean.set(text, text);
        return text;
      }
      let out = text.replace(marked, (_, id: string) => `<${nameOf(id) ?? "a secret"}>`);
      out = out.replace(jwt, (token, payload: string) => {
        const [name] = namesIn(decodeBase64(payload));
        return name === undefined ? token : `<${name}>`;
      });
      for (const [secret, name] of adopted) out = out.replaceAll(secret, `<${name}>`);
      return out;
    },
    snapshot: () => ({ serial, names: [...names] }),
    restore(state) {
      const saved = state as { serial: number; names: string[] };
      serial = saved.serial;
      names = [...saved.names];
    },
  };
}

/** Found in every text that `redact` may have to change. */
function suspicion(secrets: readonly string[]): RegExp {
  const literal = secrets.map((secret) => secret.replace(/[^\w]/g, "\\$&"));
  return new RegExp([mark, "eyJ", ...literal].join("|"));
}

function serialText(serial: number): string {
  return base36(serial, serialLength);
}

/** The text itself, percent-decoded, and whatever in it decodes from Base64. */
function forms(text: string): string[] {
  const all = [text, decodePercent(text)];
  for (const [run] of text.matchAll(/[A-Za-z0-9+/_-]{16,}/g)) all.push(decodeBase64(run));
  return all;
}

function decodePercent(text: string): string {
  return text.replace(/(?:%[0-7][0-9A-Fa-f])+/g, (escaped) => decodeURIComponent(escaped));
}

function decodeBase64(run: string): string {
  const standard = run.replaceAll("-", "+").replaceAll("_", "/");
  return atob(standard.slice(0, standard.length - (standard.length % 4)));
}

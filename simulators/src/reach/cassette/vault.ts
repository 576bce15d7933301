import { readings, traces } from "../../cloud/world/spellings.ts";
import { isPlaceholder, placeholder } from "./secret-kinds.ts";

/** Secrets that were seen, and the text that stands for each. */
export interface Vault {
  /** Takes in a secret. @returns the text that stands for it: the same for the same secret. */
  placeholderFor(secret: string, kind: string): string;
  /** A text with every secret replaced, in any spelling. */
  replace(text: string): string;
  /** Whether a secret is in a text, in any spelling. */
  isIn(text: string): boolean;
}

/** Short texts and single words appear by chance: they are replaced at their name alone. */
const EVERYWHERE = /^(?![a-z]{1,12}$).{6,}/s;
/** Longer texts are sought one by one, because a pattern of all of them would be too large. */
const MOST_IN_PATTERN = 1000;
/** Runs of characters in which a secret in another spelling is replaced, the narrowest first. */
const RUNS = [/[\w%+=~.-]{8,}/g, /[\w%+/=~.-]{8,}/g, /[^"<>\s]{8,}/g, /^[\s\S]*$/g];

export function createVault(): Vault {
  const placeholders = new Map<string, string>();
  const counts = new Map<string, number>();
  /** Made anew after a secret was added. */
  let found:
    | {
        readonly traces: RegExp;
        readonly exact: RegExp;
        readonly huge: readonly string[];
        readonly of: ReadonlyMap<string, string>;
      }
    | undefined;

  function forms(): NonNullable<typeof found> {
    if (found !== undefined) return found;
    const long = [...placeholders].filter(([secret]) => EVERYWHERE.test(secret));
    const of = new Map(
      long.flatMap(([secret, text]) => spellings(secret).map((form) => [form, text] as const)),
    );
    const longestFirst = [...of.keys()].sort((a, b) => b.length - a.length);
    const inPattern = longestFirst.filter(({ length }) => length <= MOST_IN_PATTERN).map(escaped);
    found = {
      traces: new RegExp(long.map(([secret]) => traces(secret)).join("|") || "(?!)"),
      exact: new RegExp(inPattern.join("|") || "(?!)", "g"),
      huge: longestFirst.filter(({ length }) => length > MOST_IN_PATTERN),
      of,
    };
    return found;
  }

  function secretsIn(text: string): readonly string[] {
    if (!forms().traces.test(text)) return [];
    const read = [...readings(text)];
    return [...placeholders]
      .filter(([secret]) => EVERYWHERE.test(secret) && read.some((form) => form.includes(secret)))
      .map(([, replacement]) => replacement);
  }

  return {
    placeholderFor(secret, kind) {
      const known = placeholders.get(secret);
      if (known !== undefined) return known;
      if (isPlaceholder(secret)) return secret;
      const number = (counts.get(kind) ?? 0) + 1;
      counts.set(kind, number);
      const text = placeholder(secret, kind, number);
      placeholders.set(secret, text);
      found = undefined;
      return text;
    },
    replace(text) {
      const { exact, huge, of } = forms();
      let out = text;
      for (const form of huge) out = out.replaceAll(form, () => of.get(form) ?? "");
      out = out.replace(exact, (form) => of.get(form) ?? "");
      for (const run of RUNS) {
        if (secretsIn(out).length === 0) break;
        out = out.replace(run, (part) => secretsIn(part).join("_") || part);
      }
      return out;
    },
    isIn: (text) => secretsIn(text).length > 0,
  };
}

/** A secret as it is, and as addresses, JSON and XML write it. */
function spellings(secret: string): readonly string[] {
  const inAddress = encodeURIComponent(secret.replace(/\p{Surrogate}/gu, "\uFFFD"));
  const inJson = JSON.stringify(secret).slice(1, -1);
  const inXml = secret.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return [secret, inAddress, encodeURIComponent(inAddress), inJson, inXml, inXml.replaceAll('"', "&quot;")];
}

function escaped(text: string): string {
  return text.replaceAll(/[^\w]/g, "\\$&");
}

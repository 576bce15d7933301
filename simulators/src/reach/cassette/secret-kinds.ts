/** Words of names whose values are secret, in small letters and without marks between them. */
const SECRET_WORDS =
  /secret|passw|token|signature|authorization|cookie|assertion|privatekey|apikey|accesskeyid|verifier|devicecode|usercode|ciphertext|plaintext|sessionkey|stringtosignbytes|canonicalrequestbytes/;
/** Ends of names that describe a secret. */
const DESCRIPTIONS =
  /(?:type|method|version|nonce|seconds|endpoint|name|status|time|date|expiration|expires|expiresin|supported|url|uri|enabled|required|count|arn)$/;
/** Names of a secret in addresses and forms alone: in replies, `Code` is that of an error. */
const CODE = "code";
/** Names that only sound secret. */
const SETTINGS = "httptokens";

/** Texts that are a secret wherever they appear. */
export const SECRET_FORMS: readonly { readonly kind: string; readonly form: RegExp }[] = [
  {
    kind: "PrivateKey",
    form: /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  },
  { kind: "Jwt", form: /eyJ[\w-]+\.[\w-]+\.[\w-]*/g },
  { kind: "SecurityToken", form: /CAIS[\w+/=~-]{20,}/g },
  { kind: "AccessKeyId", form: /\b(?:LTAI|TMP\.|STS\.)(?!REDACTED)[0-9A-Za-z]{6,}/g },
  { kind: "Password", form: /(?<=:\/\/)[^/@\s"'<>]+(?=@)/g },
  // Numbers of accounts, and of users and roles.
  { kind: "Id", form: /(?<![0-9A-Za-z.])[1-8](?:\d{15}|\d{17})(?![0-9A-Za-z])/g },
];

const TOKEN_LENGTH = 24;
/** Runs of characters that tokens are made of. */
const TOKEN_RUN = /[\w+/~-]{24,}={0,2}/g;
/** Runs that are the path of an address. */
const PATH = /^\/|(?:^|\/)[a-z-]{3,}(?:\/|$)/;
const REDACTED = "REDACTED";

/**
 * The kind of secret that a name stands for, such as `SecurityToken` for `x-acs-security-token`.
 *
 * @param inAddress - whether it names a parameter of an address or a form.
 */
export function kindOfName(name: string, inAddress: boolean): string | undefined {
  const plain = name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
  const isNamed = SECRET_WORDS.test(plain) && !DESCRIPTIONS.test(plain) && plain !== SETTINGS;
  if (!isNamed && !(inAddress && plain === CODE)) return undefined;
  if (plain.endsWith("accesskeyid")) return "AccessKeyId";
  if (plain.endsWith("securitytoken")) return "SecurityToken";
  if (plain.endsWith("secret")) return "Secret";
  return plain.endsWith("token") ? "Token" : "Value";
}

/** Texts that look like tokens, whatever their name: long, and mixed as names are not. */
export function tokensIn(text: string): readonly string[] {
  return (text.match(TOKEN_RUN) ?? []).flatMap((run) => {
    const tokens = run.split("/").filter(isToken);
    return tokens.length > 0 && !PATH.test(run) ? [run] : tokens;
  });
}

function isToken(part: string): boolean {
  return (
    part.length >= TOKEN_LENGTH &&
    !part.includes(REDACTED) &&
    /\d/.test(part) &&
    /[a-z]/.test(part) &&
    /[A-Z]/.test(part)
  );
}

/** Text in place of a secret, which needs no escaping anywhere; that of an id keeps its beginning and its length. */
export function placeholder(secret: string, kind: string, number: number): string {
  if (kind === "Id") return `9${String(number).padStart(secret.length - 1, "0")}`;
  const [head = ""] = /^(?:STS\.|TMP\.|LTAI)?/.exec(secret) ?? [];
  return kind === "AccessKeyId" ? `${head}${REDACTED}${number}` : `${REDACTED}_${kind}_${number}`;
}

/** Whether a text is in place of a secret already. */
export function isPlaceholder(text: string): boolean {
  return text.includes(REDACTED);
}

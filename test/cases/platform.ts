import type { RuntimeCase } from "./case.ts";

/** The features that alicred needs of every runtime: fetch, WebCrypto and private fields. */
export const platformCases: readonly RuntimeCase[] = [
  {
    name: "platform: fetch reaches the simulated cloud, and reads its Date",
    async run(t) {
      const call = "Action=GetCallerIdentity&Version=2015-04-01&Format=JSON";
      const response = await fetch(`${t.origin}/sts/?${call}`, { method: "POST" });
      const { Code: code } = (await response.json()) as { Code?: string };
      t.equal(code, "MissingAccessKeyId", "the answer to an unsigned call");
      t.ok(Math.abs(Date.parse(response.headers.get("date") ?? "") - Date.now()) < 60_000, "Date header");
    },
  },
  {
    // RFC 2202, test case 2.
    name: "platform: WebCrypto signs HMAC-SHA1",
    async run(t) {
      t.equal(
        await hmacHex("SHA-1", "Jefe", "what do ya want for nothing?"),
        "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79",
      );
    },
  },
  {
    // RFC 4231, test case 2.
    name: "platform: WebCrypto signs HMAC-SHA256",
    async run(t) {
      t.equal(
        await hmacHex("SHA-256", "Jefe", "what do ya want for nothing?"),
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
      );
    },
  },
  {
    name: "platform: a private field stays out of String, JSON and own keys",
    async run(t) {
      const canary = "canary-6f1d";
      const holder = new Holder(canary);
      t.equal(holder.reveal(), canary);
      const shown = [String(holder), JSON.stringify(holder), ...Reflect.ownKeys(holder).map(String)].join(
        " ",
      );
      t.ok(!shown.includes(canary), "nothing shown holds the secret");
    },
  },
];

class Holder {
  readonly #secret: string;

  constructor(secret: string) {
    this.#secret = secret;
  }

  reveal(): string {
    return this.#secret;
  }
}

async function hmacHex(hash: "SHA-1" | "SHA-256", key: string, data: string): Promise<string> {
  const encoder = new TextEncoder();
  const algorithm = { name: "HMAC", hash };
  const imported = await crypto.subtle.importKey("raw", encoder.encode(key), algorithm, false, ["sign"]);
  const signature = new Uint8Array(await crypto.subtle.sign("HMAC", imported, encoder.encode(data)));
  return Array.from(signature, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * A program as its own OIDC issuer, for platforms that give no token, such as Cloudflare Workers: its keys are in a
 * secret, and a route serves the two documents by which RAM verifies its tokens.
 *
 * @example
 * ```ts
 * import { createIssuer } from "@alicred/platform-oidc/issuer";
 *
 * declare const env: { readonly ISSUER_KEYS: string };
 *
 * const issuer = createIssuer({ issuer: "https://id.example.com", subject: "photos", keys: env.ISSUER_KEYS });
 *
 * export default {
 *   fetch: async (request: Request) => (await issuer.handle(request)) ?? new Response("Hello"),
 * };
 * ```
 *
 * @module
 */
import { ConfigurationError, nonEmptyString, parseFields, schemaOf, stringMatching } from "@alicred/core";
import { parseJson, wholeNumber } from "@alicred/plugin-kit";
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from "jose";
import { AUDIENCE, type TokenIssuer } from "./platform.ts";

export type { TokenIssuer } from "./platform.ts";

export interface IssuerOptions {
  /**
   * The `iss` claim, and where the documents are: `https://…`, at most 255 characters, without a slash at the end, a
   * query and a fragment. RAM fetches them from the internet: no login, redirect or bot check may be in front.
   */
  readonly issuer: string;
  /** The `sub` claim: which program this is. The role's trust policy requires it. */
  readonly subject: string;
  /** The `aud` claim: a client id of the OIDC provider in RAM. Default: `sts.aliyuncs.com`. */
  readonly audience?: string | undefined;
  /**
   * Private keys as JSON, a JWK Set as `createIssuerKeys` makes it, or a function that reads it from a secret. The first
   * key signs; all are published.
   */
  readonly keys: string | (() => string | Promise<string>);
  /** Life of a token in seconds: 60 to 3,600. Default: 300. */
  readonly tokenSeconds?: number | undefined;
}

/** An issuer. No route mints tokens: `token` is only for the program itself. */
export interface Issuer extends TokenIssuer {
  /** Serves the configuration and the public keys; `undefined` for every other request. */
  handle(request: Request): Promise<Response | undefined>;
}

const issuerRules = schemaOf<IssuerOptions>(
  {
    issuer: stringMatching(
      /^(?=.{1,255}$)https:\/\/[\w.-]+(:\d{1,5})?(\/[\w.~-]+)*$/,
      "is not an https:// address without a slash at the end, a query and a fragment",
    ),
    subject: nonEmptyString,
    audience: nonEmptyString,
    keys: {
      accepts: (value) => typeof value === "function" || nonEmptyString.accepts(value),
      complaint: "is not JSON text or a function",
    },
    tokenSeconds: wholeNumber(60, 3_600),
  },
  ["issuer", "subject", "keys"],
);

const CONFIGURATION = "/.well-known/openid-configuration";
const KEYS = "/.well-known/jwks.json";
// The one algorithm that RAM accepts for certain.
const ALGORITHM = "RS256";

/**
 * Makes an issuer.
 *
 * @throws {ConfigurationError} `INVALID_OPTION`; later, from its methods, `INVALID_CONFIGURATION` for keys that are not a
 *   JWK Set of RSA private keys.
 */
export function createIssuer(options: IssuerOptions): Issuer {
  const checked = parseFields(issuerRules, options, "createIssuer");
  const { issuer, subject, audience = AUDIENCE, keys, tokenSeconds = 300 } = checked;
  const path = new URL(issuer).pathname.replace(/\/$/, "");
  const read = async (): Promise<readonly JWK[]> => readKeys(typeof keys === "string" ? keys : await keys());

  return {
    async token({ nowMs, random }) {
      const [key] = await read();
      const iat = Math.floor(nowMs / 1000);
      const jti = Array.from(random(16), (byte) => byte.toString(16).padStart(2, "0")).join("");
      const claims = { iss: issuer, sub: subject, aud: audience, iat, exp: iat + tokenSeconds, jti };
      const signer = await importJWK(key ?? unusable(), ALGORITHM).catch(unusable);
      return new SignJWT(claims)
        .setProtectedHeader({ alg: ALGORITHM, typ: "JWT", kid: String(key?.kid) })
        .sign(signer);
    },
    async handle(request) {
      const { pathname } = new URL(request.url);
      if (request.method !== "GET" && request.method !== "HEAD") return undefined;
      if (pathname === path + KEYS) return json({ keys: (await read()).map(publicPart) });
      if (pathname !== path + CONFIGURATION) return undefined;
      return json({
        issuer,
        jwks_uri: issuer + KEYS,
        response_types_supported: ["id_token"],
        subject_types_supported: ["public"],
        id_token_signing_alg_values_supported: [ALGORITHM],
      });
    },
  };
}

/** A new private key as the JSON text of a JWK Set, for a secret. Anyone who reads it can assume the roles. */
export async function createIssuerKeys(): Promise<string> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  const key = await exportJWK(privateKey);
  return JSON.stringify({ keys: [{ ...key, alg: ALGORITHM, kid: await calculateJwkThumbprint(key) }] });
}

function readKeys(text: string): readonly JWK[] {
  const { keys } = parseJson(text) ?? {};
  if (!Array.isArray(keys) || keys.length === 0) return unusable();
  for (const key of keys) {
    const { kty, kid, n, e, d } = Object(key) as JWK;
    if (kty !== "RSA" || ![kid, n, e, d].every((part) => typeof part === "string")) return unusable();
  }
  return keys as readonly JWK[];
}

/** Only what verifying needs: a private member that slipped out would be everybody's. */
function publicPart({ kty, kid, n, e }: JWK): object {
  return { kty, kid, n, e, alg: ALGORITHM, use: "sig" };
}

function json(document: object): Response {
  const headers = { "content-type": "application/json", "cache-control": "public, max-age=300" };
  return new Response(JSON.stringify(document), { headers });
}

function unusable(): never {
  const message =
    "createIssuer: keys are not a JWK Set of RSA private keys that have a kid. Make one: createIssuerKeys of @alicred/platform-oidc/issuer.";
  throw new ConfigurationError("INVALID_CONFIGURATION", message);
}

import { type JSONWebKeySet, type JWTPayload, SignJWT } from "jose";
import { isLoopback } from "../../cloud/request.ts";
import type { SharedDescription } from "../../cloud/world/description.ts";
import type { World } from "../../cloud/world/world.ts";
import { createKeyRing, type SigningKey } from "./key-ring.ts";
import type { OidcIssuerDescription, OidcWorld } from "./world.ts";

/** Host names of the issuers of a world, except for those of this machine itself, which all services share. */
export function issuerHosts({ oidcIssuers = [] }: SharedDescription & OidcWorld): readonly string[] {
  return oidcIssuers.map(({ issuer }) => new URL(issuer).hostname).filter((host) => !isLoopback(host));
}

/** The contents of a token. */
export interface TokenRequest {
  /** Beside and instead of the claims that the issuer gives; `null` leaves a claim out. */
  readonly claims?: Readonly<Record<string, unknown>> | undefined;
  /** From `iat` to `exp`. Default: that of the issuer, 3600. Zero and less make a token that never was good. */
  readonly lifetimeSeconds?: number | undefined;
  /** How long before now it was issued. Default 0; negative for tokens of the future. */
  readonly issuedAgoSeconds?: number | undefined;
  /** Default `current`. */
  readonly key?: SigningKey | undefined;
}

/** An issuer, for tests to act on. */
export interface OidcIssuer {
  /** The `iss` claim. */
  readonly issuer: string;
  /** @throws `TypeError` for `key: "previous"` before the keys were rotated. */
  mint(request?: TokenRequest): Promise<string>;
  /** The key set as published now. */
  jwks(): JSONWebKeySet;
  /** Signs with a new key from now on. The one before stays published until the next rotation. */
  rotateKeys(): void;
}

/** The same with what the service needs. */
export interface OidcIssuerState extends OidcIssuer {
  readonly description: OidcIssuerDescription;
  /** Life of tokens, unless asked otherwise. */
  readonly tokenSeconds: number;
}

/** The issuers of a world. */
export interface OidcIssuers {
  /** The one of an address; without one, the first. */
  find(issuer?: string): OidcIssuerState | undefined;
  all(): readonly OidcIssuerState[];
}

const DEFAULT_SUBJECT = "system:serviceaccount:default:app";
const DEFAULT_AUDIENCE = "sts.aliyuncs.com";
const DEFAULT_TOKEN_SECONDS = 3600;

/** Makes the issuers of a world, and their keys known to STS. @throws `TypeError` when one is described twice. */
export function createOidcIssuers(world: World<OidcWorld>): OidcIssuers {
  const issuers = new Map<string, OidcIssuerState>();
  for (const description of world.description.oidcIssuers ?? []) {
    const { issuer } = description;
    if (issuers.has(issuer)) throw new TypeError(`the world describes the OIDC issuer ${issuer} twice`);
    const made = createOidcIssuer(world, description);
    issuers.set(issuer, made);
    world.oidcIssuers.set(issuer, made.jwks);
  }
  const [first] = issuers.values();
  return {
    find: (issuer) => (issuer === undefined ? first : issuers.get(issuer)),
    all: () => [...issuers.values()],
  };
}

function createOidcIssuer(world: World<OidcWorld>, description: OidcIssuerDescription): OidcIssuerState {
  const { issuer, subject = DEFAULT_SUBJECT, audience = DEFAULT_AUDIENCE } = description;
  const { tokenSeconds = DEFAULT_TOKEN_SECONDS } = description;
  const keys = createKeyRing(world, issuer, description.keyRotationHours);

  async function mint(request: TokenRequest = {}): Promise<string> {
    const { claims = {}, lifetimeSeconds = tokenSeconds, issuedAgoSeconds = 0 } = request;
    const { kid, key } = await keys.signer(request.key ?? "current");
    const nowSeconds = Math.floor((world.clock.now() + world.serverClockOffsetMs) / 1000);
    const iat = nowSeconds - issuedAgoSeconds;
    const name = `an OIDC token of ${subject}`;
    const all: Readonly<Record<string, unknown>> = {
      iss: issuer,
      sub: subject,
      aud: audience,
      iat,
      nbf: iat,
      exp: iat + lifetimeSeconds,
      jti: world.canaries.mint("token", name),
      ...claims,
    };
    const kept = Object.fromEntries(
      Object.entries(all).filter(([, value]) => value !== null && value !== undefined),
    );
    const token = await new SignJWT(kept as JWTPayload)
      .setProtectedHeader({ alg: "RS256", kid, typ: "JWT" })
      .sign(key);
    // Without the mark in its jti a token would not be recognised.
    if ("jti" in claims) world.canaries.adopt(token, name);
    return token;
  }

  return {
    issuer,
    description,
    tokenSeconds,
    mint,
    jwks: keys.published,
    rotateKeys: keys.rotate,
  };
}

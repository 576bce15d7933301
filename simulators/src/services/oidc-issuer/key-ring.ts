import { type CryptoKey, importJWK, type JSONWebKeySet, type JWK } from "jose";
import type { World } from "../../cloud/world/world.ts";
import { PUBLIC_TEST_KEYS } from "./public-test-keys.ts";
import type { OidcWorld } from "./world.ts";

/**
 * Which key signs: the current one; the one before it, still published; one that is no longer published; or one that is not the issuer's, under the
 * id of the current one.
 */
export type SigningKey = "current" | "previous" | "retired" | "forged";

/** Keys of one issuer. */
export interface KeyRing {
  /** The current key and, once rotated, the one before. */
  published(): JSONWebKeySet;
  /** @throws `TypeError` for `previous` before the first rotation. */
  signer(key: SigningKey): Promise<{ readonly kid: string; readonly key: CryptoKey }>;
  rotate(): void;
}

/** One of the fixed keys, in one of its turns. */
interface Turn {
  readonly jwk: JWK;
  readonly kid: string;
}

/**
 * Keys come from a fixed set in turn. One that comes back has another id then, so that tokens of its turn before stay
 * refused.
 */
export function createKeyRing(
  world: World<OidcWorld>,
  issuer: string,
  rotationHours: number | undefined,
): KeyRing {
  const startMs = world.clock.now();
  let manualRotations = 0;
  const imported = new Map<JWK, CryptoKey>();

  world.state.add(`oidc-issuer:${issuer}:keys`, {
    snapshot: () => manualRotations,
    restore(saved) {
      manualRotations = saved as number;
    },
  });

  function rotations(): number {
    if (rotationHours === undefined) return manualRotations;
    return (
      Math.max(0, Math.floor((world.clock.now() - startMs) / (rotationHours * 3_600_000))) + manualRotations
    );
  }

  /** The key so many rotations ago. */
  function keyBefore(ago: number): Turn {
    const rotation = rotations() - ago;
    const turn = Math.floor(rotation / PUBLIC_TEST_KEYS.length);
    const jwk = PUBLIC_TEST_KEYS[rotation - turn * PUBLIC_TEST_KEYS.length] ?? PUBLIC_TEST_KEYS[0];
    return { jwk, kid: turn === 0 ? (jwk.kid ?? "") : `${jwk.kid}.${turn}` };
  }

  async function privateKey(jwk: JWK): Promise<CryptoKey> {
    const known = imported.get(jwk);
    if (known) return known;
    const key = await importJWK(jwk);
    if (key instanceof Uint8Array) throw new TypeError("a signing key must not be symmetric");
    imported.set(jwk, key);
    return key;
  }

  return {
    published() {
      const turns = rotations() === 0 ? [keyBefore(0)] : [keyBefore(0), keyBefore(1)];
      return { keys: turns.map(publicPart) };
    },
    async signer(key) {
      if (key === "previous" && rotations() === 0)
        throw new TypeError(`the issuer ${issuer} has not rotated its keys, so there is no previous one`);
      const { jwk, kid } = keyBefore({ current: 0, previous: 1, retired: 2, forged: 2 }[key]);
      return { kid: key === "forged" ? keyBefore(0).kid : kid, key: await privateKey(jwk) };
    },
    rotate() {
      manualRotations += 1;
    },
  };
}

function publicPart({ jwk: { kty, alg, use, n, e }, kid }: Turn): JWK {
  return { use, kty, kid, alg, n, e } as JWK;
}

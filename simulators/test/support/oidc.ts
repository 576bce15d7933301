import { exportJWK, generateKeyPair, type JSONWebKeySet, type JWTPayload, SignJWT } from "jose";
import { defaultWorld, type WorldDescription } from "../../src/mod.ts";
import { account, roleArn } from "./worlds.ts";

export const issuer = "https://oidc.simulated.example";
export const providerArn = `acs:ram::${account}:oidc-provider/ack-rrsa`;
export const rrsaRole = roleArn("rrsa-app");

export interface TestIssuer {
  readonly jwks: JSONWebKeySet;
  /** Signs claims; those of a pod of the default world, valid for an hour from `nowMs`, unless told otherwise. */
  token(nowMs: number, claims?: JWTPayload): Promise<string>;
}

export async function createIssuer(): Promise<TestIssuer> {
  const { privateKey, publicKey } = await generateKeyPair("ES256", { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: "test", alg: "ES256" };
  return {
    jwks: { keys: [jwk] },
    token(nowMs, claims = {}) {
      const seconds = Math.floor(nowMs / 1000);
      return new SignJWT({
        iss: issuer,
        aud: "sts.aliyuncs.com",
        sub: "system:serviceaccount:default:app",
        iat: seconds,
        exp: seconds + 3600,
        ...claims,
      })
        .setProtectedHeader({ alg: "ES256", kid: "test" })
        .sign(privateKey);
    },
  };
}

/** The default world, its OIDC provider changed. */
export function oidcWorld(change: Record<string, unknown>): WorldDescription {
  return {
    ...defaultWorld,
    accounts: defaultWorld.accounts.map((one) => ({
      ...one,
      oidcProviders: one.oidcProviders?.map((provider) => ({ ...provider, ...change })),
    })),
  };
}

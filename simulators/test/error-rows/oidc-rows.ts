import { SignJWT } from "jose";
import { createIssuer, issuer, oidcWorld, providerArn, rrsaRole } from "../support/oidc.ts";
import type { Params } from "../support/sign.ts";
import { account, type Client } from "../support/worlds.ts";
import { plain, type Row } from "./row.ts";

const testIssuer = await createIssuer();

function withToken(
  makeToken: (client: Client) => string | Promise<string>,
  params: Params = {},
): Row["send"] {
  return async (client) =>
    plain({
      Action: "AssumeRoleWithOIDC",
      OIDCProviderArn: providerArn,
      RoleArn: rrsaRole,
      RoleSessionName: "pod",
      OIDCToken: await makeToken(client),
      ...params,
    })(client);
}

const oidc = { world: oidcWorld({ jwks: testIssuer.jwks }) };
const goodToken = ({ cloud }: Client): Promise<string> => testIssuer.token(cloud.clock.now());

/** AssumeRoleWithOIDC. */
export const oidcRows: readonly Row[] = [
  {
    code: "MissingRoleArn",
    status: 400,
    message: "RoleArn is mandatory for this action.",
    when: "AssumeRoleWithOIDC comes without it",
    send: withToken(goodToken, { RoleArn: "" }),
    world: oidc,
  },
  {
    code: "AuthenticationFail.OIDCToken.Invalid",
    status: 401,
    message: "The OIDCToken can not empty.",
    when: "AssumeRoleWithOIDC comes without a token",
    send: withToken(() => ""),
    world: oidc,
  },
  ...["", "test", "acs:ram::roleArn", `acs:ram::${account}:saml-provider/company`, `${providerArn}/more`].map(
    (OIDCProviderArn) => ({
      code: "AuthenticationFail.NoPermission",
      status: 401,
      message: "Parameter OIDCProviderArn is not valid",
      when: `the provider is ${JSON.stringify(OIDCProviderArn)}, and nothing else is valid either`,
      send: withToken(() => "not a token", { OIDCProviderArn, RoleArn: "not a role", Policy: "no policy" }),
      world: oidc,
    }),
  ),
  ...(
    [
      ["OIDCToken", "abc"],
      ["OIDCToken", "a".repeat(20_001)],
      ["RoleArn", "rrsa-app"],
      ["RoleSessionName", "with space"],
    ] as const
  ).map(([name, value]) => ({
    code: `InvalidParameter.${name}`,
    status: 400,
    message: `The parameter ${name} is wrongly formed.`,
    when: `AssumeRoleWithOIDC has ${value.slice(0, 40)} (${value.length})`,
    send: withToken(goodToken, { [name]: value }),
    world: oidc,
  })),
  {
    code: "AuthenticationFail.OIDCToken.Invalid",
    status: 401,
    message: "The number of Jwt field should be divided into 3 parts with '.' .",
    when: "it has the most characters that there may be",
    send: withToken(() => "a".repeat(20_000)),
    world: oidc,
  },
  {
    code: "AuthenticationFail.NoPermission",
    status: 401,
    message: "There is no permission",
    when: "the role trusts another subject",
    send: withToken(({ cloud }) =>
      testIssuer.token(cloud.clock.now(), { sub: "system:serviceaccount:other:app" }),
    ),
    world: oidc,
  },
  {
    code: "AuthenticationFail.NoPermission",
    status: 401,
    message: "No such OIDC Provider registered.",
    when: "the provider is not registered",
    send: withToken(goodToken, { OIDCProviderArn: `${providerArn}-2` }),
    world: oidc,
  },
  {
    code: "AuthenticationFail.OIDCToken.AudienceNotMatch",
    status: 401,
    message: "Invalid audience.",
    when: "the token is for someone else",
    send: withToken(({ cloud }) => testIssuer.token(cloud.clock.now(), { aud: "vault" })),
    world: oidc,
  },
  ...(
    [
      ["expired a second ago", { iat: 1767769199 - 60, exp: 1767772800 }],
      ["was issued more than twelve hours ago", { iat: 1767772800 - 43_201 }],
    ] as const
  ).map(([when, claims]) => ({
    code: "AuthenticationFail.OIDCToken.Expired",
    status: 401,
    message: "This JsonWebToken is expired.",
    when: `the token ${when}`,
    send: withToken(({ cloud }) => testIssuer.token(cloud.clock.now(), claims)),
    world: oidc,
  })),
  {
    code: "AuthenticationFail.OIDCToken.Invalid",
    status: 401,
    message: "The number of Jwt field should be divided into 3 parts with '.' .",
    when: "it has two parts",
    send: withToken(() => "abcd.efgh"),
    world: oidc,
  },
  {
    code: "AuthenticationFail.OIDCToken.Invalid",
    status: 401,
    message: "Cannot decode base64 encoded response(format invalided).",
    when: "its parts are not Base64",
    send: withToken(() => "a!.b!.c!"),
    world: oidc,
  },
  {
    code: "AuthenticationFail.OIDCToken.Invalid",
    status: 401,
    message: "The algorithm HS256 that be specified in Jwt header is unknown.",
    when: "it is signed with a shared secret",
    send: withToken(() =>
      new SignJWT({ iss: issuer }).setProtectedHeader({ alg: "HS256" }).sign(new Uint8Array(32).fill(1)),
    ),
    world: oidc,
  },
  {
    code: "AuthenticationFail.OIDCToken.IssuerNotMatch",
    status: 401,
    message: "The issuer in the OIDC Token doesn't match the OIDC Provider registered.",
    when: "its issuer is another",
    send: withToken(({ cloud }) => testIssuer.token(cloud.clock.now(), { iss: "https://other.example" })),
    world: oidc,
  },
  {
    code: "AuthenticationFail.OIDCToken.InvalidSignature",
    status: 401,
    message: "OIDC token validate failed: invalid signature.",
    when: "another key of the same name signed it",
    send: withToken(async ({ cloud }) => (await createIssuer()).token(cloud.clock.now())),
    world: oidc,
  },
  {
    code: "AuthenticationFail.OIDCToken.Invalid",
    status: 401,
    message: "Cannot decode base64 encoded response(format invalided).",
    when: "a line end follows it",
    send: withToken(async (client) => `${await goodToken(client)}\n`),
    world: oidc,
  },
  {
    code: "AuthenticationFail.OIDCToken.HttpsUrlInvalid",
    status: 401,
    message: "Invoke url failed due to certificate chain validation",
    when: "the issuer is not https",
    send: withToken(({ cloud }) => testIssuer.token(cloud.clock.now(), { iss: "http://plain.example" })),
    world: { world: oidcWorld({ jwks: testIssuer.jwks, issuer: "http://plain.example" }) },
  },
  {
    code: "AuthenticationFail.OIDCToken.PublicKeyFingerprintMismatch",
    status: 401,
    message: "The https fingerprint of this discovery is invalid.",
    when: "the fingerprint is another",
    send: withToken(goodToken),
    world: { world: oidcWorld({ jwks: testIssuer.jwks, fingerprintMatches: false }) },
  },
  {
    code: "AuthenticationFail.OIDCToken.Invalid",
    status: 401,
    message: "The Jwt content is invalid that cannot be recognized.",
    when: "its parts are not JSON",
    send: withToken(() => "abcd.abcd.abcd"),
    world: oidc,
  },
  ...(
    [
      ["broken-chain", "Invoke url failed due to certificate chain validation"],
      ["unknown-root", `The root ca certificate is not in ca whitelist of this url: ${issuer}`],
    ] as const
  ).map(([certificate, message]) => ({
    code: "AuthenticationFail.OIDCToken.HttpsUrlInvalid",
    status: 401,
    message,
    when: `the issuer's certificate is one with ${certificate}`,
    send: withToken(goodToken),
    world: { world: oidcWorld({ jwks: testIssuer.jwks, certificate }) },
  })),
  {
    code: "AuthenticationFail.OIDCToken.IssuerConfigurationBroken",
    status: 401,
    message: "Get public keys from OIDC Provider failed, the issuer is https://away.example.",
    when: "its documents cannot be reached",
    send: withToken(({ cloud }) => testIssuer.token(cloud.clock.now(), { iss: "https://away.example" })),
    world: { world: oidcWorld({ issuer: "https://away.example" }) },
  },
  {
    code: "EntityNotExist.Role",
    status: 404,
    message: `The role not exists: acs:ram::${account}:role/nobody. `,
    when: "nobody has such a role, which a pod asks for",
    send: withToken(goodToken, { RoleArn: `acs:ram::${account}:role/Nobody` }),
    world: oidc,
  },
];

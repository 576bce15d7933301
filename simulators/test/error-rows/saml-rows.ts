import { createIdentityProvider, samlProviderArn, samlRole, samlWorld } from "../support/saml.ts";
import type { Params } from "../support/sign.ts";
import { roleArn } from "../support/worlds.ts";
import { plain, type Row } from "./row.ts";

const identityProvider = createIdentityProvider();
const world = { world: samlWorld({ publicKey: identityProvider.pem }) };
const good = identityProvider.response();

function withResponse(xml: string, params: Params = {}): Row["send"] {
  const body = new URLSearchParams({
    SAMLProviderArn: samlProviderArn,
    RoleArn: samlRole,
    SAMLAssertion: btoa(xml),
    ...params,
  });
  return plain({ Action: "AssumeRoleWithSAML" }, { body });
}

function invalid(when: string, xml: string, params?: Params): Row {
  return {
    code: "AuthenticationFail.SAMLAssertion.Invalid",
    status: 401,
    message: "The SAML Assertion is invalid.",
    when,
    send: withResponse(xml, params),
    world,
  };
}

/** AssumeRoleWithSAML. */
export const samlRows: readonly Row[] = [
  ...["SAMLProviderArn", "RoleArn", "SAMLAssertion"].map((name) => ({
    code: `MissingParameter.${name}`,
    status: 400,
    message: `Parameter ${name} is required.`,
    when: "AssumeRoleWithSAML comes without it",
    send: withResponse(good, { [name]: "" }),
    world,
  })),
  ...(
    [
      ["SAMLAssertion", "abc"],
      ["SAMLAssertion", "a".repeat(100_001)],
      ["SAMLProviderArn", "company"],
      ["SAMLProviderArn", "acs:ram::1000000000000001:oidc-provider/company"],
      ["RoleArn", "saml-app"],
    ] as const
  ).map(([name, value]) => ({
    code: `InvalidParameter.${name}`,
    status: 400,
    message: `The parameter ${name} is wrongly formed.`,
    when: `AssumeRoleWithSAML has ${value.slice(0, 40)} (${value.length})`,
    send: withResponse(good, { [name]: value }),
    world,
  })),
  ...(
    [
      ["PolicyGrammar", "Invalid Policy.", { Policy: "{" }],
      ["PolicySize", "Invalid Policy.", { Policy: " ".repeat(2049) }],
      ["DurationSeconds", "The DurationSeconds is invalid.", { DurationSeconds: "899" }],
    ] as const
  ).map(([name, message, params]) => ({
    code: `InvalidParameter.${name}`,
    status: 400,
    message,
    when: "AssumeRoleWithSAML is given a bad one",
    send: withResponse(good, params),
    world,
  })),
  {
    code: "EntityNotExist.SAMLProvider",
    status: 404,
    message: "Can not find SAML provider.",
    when: "the provider is not registered",
    send: withResponse(good, { SAMLProviderArn: `${samlProviderArn}-2` }),
    world,
  },
  {
    code: "EntityNotExist.RoleArn",
    status: 404,
    message: "The specified Role does not exists.",
    when: "nobody has such a role",
    send: withResponse(good, { RoleArn: roleArn("nobody") }),
    world,
  },
  {
    code: "AuthenticationFail.IDPMetadata.Invalid",
    status: 401,
    message: "The IdP Metadata of your SAML Provider is invalid.",
    when: "the provider has no key",
    send: withResponse(good),
  },
  {
    code: "AuthenticationFail.SAMLAssertion.Expired",
    status: 401,
    message: "The SAML Assertion is expired.",
    when: "its time is over",
    send: withResponse(identityProvider.response({ notOnOrAfter: "2026-01-07T08:00:00Z" })),
    world,
  },
  {
    code: "InvalidParameter.RoleSessionName",
    status: 400,
    message: "The RoleSessionName is invalid.",
    when: "the assertion names none",
    send: withResponse(identityProvider.response({ sessionName: "x" })),
    world,
  },
  {
    code: "AuthenticationFail.NoPermission",
    status: 401,
    message: "There is no permission",
    when: "the role does not trust the SAML provider",
    send: withResponse(identityProvider.response({ role: `${roleArn("admin")},${samlProviderArn}` }), {
      RoleArn: roleArn("admin"),
    }),
    world,
  },
  invalid("it has the most characters that there may be", good, { SAMLAssertion: "a".repeat(100_000) }),
  invalid("it is not Base64", good, { SAMLAssertion: "<xml/>" }),
  invalid("it is not signed", good.replace(/<ds:Signature .*<\/ds:Signature>/, "")),
  invalid("one letter of it is changed", good.replace("alice@example.com", "alicf@example.com")),
  invalid("its signature is of something else", good.replace("enveloped-signature", "enveloped-signaturf")),
  invalid("another provider signed it", createIdentityProvider().response()),
  invalid(
    "an unsigned assertion is wrapped around the signed one",
    good.replace(
      "</samlp:Response>",
      `${good.replace(/^.*?(<saml:Assertion)/, "$1").replace('"_a1"', '"_a2"')}`,
    ),
  ),
  invalid("it is from another issuer", identityProvider.response({ issuer: "https://other.example" })),
  invalid("it is not valid yet", identityProvider.response({ notBefore: "2026-01-07T08:00:01Z" })),
  invalid(
    "it is for another role",
    identityProvider.response({ role: `${roleArn("admin")},${samlProviderArn}` }),
  ),
];

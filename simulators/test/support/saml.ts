import { createHash, createSign, generateKeyPairSync } from "node:crypto";
import { defaultWorld, type WorldDescription } from "../../src/mod.ts";
import { account, roleArn } from "./worlds.ts";

export const samlProviderArn = `acs:ram::${account}:saml-provider/company`;
export const samlRole = roleArn("saml-app");

export interface SamlClaims {
  readonly issuer?: string;
  readonly notOnOrAfter?: string;
  readonly notBefore?: string;
  readonly role?: string;
  readonly sessionName?: string;
}

const dsig = "http://www.w3.org/2000/09/xmldsig#";

/** An identity provider that writes signed SAML responses in exclusive canonical form. */
export function createIdentityProvider(): { readonly pem: string; response(claims?: SamlClaims): string } {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  function response(claims: SamlClaims = {}): string {
    const notOnOrAfter = claims.notOnOrAfter ?? "2026-01-07T08:05:00Z";
    const value = (name: string, text: string): string =>
      `<saml:Attribute Name="https://www.aliyun.com/SAML-Role/Attributes/${name}"><saml:AttributeValue>${text}</saml:AttributeValue></saml:Attribute>`;
    const head = `<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_a1" IssueInstant="2026-01-07T08:00:00Z" Version="2.0"><saml:Issuer>${claims.issuer ?? "https://idp.simulated.example/saml"}</saml:Issuer>`;
    const tail =
      `<saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">alice@example.com</saml:NameID>` +
      `<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData NotOnOrAfter="${notOnOrAfter}" Recipient="https://signin.aliyun.com/saml-role/sso"></saml:SubjectConfirmationData></saml:SubjectConfirmation></saml:Subject>` +
      `<saml:Conditions NotBefore="${claims.notBefore ?? "2026-01-07T07:59:00Z"}" NotOnOrAfter="${notOnOrAfter}"></saml:Conditions>` +
      `<saml:AttributeStatement>${value("Role", claims.role ?? `${samlRole},${samlProviderArn}`)}${value("RoleSessionName", claims.sessionName ?? "alice")}</saml:AttributeStatement></saml:Assertion>`;
    const digest = createHash("sha256")
      .update(head + tail)
      .digest("base64");
    const inner =
      `<ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></ds:CanonicalizationMethod>` +
      `<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"></ds:SignatureMethod>` +
      `<ds:Reference URI="#_a1"><ds:Transforms><ds:Transform Algorithm="${dsig}enveloped-signature"></ds:Transform></ds:Transforms>` +
      `<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></ds:DigestMethod><ds:DigestValue>${digest}</ds:DigestValue></ds:Reference></ds:SignedInfo>`;
    const value64 = createSign("sha256")
      .update(`<ds:SignedInfo xmlns:ds="${dsig}">${inner}`)
      .sign(privateKey, "base64");
    const signature = `<ds:Signature xmlns:ds="${dsig}"><ds:SignedInfo>${inner.replaceAll(/><\/ds:(?:CanonicalizationMethod|SignatureMethod|DigestMethod|Transform)>/g, "/>")}<ds:SignatureValue>${value64}</ds:SignatureValue></ds:Signature>`;
    return `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_r1" Version="2.0">${head}${signature}${tail}</samlp:Response>`;
  }
  return { pem: publicKey.export({ type: "spki", format: "pem" }).toString(), response };
}

/** The default world, its SAML provider changed. */
export function samlWorld(change: Record<string, unknown>): WorldDescription {
  return {
    ...defaultWorld,
    accounts: defaultWorld.accounts.map((one) => ({
      ...one,
      samlProviders: one.samlProviders?.map((provider) => ({ ...provider, ...change })),
    })),
  };
}

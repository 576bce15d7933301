import { evaluateTrust } from "../../../cloud/ram/evaluate.ts";
import { StsError } from "../errors.ts";
import { durationSeconds, formed, ROLE_ARN_FORM, SESSION_NAME_FORM, sessionPolicy } from "../parameters.ts";
import { attribute, bytesOfBase64, element, signedAssertion, textOf } from "../saml-xml.ts";
import type { ActionContext, UnsignedAction } from "./action.ts";
import { commonFacts, openSession } from "./session.ts";

const PROVIDER_ARN_FORM = /^acs:ram::\d+:saml-provider\/[\w.-]{1,128}$/;
const ASSERTION_FORM = /^[\s\S]{4,100000}$/;
const NAME_ID_FORMATS = "urn:oasis:names:tc:SAML:2.0:nameid-format:";
const ROLE_ATTRIBUTE = "https://www.aliyun.com/SAML-Role/Attributes/Role";
const SESSION_NAME_ATTRIBUTE = "https://www.aliyun.com/SAML-Role/Attributes/RoleSessionName";

/** https://www.alibabacloud.com/help/en/ram/developer-reference/api-sts-2015-04-01-assumerolewithsaml */
export const assumeRoleWithSaml: UnsignedAction = async (context) => {
  const { world, exchange, request } = context;
  for (const name of ["SAMLProviderArn", "RoleArn", "SAMLAssertion"]) {
    if (!request.params.get(name)) throw new StsError({ row: "MissingParameter.{0}", subject: name });
  }
  const providerArn = formed(request, "SAMLProviderArn", PROVIDER_ARN_FORM) ?? "";
  const roleArn = formed(request, "RoleArn", ROLE_ARN_FORM) ?? "";
  const policy = sessionPolicy(request, ":saml");
  exchange.report({ credentialKind: "token" });
  const provider = world.directory.samlProvider(providerArn);
  if (provider === undefined) throw new StsError({ row: "EntityNotExist.SAMLProvider" });
  if (provider.publicKey === undefined) throw new StsError({ row: "AuthenticationFail.IDPMetadata.Invalid" });
  const role = world.directory.role(roleArn);
  if (role === undefined) throw new StsError({ row: "EntityNotExist.RoleArn" });
  const seconds = durationSeconds(
    request,
    role.maxSessionDurationSeconds,
    "InvalidParameter.DurationSeconds:saml",
  );
  const assertion = await readAssertion(context, provider.publicKey);
  const subject = element(assertion, "Subject") ?? "";
  const issuer = textOf(assertion, "Issuer") ?? "";
  const nameId = textOf(subject, "NameID") ?? "";
  const recipient = attribute(subject, "SubjectConfirmationData", "Recipient") ?? "";
  if (issuer !== provider.entityId) throw invalid("its issuer is not the entity id of the provider");
  checkLifetime(assertion, exchange.now());
  if (!attributeValues(assertion, ROLE_ATTRIBUTE).includes(`${roleArn},${providerArn}`)) {
    throw invalid("its Role attribute does not name this role with this provider");
  }
  const [sessionName = ""] = attributeValues(assertion, SESSION_NAME_ATTRIBUTE);
  if (!SESSION_NAME_FORM.test(sessionName)) {
    throw new StsError({ row: "InvalidParameter.RoleSessionName:saml" });
  }
  exchange.report({ identity: nameId });
  const trust = evaluateTrust(role.trustPolicy, {
    action: "sts:AssumeRole",
    principalType: "Federated",
    principals: [providerArn],
    facts: () => ({ ...commonFacts(context), "saml:recipient": recipient }),
  });
  if (!trust.allowed) throw new StsError({ row: "AuthenticationFail.NoPermission", reason: trust.reason });
  exchange.report({ reason: trust.reason });
  return {
    ...openSession(context, {
      role,
      sessionName,
      durationSeconds: seconds,
      sessionPolicy: policy,
      operation: "AssumeRoleWithSAML",
    }),
    SAMLAssertionInfo: {
      SubjectType: (attribute(subject, "NameID", "Format") ?? "").replace(NAME_ID_FORMATS, ""),
      Subject: nameId,
      Issuer: issuer,
      Recipient: recipient,
    },
  };
};

async function readAssertion({ request }: ActionContext, publicKeyPem: string): Promise<string> {
  const bytes = bytesOfBase64(formed(request, "SAMLAssertion", ASSERTION_FORM) ?? "");
  if (bytes === undefined) throw invalid("it is not Base64");
  const assertion = await signedAssertion(new TextDecoder().decode(bytes), publicKeyPem);
  if (assertion === undefined) throw invalid("its signature does not hold");
  return assertion;
}

function checkLifetime(assertion: string, nowMs: number): void {
  const ends = [
    attribute(assertion, "Conditions", "NotOnOrAfter"),
    attribute(assertion, "SubjectConfirmationData", "NotOnOrAfter"),
  ].filter((end) => end !== undefined);
  if (ends.some((end) => !(Date.parse(end) > nowMs))) {
    throw new StsError({ row: "AuthenticationFail.SAMLAssertion.Expired" });
  }
  const start = attribute(assertion, "Conditions", "NotBefore");
  if (start !== undefined && !(Date.parse(start) <= nowMs)) throw invalid("it is not valid yet");
}

function attributeValues(assertion: string, name: string): readonly string[] {
  const values = [...assertion.matchAll(/<((?:[\w-]+:)?)Attribute\s[^>]*>[\s\S]*?<\/\1Attribute>/g)]
    .map(([found]) => found)
    .filter((found) => attribute(found, "Attribute", "Name") === name)
    .flatMap((found) => [...found.matchAll(/AttributeValue[^>]*>([^<]+)</g)]);
  return values.map(([, value = ""]) => value.trim());
}

function invalid(reason: string): StsError {
  return new StsError({
    row: "AuthenticationFail.SAMLAssertion.Invalid",
    reason: `the assertion is refused: ${reason}`,
  });
}

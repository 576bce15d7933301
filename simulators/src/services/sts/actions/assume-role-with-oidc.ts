import { evaluateTrust } from "../../../cloud/ram/evaluate.ts";
import { accessDenied } from "../../../cloud/rpc/access-denied.ts";
import { StsError } from "../errors.ts";
import { verifyOidcToken } from "../oidc-token.ts";
import { durationSeconds, formed, required, SESSION_NAME_FORM, sessionPolicy } from "../parameters.ts";
import type { UnsignedAction } from "./action.ts";
import { commonFacts, findRole, openSession } from "./session.ts";

const TOKEN_FORM = /^[\s\S]{4,20000}$/;
const PROVIDER_ARN_FORM = /^acs:ram::\d+:oidc-provider\/[\w.-]{1,128}$/;

/** https://www.alibabacloud.com/help/en/ram/developer-reference/api-sts-2015-04-01-assumerolewithoidc */
export const assumeRoleWithOidc: UnsignedAction = async (context) => {
  const { world, exchange, request, isoSeconds } = context;
  // The provider is looked at first of all, and neither it nor the token is mandatory to the gateway.
  const providerArn = request.params.get("OIDCProviderArn") ?? "";
  if (!PROVIDER_ARN_FORM.test(providerArn))
    throw new StsError({ row: "AuthenticationFail.NoPermission:arn" });
  if (!request.params.get("OIDCToken"))
    throw new StsError({
      row: "AuthenticationFail.OIDCToken.Invalid",
      subject: "The OIDCToken can not empty.",
    });
  required(request, "RoleArn");
  const given = formed(request, "OIDCToken", TOKEN_FORM) ?? "";
  const token = world.description.sts?.trimOidcToken ? given.trim() : given;
  const givenName = formed(request, "RoleSessionName", SESSION_NAME_FORM);
  const policy = sessionPolicy(request);
  exchange.report({ credentialKind: "token" });
  const provider = world.directory.oidcProvider(providerArn);
  if (provider === undefined) throw new StsError({ row: "AuthenticationFail.NoPermission:provider" });
  const role = findRole(context, "EntityNotExist.Role:arn");
  const seconds = durationSeconds(request, role.maxSessionDurationSeconds);
  const keys = provider.jwks ?? world.oidcIssuers.get(provider.issuer)?.();
  const claims = await verifyOidcToken(token, provider, keys, exchange.now());
  exchange.report({ identity: claims.subject });
  const trust = evaluateTrust(role.trustPolicy, {
    action: "sts:AssumeRole",
    principalType: "Federated",
    principals: [providerArn],
    facts: () => ({
      "oidc:iss": claims.issuer,
      "oidc:aud": claims.audiences,
      "oidc:sub": claims.subject,
      ...commonFacts(context),
    }),
  });
  if (!trust.allowed)
    throw new StsError({
      row: "AuthenticationFail.NoPermission",
      reason: trust.reason,
      detail: accessDenied(exchange, trust, {
        action: "sts:AssumeRole",
        policyType: "AssumeRolePolicy",
        principalType: "Federated",
        ownerId: role.accountId,
        displayName: claims.subject,
      }),
    });
  exchange.report({ reason: trust.reason });
  return {
    ...openSession(context, {
      role,
      sessionName: givenName ?? sessionNameOf(claims.subject),
      durationSeconds: seconds,
      sessionPolicy: policy,
      operation: "AssumeRoleWithOIDC",
    }),
    OIDCTokenInfo: {
      Subject: claims.subject,
      Issuer: claims.issuer,
      ClientIds: claims.audiences.join(","),
      ExpirationTime: isoSeconds(claims.expiresAtMs),
      IssuanceTime: isoSeconds(claims.issuedAtMs),
      VerificationInfo: "Success",
    },
  };
};

/** A session name made of the subject, for requests without one. */
function sessionNameOf(subject: string): string {
  return subject
    .replace(/[^a-zA-Z0-9.@\-_]/g, "-")
    .slice(0, 64)
    .padEnd(2, "-");
}

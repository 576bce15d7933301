import { Credentials, InvalidAnswerError, type ResolveContext } from "@alicred/core";
import type { ReplyReader } from "./json.ts";
import { callSigned, type StsCallOptions } from "./signed-call.ts";

/** Parameters of AssumeRole. The service checks their limits. */
export interface AssumeRoleParameters {
  readonly roleArn: string;
  readonly roleSessionName: string;
  /** Life of the session in seconds. Default: 3,600, by the service. */
  readonly durationSeconds?: number | undefined;
  /** A policy as JSON that the session's permissions are cut down to. */
  readonly policy?: string | undefined;
  readonly externalId?: string | undefined;
}

/** A session of a role. */
export interface AssumedRole {
  /** Their provenance is that of the credentials that signed the call. */
  readonly credentials: Credentials;
  /** The session's own ARN. */
  readonly assumedRoleArn: string | undefined;
  readonly requestId: string | undefined;
}

/**
 * AssumeRole: exchanges credentials for those of a role's session.
 *
 * @throws {AlicredError} `UPSTREAM_REFUSED`, `INVALID_CONFIGURATION`, `UPSTREAM_THROTTLED`, `UPSTREAM_UNAVAILABLE` by the
 *   reply; `CREDENTIALS_INCOMPLETE` and `RESPONSE_MALFORMED` for a reply that is none; what `sendRequest` throws.
 * @see https://www.alibabacloud.com/help/en/ram/developer-reference/api-sts-2015-04-01-assumerole
 */
export async function assumeRole(
  context: ResolveContext,
  credentials: Credentials,
  parameters: AssumeRoleParameters,
  options: StsCallOptions = {},
): Promise<AssumedRole> {
  const { roleArn, roleSessionName, durationSeconds, policy, externalId } = parameters;
  const operation = {
    action: "AssumeRole",
    parameters: {
      RoleArn: roleArn,
      RoleSessionName: roleSessionName,
      DurationSeconds: durationSeconds?.toString(),
      Policy: policy,
      ExternalId: externalId,
    },
  };
  const reply = await callSigned(context, credentials, operation, options);
  return {
    credentials: readCredentials(reply, options.source ?? "sts", credentials.provenance),
    assumedRoleArn: reply.optionalText("AssumedRoleUser.Arn"),
    requestId: reply.optionalText("RequestId"),
  };
}

/** The temporary credentials of a reply; key, secret, token and expiration are all required. */
export function readCredentials(
  reply: ReplyReader,
  source: string,
  provenance: readonly string[],
): Credentials {
  const part = (name: string): string => reply.text(`Credentials.${name}`, "CREDENTIALS_INCOMPLETE");
  const [accessKeyId, accessKeySecret, securityToken] = [
    part("AccessKeyId"),
    part("AccessKeySecret"),
    part("SecurityToken"),
  ];
  const expiration = utcTime(part("Expiration"));
  if (!Number.isNaN(expiration))
    return new Credentials({ accessKeyId, accessKeySecret, securityToken, expiration, provenance });
  const message = "STS answered with a Credentials.Expiration that is not a time.";
  throw new InvalidAnswerError("RESPONSE_MALFORMED", message, { source });
}

// The service means UTC also where it writes no zone, which JavaScript would read as local time.
function utcTime(text: string): number {
  return Date.parse(/T[\d:.]+$/.test(text) ? `${text}Z` : text);
}

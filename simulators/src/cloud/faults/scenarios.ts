import type { Fault } from "./fault.ts";

/** Name of a scenario. */
export type ScenarioName =
  | "metadata-token-405"
  | "metadata-token-404"
  | "metadata-token-403"
  | "metadata-token-timeout"
  | "metadata-token-unusable"
  | "metadata-role-changes"
  | "metadata-never-renews"
  | "uri-missing-token"
  | "uri-wrong-code"
  | "uri-wrong-case"
  | "uri-unparsable-expiry"
  | "uri-expiry-with-offset"
  | "uri-slow-then-reset"
  | "uri-null-then-recovery"
  | "oauth-no-refresh-token"
  | "oauth-refresh-token-replay"
  | "oauth-short-access-token"
  | "sts-throttled-redirect"
  | "sts-connect-hang"
  | "server-clock-ahead"
  | "server-clock-behind";

const METADATA = { service: "ecs-metadata" } as const;
const URI = { service: "credentials-uri" } as const;
const OAUTH = { service: "oauth" } as const;

/** Problems that clients have been reported to have, each with the faults that cause it. */
export const scenarios: Readonly<
  Record<ScenarioName, { readonly text: string; readonly faults: readonly Fault[] }>
> = {
  /** Metadata without tokens: https://github.com/aliyun/credentials-nodejs/issues/111 */
  "metadata-token-405": {
    text: "Metadata knows no tokens",
    faults: [{ kind: "status", status: 405, operation: "CreateToken", ...METADATA }],
  },
  /** The same on other hosts: https://github.com/kubernetes-sigs/alibaba-cloud-csi-driver/issues/1291 */
  "metadata-token-404": {
    text: "Metadata has no address for tokens",
    faults: [{ kind: "status", status: 404, operation: "CreateToken", ...METADATA }],
  },
  "metadata-token-403": {
    text: "Metadata refuses to make tokens",
    faults: [{ kind: "status", status: 403, operation: "CreateToken", ...METADATA }],
  },
  /** The reply to the PUT gets lost, as where a hop limit is too low. */
  "metadata-token-timeout": {
    text: "The reply to the token request gets lost",
    faults: [{ kind: "hang", operation: "CreateToken", ...METADATA }],
  },
  /** Tokens are made, but reading with one fails; reading without one works. */
  "metadata-token-unusable": {
    text: "Tokens are made, but not honoured",
    faults: [{ kind: "token-rejected", ...METADATA }],
  },
  /** Another role is attached between the list and the reading of its credentials. */
  "metadata-role-changes": {
    text: "Another role is attached between two calls",
    faults: [{ kind: "role-name-change", operation: "GetCredentials", times: 1, ...METADATA }],
  },
  /** The same credentials again and again, also expired: https://github.com/smithy-lang/smithy-rs/issues/2687 */
  "metadata-never-renews": {
    text: "Metadata returns the same credentials forever",
    faults: [{ kind: "stale-metadata", ...METADATA }],
  },
  "uri-missing-token": {
    text: "credentials_uri leaves out the security token",
    faults: [{ kind: "missing-fields", fields: ["SecurityToken"], ...URI }],
  },
  "uri-wrong-code": {
    text: "credentials_uri answers Code: Failed",
    faults: [{ kind: "wrong-code", code: "Failed", ...URI }],
  },
  "uri-wrong-case": {
    text: "credentials_uri writes its keys in the other case",
    faults: [{ kind: "wrong-case-keys", ...URI }],
  },
  "uri-unparsable-expiry": {
    text: "credentials_uri returns an invalid expiry",
    faults: [{ kind: "expiration-format", format: "unparsable", ...URI }],
  },
  /** A time that is not in UTC: https://github.com/boto/botocore/pull/3775 */
  "uri-expiry-with-offset": {
    text: "credentials_uri returns an expiry that is not in UTC",
    faults: [{ kind: "expiration-format", format: "offset", ...URI }],
  },
  "uri-slow-then-reset": {
    text: "credentials_uri is slow, then breaks off",
    faults: [{ kind: "slow-reset", ms: 5000, ...URI }],
  },
  /** An error, then nothing, then all is well: https://github.com/aliyun/credentials-java/issues/56 */
  "uri-null-then-recovery": {
    text: "credentials_uri fails, says null, recovers",
    faults: [
      { kind: "internal-error", nth: 1, ...URI },
      { kind: "null-body", nth: 2, ...URI },
    ],
  },
  /** https://github.com/aliyun/credentials-python/blob/master/ChangeLog.md, version 1.0.8 */
  "oauth-no-refresh-token": {
    text: "OAuth returns no refresh token",
    faults: [{ kind: "missing-refresh-token", ...OAUTH }],
  },
  /** A refresh token that two programs share is used twice: https://github.com/aws/aws-cli/issues/10628 */
  "oauth-refresh-token-replay": {
    text: "OAuth takes every refresh token for a replay",
    faults: [{ kind: "refresh-token-replay", operation: "RefreshToken", ...OAUTH }],
  },
  /** Over before the exchange can use it, where the world's `oauth.exchangeNeedsSeconds` asks for more than a minute. */
  "oauth-short-access-token": {
    text: "OAuth tokens expire too soon for the exchange",
    faults: [{ kind: "short-access-token", ...OAUTH }],
  },
  /** Under load, by the frequently asked questions about STS: https://help.aliyun.com/document_detail/39744.html */
  "sts-throttled-redirect": {
    text: "STS answers 302 without a location, as it may under load",
    faults: [{ kind: "status", status: 302, service: "sts" }],
  },
  /** Minutes go by until the answer, while a subject token ages: https://github.com/aws-actions/configure-aws-credentials/issues/1848 */
  "sts-connect-hang": {
    text: "STS takes six minutes to answer once",
    faults: [{ kind: "latency", ms: 360_000, times: 1, service: "sts" }],
  },
  "server-clock-ahead": {
    text: "All servers are 20 minutes ahead",
    faults: [{ kind: "clock-skew", offsetMs: 1_200_000 }],
  },
  "server-clock-behind": {
    text: "All servers are 20 minutes behind",
    faults: [{ kind: "clock-skew", offsetMs: -1_200_000 }],
  },
};

/** The faults of each scenario: `faultScenarios[name].map(cloud.faults.add)`. */
export const faultScenarios: Readonly<Record<ScenarioName, readonly Fault[]>> = Object.fromEntries(
  Object.entries(scenarios).map(([name, { faults }]) => [name, faults]),
) as Record<ScenarioName, readonly Fault[]>;

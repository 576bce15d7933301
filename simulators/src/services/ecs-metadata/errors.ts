/**
 * The first four and `NotFound` are documented:
 * https://www.alibabacloud.com/help/en/ecs/user-guide/view-instance-metadata The others are assumptions. Pages carry
 * the text, or the phrase of the status where there is none.
 */
export const METADATA_ERRORS = {
  InvalidParameters: { evidence: "doc", status: 400, text: "Missing or Invalid Parameters" },
  ForwardedRequest: { evidence: "doc", status: 403 },
  InvalidToken: { evidence: "doc", status: 401 },
  TokenRequired: { evidence: "doc", status: 403 },
  Disabled: { evidence: "assumed", status: 403 },
  NotFound: { evidence: "seen", status: 404 },
  MethodNotAllowed: { evidence: "seen", status: 405 },
  Throttling: { evidence: "assumed", status: 429 },
  InternalError: { evidence: "assumed", status: 500 },
  ServiceUnavailable: { evidence: "assumed", status: 503 },
} as const;

/** Names of the metadata service's errors; a world may give each another status. */
export type MetadataErrorName = keyof typeof METADATA_ERRORS;

/** A request that the metadata service turns down. */
export class MetadataError extends Error {
  readonly row: MetadataErrorName;
  readonly retryAfterSeconds: number | undefined;

  /** @param reason for the journal alone. */
  constructor(row: MetadataErrorName, reason: string, retryAfterSeconds?: number) {
    super(reason);
    this.row = row;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

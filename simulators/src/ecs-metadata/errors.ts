/** Names of the metadata service's errors; a world may give each another status. */
export type MetadataErrorName =
  | "InvalidParameters"
  | "ForwardedRequest"
  | "InvalidToken"
  | "TokenRequired"
  | "Disabled"
  | "NotFound"
  | "MethodNotAllowed"
  | "Throttling"
  | "InternalError"
  | "ServiceUnavailable";

/**
 * The first four and `NotFound` are documented: https://www.alibabacloud.com/help/en/ecs/user-guide/view-instance-metadata
 * The others are assumptions. Pages carry the text, or the phrase of the status where there is none.
 */
export const metadataErrors: Readonly<
  Record<
    MetadataErrorName,
    { readonly status: number; readonly code: MetadataErrorName; readonly text?: string }
  >
> = {
  InvalidParameters: { status: 400, code: "InvalidParameters", text: "Missing or Invalid Parameters" },
  ForwardedRequest: { status: 403, code: "ForwardedRequest" },
  InvalidToken: { status: 401, code: "InvalidToken" },
  TokenRequired: { status: 403, code: "TokenRequired" },
  Disabled: { status: 403, code: "Disabled" },
  NotFound: { status: 404, code: "NotFound" },
  MethodNotAllowed: { status: 405, code: "MethodNotAllowed" },
  Throttling: { status: 429, code: "Throttling" },
  InternalError: { status: 500, code: "InternalError" },
  ServiceUnavailable: { status: 503, code: "ServiceUnavailable" },
};

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

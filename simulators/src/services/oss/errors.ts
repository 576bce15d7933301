import type { XmlFields } from "../../cloud/replies.ts";
import { OSS_ERRORS, type OssErrorName } from "./error-table.ts";

/** A request that OSS turns down. */
export class OssError extends Error {
  readonly row: OssErrorName;
  /** For the journal alone. */
  readonly reason: string;
  /** Members of the error beside those that all have. */
  readonly fields: XmlFields;

  constructor(row: OssErrorName, options: { readonly reason?: string; readonly fields?: XmlFields } = {}) {
    super(OSS_ERRORS[row].message);
    this.row = row;
    this.reason = options.reason ?? this.message;
    this.fields = options.fields ?? {};
  }
}

/** An argument that is not valid. */
export function invalidArgument(name: string, value: string, reason?: string): OssError {
  return new OssError("InvalidArgument", {
    fields: { ArgumentName: name, ArgumentValue: value },
    ...(reason !== undefined && { reason }),
  });
}

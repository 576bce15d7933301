import { type PolicyDocument, parsePermissionPolicy } from "../../cloud/ram/policy.ts";
import type { RpcRequest } from "../../cloud/rpc/request.ts";
import { StsError } from "./errors.ts";

/** A parameter that must be there. @throws `StsError` `Missing{name}`. */
export function required(request: RpcRequest, name: string): string {
  const value = request.params.get(name);
  if (value) return value;
  throw new StsError({ row: "Missing{0}", subject: name });
}

/** A parameter checked against a form, if it exists. @throws `StsError` `InvalidParameter.{name}`. */
export function formed(request: RpcRequest, name: string, form: RegExp): string | undefined {
  const value = request.params.get(name);
  if (value === undefined || form.test(value)) return value;
  throw new StsError({ row: "InvalidParameter.{0}", subject: name });
}

/** 2 to 64 letters, digits and `.@-_`. */
export const SESSION_NAME_FORM: RegExp = /^[a-zA-Z0-9.@\-_]{2,64}$/;

/** 2 to 1224 letters, digits and `_+=,.@:/-`. */
export const EXTERNAL_ID_FORM: RegExp = /^[\w+=,.@:/-]{2,1224}$/;

/** `acs:ram::<account>:role/<name>` */
export const ROLE_ARN_FORM: RegExp = /^acs:ram::\d+:role\/[\w.-]{1,64}$/;

/** ARN of a virtual MFA device. */
export const SERIAL_NUMBER_FORM: RegExp = /^acs:ram::\d+:mfa\/[\w.@-]{1,64}$/;

/** Six digits. */
export const TOKEN_CODE_FORM: RegExp = /^\d{6}$/;

/** 2 to 64 letters, digits and `_+=,.@-`, which leaves out the reserved `acs:`, `aliyun:` and `alibabacloud:`. */
export const SOURCE_IDENTITY_FORM: RegExp = /^[\w+=,.@-]{2,64}$/;

/**
 * DurationSeconds, 3600 when absent.
 *
 * @param row - of the error, because AssumeRoleWithSAML words it in its own way.
 * @throws `StsError` when it is not a whole number from 900 to the maximum.
 */
export function durationSeconds(
  request: RpcRequest,
  maxSeconds: number,
  row = "InvalidParameter.DurationSeconds",
): number {
  const text = request.params.get("DurationSeconds");
  if (text === undefined || text === "") return Math.min(3600, maxSeconds);
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (seconds >= 900 && seconds <= maxSeconds) return seconds;
  throw new StsError({ row, reason: `DurationSeconds is not within 900 to ${maxSeconds}` });
}

/**
 * The session policy, when there is one.
 *
 * @param words - `:saml` for those of AssumeRoleWithSAML.
 * @throws `StsError` for its size or its grammar.
 */
export function sessionPolicy(request: RpcRequest, words: "" | ":saml" = ""): PolicyDocument | undefined {
  const text = request.params.get("Policy");
  if (text === undefined || text === "") return undefined;
  if (text.length > 2048) throw new StsError({ row: `InvalidParameter.PolicySize${words}` });
  const policy = parsePermissionPolicy(text);
  if (policy === undefined) throw new StsError({ row: `InvalidParameter.PolicyGrammar${words}` });
  return policy;
}

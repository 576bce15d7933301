import type { OssContext } from "./context.ts";
import { OssError } from "./errors.ts";
import type { Bucket } from "./store.ts";

/** The object that a form is to make. */
export interface FormAsked {
  /** In Base64, as it was signed. */
  readonly policy: string;
  readonly key: string;
  /** Bytes of the file. */
  readonly size: number;
}

/**
 * Holds a form against its policy.
 *
 * @see https://www.alibabacloud.com/help/en/oss/developer-reference/postobject
 * @throws `OssError`
 */
export function checkPolicy(
  { exchange }: OssContext,
  bucket: Bucket,
  form: FormData,
  asked: FormAsked,
): void {
  const { expiration, conditions } = readPolicy(asked.policy);
  const endsMs = Date.parse(String(expiration));
  if (Number.isNaN(endsMs)) throw refusal("the policy has no expiration");
  if (endsMs <= exchange.now()) throw new OssError("AccessDenied:policy-expired");
  const fieldOf = (field: string): string => {
    if (field === "bucket") return bucket.name;
    return field === "key" ? asked.key : fieldIn(form, field);
  };
  for (const condition of conditions) {
    if (Array.isArray(condition)) checkCondition(condition, asked.size, fieldOf);
    else
      for (const [field, value] of fieldsOf(condition))
        if (fieldOf(field) !== value) throw refusal(`${field} is not as the policy says`);
  }
}

function checkCondition(
  [operator, subject, value]: readonly unknown[],
  size: number,
  fieldOf: (field: string) => string,
): void {
  if (operator === "content-length-range") {
    checkSize(size, subject, value);
    return;
  }
  if (typeof subject !== "string") throw malformed("the subject of a condition is not text");
  const name = subject.replace(/^\$/, "");
  const found = fieldOf(name);
  if (operator === "in" || operator === "not-in") {
    if (!Array.isArray(value)) throw malformed(`${operator} takes a list`);
    if (value.includes(found) === (operator === "in")) return;
    throw refusal(
      `${name} is ${operator === "in" ? "not among those" : "among those"} that the policy names`,
    );
  }
  if (typeof value !== "string") throw malformed(`${String(operator)} takes a text`);
  if (operator === "eq") {
    if (found !== value) throw refusal(`${name} is not as the policy says`);
  } else if (operator !== "starts-with") {
    throw malformed("a condition has an unknown operator");
  } else if (!found.startsWith(value)) {
    throw refusal(`${name} does not begin as the policy says`);
  }
}

function checkSize(size: number, least: unknown, most: unknown): void {
  if (typeof least !== "number" || typeof most !== "number")
    throw malformed("content-length-range takes two numbers");
  if (size < least) throw new OssError("EntityTooSmall");
  if (size > most) throw new OssError("EntityTooLarge");
}

function fieldsOf(condition: unknown): readonly (readonly [string, unknown])[] {
  const fields = typeof condition === "object" && condition !== null ? Object.entries(condition) : [];
  if (fields.length !== 1) throw new OssError("InvalidPolicyDocument:condition");
  return fields;
}

/** Policies name fields such as Content-Type in small letters. */
function fieldIn(form: FormData, field: string): string {
  const exact = form.get(field);
  if (exact !== null) return String(exact);
  const wanted = field.toLowerCase();
  for (const [name, value] of form) if (name.toLowerCase() === wanted) return String(value);
  return "";
}

function readPolicy(policy: string): {
  readonly expiration: unknown;
  readonly conditions: readonly unknown[];
} {
  let json: unknown;
  try {
    const bytes = Uint8Array.from(atob(policy), (char) => char.charCodeAt(0));
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new OssError("InvalidPolicyDocument", { reason: "the policy is not JSON in Base64" });
  }
  const { expiration, conditions } = Object(json);
  if (!Array.isArray(conditions)) throw malformed("the policy has no conditions");
  return { expiration, conditions };
}

function malformed(reason: string): OssError {
  return new OssError("InvalidPolicyDocument:condition", { reason });
}

function refusal(reason: string): OssError {
  return new OssError("AccessDenied:policy", { reason });
}

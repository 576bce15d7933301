/**
 * Validating options with anybody's validator.
 *
 * @module
 */
import { hideAll, hideTokens, isTokenLike, NOT_SHOWN } from "./redact.ts";
import { type FieldSchema, type InvalidCode, invalid, parseFields, VENDOR } from "./schema.ts";
import type { SchemaIssue, StandardSchema } from "./standard-schema.ts";

/** Shorter texts and numbers of fewer digits are found in the complaint itself; they are hidden in quotes alone. */
const LEAST_LENGTH = 4;

/**
 * Validates `input` with a schema.
 *
 * A validator may quote the value that it complains about. In its messages `[not shown]` replaces every text of the
 * input that is four characters or longer, in any case and as JSON escapes it, every number of four digits or more,
 * whatever in quotes is part of a text of the input, names of fields that do not look like names, and whatever looks
 * like a key or a token.
 *
 * @param what names the input in the error's message: `assume-role`, `profile "prod"`.
 * @param code the error's code: `INVALID_OPTION` for arguments, `INVALID_CONFIGURATION` for a file's content.
 * @throws {ConfigurationError} with the path and the complaint of every issue, but no value; also for a schema that is
 *   asynchronous or throws.
 */
export function parseOptions<Output>(
  schema: StandardSchema<Output, unknown>,
  input: unknown,
  what: string,
  code: InvalidCode = "INVALID_OPTION",
): Output {
  if (isOwn(schema)) return parseFields(schema, input, what, code);
  let result: ReturnType<StandardSchema<Output, unknown>["~standard"]["validate"]>;
  try {
    result = schema["~standard"].validate(input);
  } catch {
    // Its message may quote the input.
    throw invalid(what, "the schema throws instead of answering. Check its code", code);
  }
  if ("then" in result) {
    // Nobody waits for it.
    result.then(undefined, () => undefined);
    throw invalid(what, "the schema is asynchronous. Use a synchronous one", code);
  }
  if (result.issues === undefined) return result.value;
  const texts = textsIn(input);
  throw invalid(what, result.issues.map((issue) => complaintOf(issue, texts)).join("; "), code);
}

function isOwn<Output>(
  schema: StandardSchema<Output, unknown> | FieldSchema<Output>,
): schema is FieldSchema<Output> {
  return schema["~standard"].vendor === VENDOR;
}

function complaintOf({ path = [], message }: SchemaIssue, texts: ReadonlySet<string>): string {
  const at = path.map((part) => fieldName(Object(part).key ?? part)).join(".");
  const long = [...texts].filter((text) => text.length >= LEAST_LENGTH);
  const inOneCase = [...texts].join("\n").toLowerCase();
  const shown = hideAll(message, long).replace(/(["'`])(.+?)\1/gs, (all, quote: string, inner: string) =>
    // A validator may cut a long value short.
    inOneCase.includes(inner.replace(/[.…]+$/, "").toLowerCase()) ? quote + NOT_SHOWN + quote : all,
  );
  return (at && `${at}: `) + hideTokens(shown);
}

/** A name that a program may use; a secret that was pasted in its place is not one. */
function fieldName(key: unknown): string {
  const name = String(key);
  return /^(Symbol\(\w*\)|[\w.$-]{0,60})$/.test(name) && !isTokenLike(name) ? name : NOT_SHOWN;
}

/** The texts and numbers in a value, however deep; of its keys those that are not names. */
function textsIn(input: unknown): Set<string> {
  const texts = new Set<string>();
  // The loop also reaches what it adds, and nothing twice: circles end.
  const values = new Set([input]);
  for (const value of values) {
    if (typeof value === "string") {
      texts.add(value).add(value.trim());
    } else if (typeof value === "number" || typeof value === "bigint") {
      texts.add(String(value));
    } else if (typeof value === "object" && value !== null) {
      for (const key of Object.getOwnPropertyNames(value)) {
        if (fieldName(key) === NOT_SHOWN) texts.add(key);
        values.add(readOf(() => Reflect.get(value, key)));
      }
      // An address, an error, an instance that describes itself. What every object is called says nothing.
      const described = readOf(() => String(value));
      if (!/^\[object \w+]$/.test(String(described))) values.add(described);
      if (value instanceof Map || value instanceof Set) for (const each of value) values.add(each);
    }
  }
  return texts;
}

/** Whatever can be read of a value; nothing where that throws. */
function readOf(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return undefined;
  }
}

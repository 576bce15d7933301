/** Assertions that need no runtime's own library. Each throws an Error that says what was found. */
export interface Assert {
  /** `Object.is(actual, expected)`. */
  equal(actual: unknown, expected: unknown, what?: string): void;
  /** Same structure by own enumerable keys; arrays, plain objects, byte arrays and primitives. */
  deepEqual(actual: unknown, expected: unknown, what?: string): void;
  ok(value: unknown, what?: string): void;
  /** Awaits the rejection, checks the error's `code`, and returns the error. */
  rejects(promise: Promise<unknown>, code: string): Promise<Error>;
}

export const assert: Assert = {
  equal(actual, expected, what = "value") {
    if (!Object.is(actual, expected)) fail(`${what}: expected ${show(expected)}, found ${show(actual)}`);
  },
  deepEqual(actual, expected, what = "value") {
    const difference = firstDifference(actual, expected, what);
    if (difference !== undefined) fail(difference);
  },
  ok(value, what = "value") {
    if (!value) fail(`${what}: expected a truthy value, found ${show(value)}`);
  },
  async rejects(promise, code) {
    const error = await promise.then(
      (value) => fail(`expected a rejection with code ${code}, found the value ${show(value)}`),
      (reason: unknown) => reason,
    );
    if (!(error instanceof Error)) return fail(`expected an Error, found ${show(error)}`);
    const found = "code" in error ? error.code : undefined;
    if (found !== code) fail(`expected code ${code}, found ${show(found)}: ${error.message}`);
    return error;
  },
};

function fail(message: string): never {
  throw new Error(message);
}

function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "object" && value !== null) return JSON.stringify(value) ?? "an object";
  return String(value);
}

function firstDifference(actual: unknown, expected: unknown, path: string): string | undefined {
  if (Object.is(actual, expected)) return undefined;
  if (!isObject(actual) || !isObject(expected) || Array.isArray(actual) !== Array.isArray(expected)) {
    return `${path}: expected ${show(expected)}, found ${show(actual)}`;
  }
  for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
    if (!(key in actual)) return `${path}.${key}: expected ${show(expected[key])}, found nothing`;
    if (!(key in expected)) return `${path}.${key}: expected nothing, found ${show(actual[key])}`;
    const difference = firstDifference(actual[key], expected[key], `${path}.${key}`);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

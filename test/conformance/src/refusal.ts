import { AlicredError } from "@alicred/core";

/**
 * The error with which a call refuses what it was given: a factory its options, or a mode the fields of a profile.
 *
 * @param secrets Planted in what it was given: none may show in the error.
 * @throws what the call throws, if not an `AlicredError`; an `Error` when nothing is refused or a secret shows.
 */
export function refusalOf(call: () => unknown, secrets: readonly string[]): AlicredError {
  const error = thrownBy(call);
  if (!(error instanceof AlicredError)) throw error;
  const shown = [JSON.stringify(error), ...textsOf(error)].join("\n");
  if (secrets.some((secret) => shown.includes(secret)))
    throw new Error("a planted secret shows in the error");
  return error;
}

/** The texts of an error, besides its fields. */
export function textsOf({ message, stack = "", cause }: AlicredError): readonly string[] {
  return [message, stack, String(cause)];
}

function thrownBy(call: () => unknown): unknown {
  try {
    call();
  } catch (thrown) {
    return thrown;
  }
  return new Error("nothing was refused");
}

/** The exit codes of `exec` for a program that was not started, as `env` and `timeout` have them: those below are its own. */
export const EXEC_EXIT = { failed: 125, notRunnable: 126, notFound: 127 } as const;

/** The words of a command line that `exec` gets. */
export interface ExecWords {
  /** Those before `--`. */
  readonly own: readonly string[];
  /** Those behind it; `undefined` where there is none. */
  readonly program: readonly string[] | undefined;
}

/** Divides the words at the first `--`: what is behind it belongs to the program, options included. */
export function divideWords(words: readonly string[]): ExecWords {
  const at = words.indexOf("--");
  if (at < 0) return { own: words, program: undefined };
  return { own: words.slice(0, at), program: words.slice(at + 1) };
}

/**
 * The words of a program that was written without `--` before it, for a message that corrects the line; `undefined` if
 * there is none.
 *
 * @param words the words as they were typed
 * @param read them as the command understands them: first those that are no options, then what it does not know
 */
export function programWithoutMark(
  words: readonly string[],
  { operands, unknown }: { readonly operands: readonly string[]; readonly unknown: readonly string[] },
):
  | { readonly first: string; readonly others: readonly string[]; readonly options: readonly string[] }
  | undefined {
  const [first, second] = operands;
  const isProgram = second !== undefined || unknown.length > 1;
  if (first === undefined || !isProgram) return undefined;
  const at = words.indexOf(first);
  return { first, others: words.slice(at + 1), options: words.slice(0, at) };
}

/** The source of the host's variables and the life of a request. */
export interface RuntimeOptions {
  /**
   * Variables in place of the process's, such as a Worker's `env`; values that are not text are ignored. Default: those
   * of the process, and none where there is no process.
   */
  readonly env?: object | undefined;
  /**
   * Keeps a refresh alive when the request that started it ends early: `waitUntil` of `cloudflare:workers` or
   * `@vercel/functions`. A single call may pass its own. Default: none.
   */
  readonly waitUntil?: ((promise: Promise<unknown>) => void) | undefined;
}

/** The variables that are text, such as those of a Worker's `env` beside its bindings. */
export function textsOf(env: object): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(
    Object.entries(env).map(([name, value]) => [name, typeof value === "string" ? value : undefined]),
  );
}

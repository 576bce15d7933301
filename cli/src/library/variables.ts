/** The variables that are text, such as those of a Worker's `env` beside its bindings. */
export function textsOf(env: object): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(
    Object.entries(env).map(([name, value]) => [name, typeof value === "string" ? value : undefined]),
  );
}

/**
 * The file that the command was given, for lines to type that know nothing of its options.
 *
 * @module
 */

let given: string | undefined;

/** Sets the value of `--config-file`; `undefined` if it was not given. */
export function useConfigFile(configFile: string | undefined): void {
  given = configFile;
}

/** The value of `--config-file` of the command that runs. */
export function givenFile(): string | undefined {
  return given;
}

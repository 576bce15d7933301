import { quote } from "@alicred/plugin-kit";

/**
 * A profile in a line to type: its name, and the file behind it if the command was given another one. Without it the line
 * would be about a profile of the same name elsewhere.
 *
 * @param configFile the value of `--config-file`
 */
export function profileWord(name: string, configFile: string | undefined): string {
  return `${quote(name)}${fileWords(configFile)}`;
}

/** The option that names the file, behind a command without a profile; nothing for the usual file. */
export function fileWords(configFile: string | undefined): string {
  return configFile === undefined ? "" : ` -c ${quote(configFile)}`;
}

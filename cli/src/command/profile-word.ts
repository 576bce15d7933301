import { quote } from "@alicred/plugin-kit";
import { givenFile } from "./given-file.ts";

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

/** The lines to type at the end of a message or of one of its lines, without a file of their own. */
const LINE_TO_TYPE = /(?<=[:：] ?)alicred (?:login|profiles|why)\b(?!.* -c ).*$/gm;

/** A message with the given file in its line to type: a plugin, which may have written it, knows no options. */
export function withGivenFile(message: string): string {
  return message.replace(LINE_TO_TYPE, (line) => line + fileWords(givenFile()));
}

import type { Command } from "commander";
import { wrongUse } from "../../command/command-error.ts";
import { didYouMean } from "../../command/did-you-mean.ts";
import { reportFailure } from "../../command/failure.ts";
import { topicText } from "./text.ts";
import { TOPICS } from "./topics.ts";

/** Fails for words that are neither a command nor a topic, and names the nearest ones. */
export function noHelpFor(program: Command, words: readonly string[]): Promise<void> {
  const wanted = words.join(" ");
  const names = [...TOPICS, ...namesIn(program, "")];
  return reportFailure(() =>
    Promise.reject(wrongUse(topicText().unknown(wanted, didYouMean(wanted, names)))),
  );
}

function namesIn(command: Command, prefix: string): readonly string[] {
  return command.commands.flatMap((each) => {
    const name = `${prefix}${each.name()}`;
    return [name, ...namesIn(each, `${name} `)];
  });
}

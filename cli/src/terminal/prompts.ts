import { isatty } from "node:tty";
import type * as Prompts from "@clack/prompts";
import { cancelled, noTerminal } from "../command/command-error.ts";
import { type Catalogue, catalogue, language } from "./language.ts";
import { inChinese } from "./prompt-words.ts";
import { promptStream, visible } from "./terminal.ts";

/**
 * Questions to the person at the terminal. They are asked on standard error, and only on a terminal: elsewhere the
 * command fails and names the option that answers the question.
 *
 * @module
 */

const en = { yes: "Yes", no: "No" };

const zh: typeof en = { yes: "是", no: "否" };

export const promptText: Catalogue<typeof en> = catalogue({ en, zh });

/** A question. */
export interface Question {
  readonly message: string;
  /** The options that answer it without a terminal, as one would type them: `--account ID`. */
  readonly option: string;
}

/** An answer to choose. */
export interface Choice<T> {
  readonly value: T;
  readonly label: string;
  /** Shown beside the label while it is marked. */
  readonly hint?: string;
}

/** Whether somebody can be asked: standard input and standard error are a terminal. */
export function canAsk(): boolean {
  return isatty(0) && isatty(2);
}

/** A line of text. */
export async function askText(question: Question & { readonly initial?: string }): Promise<string> {
  const { text } = await clack(question);
  const { message, initial } = question;
  return answered((common) =>
    text({
      ...common,
      message: visible(message),
      ...(initial !== undefined && { initialValue: initial }),
    }),
  );
}

/** A secret, which is not echoed. */
export async function askSecret(question: Question): Promise<string> {
  const { password } = await clack(question);
  return answered((common) => password({ ...common, message: visible(question.message) }));
}

/** Yes or no. */
export async function askConsent(question: Question): Promise<boolean> {
  const { confirm } = await clack(question);
  const words = promptText();
  return answered((common) =>
    confirm({
      ...common,
      message: visible(question.message),
      initialValue: false,
      active: words.yes,
      inactive: words.no,
    }),
  );
}

/**
 * One of several choices: typing searches them, by all its words in any order.
 *
 * @param initial the choice that is marked at first. Default: the first.
 */
export async function askChoice<T>(
  question: Question & { readonly initial?: T },
  choices: readonly Choice<T>[],
): Promise<T> {
  const { autocomplete } = await clack(question);
  const initial = choices.findIndex(({ value }) => value === question.initial);
  // Values may be anything; the prompt gets their places.
  const options = choices.map(({ label, hint }, index) => ({
    value: String(index),
    label: visible(label),
    ...(hint !== undefined && { hint: visible(hint) }),
  }));
  const index = await answered((common) =>
    autocomplete({
      ...common,
      message: visible(question.message),
      options,
      maxItems: 12,
      filter: (search, { label = "", hint = "" }) => hasWords(`${label} ${hint}`, search),
      ...(initial >= 0 && { initialValue: String(initial) }),
    }),
  );
  const choice = choices[Number(index)];
  if (choice === undefined) throw cancelled();
  return choice.value;
}

/** Where prompts are drawn, in the reader's language. */
function output(): NodeJS.WriteStream {
  return language() === "zh" ? inChinese(promptStream()) : promptStream();
}

/** Whether a text has every word of a search, in any case and order. */
function hasWords(text: string, search: string): boolean {
  const words = search.toLowerCase().split(/\s+/);
  return words.every((word) => text.toLowerCase().includes(word));
}

/** The library of prompts, loaded when somebody is asked. */
async function clack({ option }: Question): Promise<typeof Prompts> {
  if (!canAsk()) throw noTerminal(option);
  return import("@clack/prompts");
}

/** The options of every prompt. */
interface CommonOptions {
  /** Where it is drawn. */
  readonly output: NodeJS.WriteStream;
  /** Cancels it. */
  readonly signal: AbortSignal;
}

interface Key {
  readonly name?: string;
  readonly ctrl?: boolean;
}

/** The answer. Ctrl+C cancels the command, and so does Ctrl+D, the end of the input, of which the library knows nothing. */
async function answered<T>(ask: (options: CommonOptions) => Promise<T>): Promise<Exclude<T, symbol>> {
  const ending = new AbortController();
  const endOnCtrlD = (_text: string | undefined, key: Key | undefined): void => {
    if (key?.ctrl && key.name === "d") ending.abort();
  };
  process.stdin.on("keypress", endOnCtrlD);
  try {
    const answer = await ask({ output: output(), signal: ending.signal });
    if (isAnswer(answer)) return answer;
    throw cancelled();
  } finally {
    process.stdin.off("keypress", endOnCtrlD);
  }
}

function isAnswer<T>(answer: T): answer is Exclude<T, symbol> {
  return typeof answer !== "symbol";
}

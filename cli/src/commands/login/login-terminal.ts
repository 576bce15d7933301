import type { Host } from "@alicred/core";
import type {
  Authorization,
  AuthorizationRequest,
  LoginChoice,
  LoginCode,
  LoginQuestion,
  LoginTerminal,
} from "@alicred/plugin-kit";
import { renderUnicodeCompact } from "uqr";
import { wrongUse } from "../../command/command-error.ts";
import { type Obstacle, obstacleHere, openBrowser } from "../../terminal/browser.ts";
import { describeSpan } from "../../terminal/expiry.ts";
import { whileWaiting } from "../../terminal/progress.ts";
import { askChoice, askText, canAsk } from "../../terminal/prompts.ts";
import { type Piece, printError, widthOf } from "../../terminal/terminal.ts";
import { listenForAnswer } from "./listener.ts";
import type { LoginOptions } from "./options.ts";
import { loginText } from "./text.ts";

/** The terminal of a login, and what was chosen at it. */
export interface ChoosingTerminal extends LoginTerminal {
  /** The words of the choices for a template of names: `account`, `account-id`, … */
  words(): Readonly<Record<string, string>>;
}

/** The options that answer questions of a login, without a terminal. */
export const CHOICE_OPTIONS = "--account ID --access-config NAME";

/** The person's terminal for a login. Everything is shown on standard error. */
export function loginTerminal(host: Host, options: LoginOptions, signal: AbortSignal): ChoosingTerminal {
  const words: Record<string, string> = {};
  const { browser } = options;
  const program = browser === false ? undefined : browser;
  // A person who names a program knows that it reaches them.
  const obstacle = program === undefined ? obstacleHere((name) => host.env?.(name)) : undefined;
  const isElsewhere = options.device === true || options.remote === true;

  return {
    words: () => words,

    async showCode({ userCode, address, endsAtMs }: LoginCode) {
      const text = loginText();
      const span = describeSpan(endsAtMs - host.clock.now());
      show([
        [text.code, [{ style: "bold", text: userCode }, `  ${text.codeNote(span)}`]],
        [text.open, [address]],
      ]);
      if (options.qr) showQr(address);
      await visit(address);
    },

    async authorize(request) {
      // Over SSH and in containers the browser cannot come back by itself; without a terminal nothing can be pasted.
      const isPasted = options.remote ?? (obstacle !== undefined && browser !== false && canAsk());
      return isPasted ? paste(request) : listen(request);
    },

    async choose(question) {
      const { name, current, choices } = question;
      const option = question.option ?? name;
      const asked =
        name === "account" ? options.account : name === "config" ? options.accessConfig : undefined;
      if (asked === undefined && current !== undefined && !options.pick) return current;
      const all = await whileWaiting(loginText().reading, choices());
      const chosen = asked === undefined ? await pick(question, all) : named(option, asked, all);
      words[name] = chosen.name;
      words[`${name}-id`] = chosen.id;
      return chosen.id;
    },
  };

  async function visit(address: string): Promise<void> {
    const text = loginText();
    const waiting = waitingText(text, await howOpened(address));
    printError([[{ style: "dim", text: waiting }]]);
  }

  async function howOpened(address: string): Promise<"opened" | "notOpened" | "byHand" | Obstacle> {
    if (browser === false || isElsewhere) return "byHand";
    if (obstacle !== undefined) return obstacle;
    return (await openBrowser(address, program)) ? "opened" : "notOpened";
  }

  async function listen(request: AuthorizationRequest): Promise<Authorization> {
    const listener = await listenForAnswer(request, signal);
    try {
      const { redirectUri, answer } = listener;
      const address = request.address(redirectUri);
      show([[loginText().open, [address]]]);
      if (options.qr) showQr(address);
      await visit(address);
      if (obstacle !== undefined) printError([loginText().forward(Number(new URL(redirectUri).port))]);
      return { redirectUri, query: await answer };
    } finally {
      listener.close();
    }
  }

  async function paste({
    path,
    ports: [port = 0],
    address,
    isAnswer,
  }: AuthorizationRequest): Promise<Authorization> {
    const text = loginText();
    const redirectUri = `http://127.0.0.1:${port}${path}`;
    show([[text.open, [address(redirectUri)]]]);
    if (options.qr) showQr(address(redirectUri));
    printError([text.remote]);
    for (;;) {
      const pasted = (await askText({ message: text.paste, option: text.pasteOption })).trim();
      // A code alone has no state; PKCE binds it to this sign-in.
      if (/^[^\s?&=/]+$/.test(pasted)) return { redirectUri, query: new URLSearchParams({ code: pasted }) };
      const query = new URLSearchParams(pasted.slice(pasted.indexOf("?") + 1));
      if (isAnswer(query)) return { redirectUri, query };
      printError([text.notAnAnswer]);
    }
  }
}

type Text = ReturnType<typeof loginText>;

function waitingText(text: Text, how: "opened" | "notOpened" | "byHand" | Obstacle): string {
  if (how === "opened" || how === "notOpened" || how === "byHand") return text[how];
  return text.elsewhere(text.obstacles[how]);
}

async function pick({ name, current }: LoginQuestion, choices: readonly LoginChoice[]): Promise<LoginChoice> {
  const text = loginText();
  const [only] = choices;
  if (only === undefined) throw wrongUse(text.noChoice(name));
  if (choices.length === 1) return only;
  const message = text.choose[name] ?? text.chooseOther(name);
  const before = choices.find(({ id }) => id === current);
  const sorted = [...choices].sort((one, other) => one.name.localeCompare(other.name));
  return askChoice(
    {
      message: text.outOf(message, choices.length),
      option: CHOICE_OPTIONS,
      ...(before !== undefined && { initial: before }),
    },
    sorted.map((choice) => ({
      value: choice,
      label: choice.name === choice.id ? choice.id : `${choice.name}  ${choice.id}`,
      ...(choice.description !== undefined && { hint: choice.description }),
    })),
  );
}

/** The choice that an option names: by its id, or by its name, in any case where only one has it. */
function named(option: string, value: string, choices: readonly LoginChoice[]): LoginChoice {
  const text = loginText();
  const matches = [
    choices.filter(({ id }) => id === value),
    choices.filter(({ name }) => name === value),
    choices.filter(({ name }) => name.toLowerCase() === value.toLowerCase()),
  ].find((list) => list.length > 0);
  const [match, ...others] = matches ?? [];
  if (match === undefined) throw wrongUse(text.noSuchChoice(option, value));
  if (others.length > 0) throw wrongUse(text.ambiguousChoice(option, value));
  return match;
}

/** Prints names and values, aligned, to standard error. An address is never cut: it must be whole to be copied. */
function show(rows: readonly (readonly [name: string, value: readonly Piece[]])[]): void {
  const width = Math.max(...rows.map(([name]) => widthOf(name)));
  printError(
    rows.map(([name, value]) => [
      { style: "bold", text: name },
      " ".repeat(width - widthOf(name) + 2),
      ...value,
    ]),
  );
}

function showQr(address: string): void {
  printError(renderUnicodeCompact(address, { border: 2 }).split("\n"));
}

import { createContext, type Host, RefusedError, type ResolveContext } from "@alicred/core";
import type { LoginTerminal, ProfileFields } from "@alicred/plugin-kit";
import { editProfiles } from "../../command/config-file.ts";
import { describeSpan } from "../../terminal/expiry.ts";
import { whileWaiting } from "../../terminal/progress.ts";
import { type ChoosingTerminal, loginTerminal } from "./login-terminal.ts";
import type { LoginOptions } from "./options.ts";
import type { Target } from "./target.ts";
import { loginText } from "./text.ts";

/** The tools of a login. */
export interface LoginRun {
  readonly host: Host;
  readonly options: LoginOptions;
  readonly target: Target;
  readonly context: ResolveContext;
  readonly terminal: ChoosingTerminal;
}

/** Signs the person in; Ctrl+C and `--timeout` end the wait. */
export async function signIn({ options, target, context, terminal, host }: LoginRun): Promise<ProfileFields> {
  const { timeout, configFile, dryRun } = options;
  // A file that cannot be written is told before somebody has signed in for nothing.
  if (target.file.exists && !dryRun) await editProfiles(host, configFile, () => ({}));
  const limit = new AbortController();
  const signal = AbortSignal.any([context.signal, limit.signal]);
  const end = (): void =>
    limit.abort(new RefusedError("LOGIN_EXPIRED", loginText().timedOut(describeSpan(timeout ?? 0))));
  const timer = timeout ? setTimeout(end, timeout) : undefined;
  const limited = timeout ? loginTerminal(host, options, signal) : terminal;
  const asking = untilShown(limited);
  try {
    const { login } = target.mode;
    return await login.signIn(createContext({ host, signal }), target.fields, asking.terminal);
  } finally {
    clearTimeout(timer);
    await asking.end();
  }
}

/** The terminal, which shows that the service is being asked until the login has something else to show. */
function untilShown({ showCode, authorize, choose }: LoginTerminal): {
  readonly terminal: LoginTerminal;
  readonly end: () => Promise<void>;
} {
  let isOver = (): void => {};
  const progress = whileWaiting(
    loginText().asking,
    new Promise<void>((resolve) => {
      isOver = resolve;
    }),
  );
  const end = (): Promise<void> => {
    isOver();
    return progress;
  };
  const after = <A, R>(act: (argument: A) => Promise<R>): ((argument: A) => Promise<R>) => {
    return async (argument) => {
      await end();
      return act(argument);
    };
  };
  return { end, terminal: { showCode: after(showCode), authorize: after(authorize), choose: after(choose) } };
}

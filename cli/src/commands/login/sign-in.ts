import { createContext, type Host, RefusedError, type ResolveContext } from "@alicred/core";
import type { ProfileFields } from "@alicred/plugin-kit";
import { describeSpan } from "../../terminal/expiry.ts";
import { type ChoosingTerminal, loginTerminal } from "./login-terminal.ts";
import type { LoginOptions } from "./options.ts";
import type { Target } from "./target.ts";
import { loginText } from "./text.ts";

/** What a login works with. */
export interface LoginRun {
  readonly host: Host;
  readonly options: LoginOptions;
  readonly target: Target;
  readonly context: ResolveContext;
  readonly terminal: ChoosingTerminal;
}

/** Signs the person in; Ctrl+C and `--timeout` end the wait. */
export async function signIn({ options, target, context, terminal, host }: LoginRun): Promise<ProfileFields> {
  const { timeout } = options;
  if (!timeout) return target.mode.login.signIn(context, target.fields, terminal);
  const limit = new AbortController();
  const signal = AbortSignal.any([context.signal, limit.signal]);
  const timer = setTimeout(
    () => limit.abort(new RefusedError("LOGIN_EXPIRED", loginText().timedOut(describeSpan(timeout)))),
    timeout,
  );
  try {
    const limited = loginTerminal(host, options, signal);
    return await target.mode.login.signIn(createContext({ host, signal }), target.fields, limited);
  } finally {
    clearTimeout(timer);
  }
}

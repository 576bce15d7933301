/**
 * `ProfileLogin`: how a person signs in for the profiles of a mode.
 *
 * @module
 */
import type { ResolveContext } from "@alicred/core";
import type { Profile, ProfileFields } from "./profile.ts";

/**
 * How a person signs in for the profiles of a mode. Only `alicred login` uses it: no source ever asks a person. It takes
 * network, time and randomness from the context, and reaches the person through the terminal that it is given.
 */
export interface ProfileLogin {
  /** The fields that hold the login. `alicred logout` removes them, with the session that the profile keeps. */
  readonly fields: readonly string[];
  /**
   * Whether other profiles with the same values in these fields get the new login too. A token that is good for one use
   * cannot be shared. Default: false.
   */
  readonly isShared?: boolean;
  /** Where people sign in, as messages name it and as profiles that `--all` made remember it: an address. */
  readonly at: (fields: ProfileFields) => string;
  /** The login that a profile holds, as its fields tell; `undefined` when it holds none. */
  readonly held: (fields: ProfileFields) => HeldLogin | undefined;
  /**
   * Whether the service accepts the login that a profile holds. Shows nothing and asks nobody; what it renews is kept in
   * the profile.
   *
   * @throws {AlicredError} when the service cannot be asked.
   */
  readonly isAccepted: (context: ResolveContext, profile: Profile) => Promise<boolean>;
  /**
   * Signs a person in.
   *
   * @param fields those of the profile; a new one has those that the command line gives
   * @returns the fields that change; `undefined` removes one.
   * @throws {AlicredError} `LOGIN_DENIED`, `LOGIN_EXPIRED`; the reason of the context's signal once it has aborted.
   */
  readonly signIn: (
    context: ResolveContext,
    fields: ProfileFields,
    terminal: LoginTerminal,
  ) => Promise<ProfileFields>;
  /**
   * Ends a login at the service, so that copies of its tokens are worthless. Absent: only the fields can be dropped.
   *
   * @param fields those that the profile had
   * @returns what of the login lives on nevertheless; `undefined` when nothing does.
   */
  readonly end?: (context: ResolveContext, fields: ProfileFields) => Promise<HeldLogin | undefined>;
  /**
   * Chooses one of the places to which the login leads, such as an account. Absent: it leads to one place.
   *
   * @param fields those of the profile, with a login
   * @returns the fields that hold the choice.
   */
  readonly choose?: (
    context: ResolveContext,
    fields: ProfileFields,
    terminal: Pick<LoginTerminal, "choose">,
  ) => Promise<ProfileFields>;
  /**
   * Every place to which the login leads, for `alicred login --all`. Absent: it leads to one place.
   *
   * @param fields those of a profile, with a login
   */
  readonly places?: (context: ResolveContext, fields: ProfileFields) => Promise<readonly LoginPlace[]>;
}

/** A login that a profile holds. */
export interface HeldLogin {
  /** When it ends, in epoch milliseconds; absent when only the service knows. */
  readonly endsAtMs?: number | undefined;
}

/** One of the places to which a login leads. */
export interface LoginPlace {
  /** The words that a template of profile names may use: `{account}`. */
  readonly words: Readonly<Record<string, string>>;
  /** The fields of a profile that leads there. */
  readonly fields: ProfileFields;
}

/** The person's terminal, as a login sees it. */
export interface LoginTerminal {
  /** Shows a code and the address where the person enters it, and opens the address where a browser can be opened. */
  readonly showCode: (code: LoginCode) => Promise<void>;
  /** Sends the person to an address, and waits for the browser to come back to this machine. */
  readonly authorize: (request: AuthorizationRequest) => Promise<Authorization>;
  /**
   * The id of one of several choices: the one that an option of the command names, else the profile's own, else the one
   * that the person picks.
   */
  readonly choose: (question: LoginQuestion) => Promise<string>;
}

/** A code for the person to enter, or to compare. */
export interface LoginCode {
  readonly userCode: string;
  /** Complete, with the code in it where the service allows that. */
  readonly address: string;
  /** In epoch milliseconds. */
  readonly endsAtMs: number;
}

/** A request for an authorization, whose answer a browser brings to a loopback address of this machine. */
export interface AuthorizationRequest {
  /** The path of the loopback address. */
  readonly path: string;
  /** The ports to listen on, the first that is free; after them any free one. */
  readonly ports: readonly number[];
  /** The address to open, given the loopback address that the browser is to come back to. */
  readonly address: (redirectUri: string) => string;
  /** Whether a request to the loopback address is the answer. Others are refused, and the wait continues. */
  readonly isAnswer: (query: URLSearchParams) => boolean;
}

/** The answer that a browser brought. */
export interface Authorization {
  readonly redirectUri: string;
  readonly query: URLSearchParams;
}

/** A choice for the person to make. */
export interface LoginQuestion {
  /** Its name, which is the word for it in a template of profile names: `account`. */
  readonly name: string;
  /** The option of the command that answers it, without hyphens before it. Default: its name. */
  readonly option?: string;
  /** The id that the profile has already. */
  readonly current: string | undefined;
  /** Loads the choices. Called only when the answer is not known. */
  readonly choices: () => Promise<readonly LoginChoice[]>;
}

/** One of several choices. */
export interface LoginChoice {
  readonly id: string;
  readonly name: string;
  /** More about it, in a few words. */
  readonly description?: string | undefined;
}

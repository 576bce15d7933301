/**
 * The contract of a platform: where the token of a workload lies.
 *
 * @module
 */
import type { Fetch, ResolveContext, Rule } from "@alicred/core";
import { nonEmptyString, stringMatching } from "@alicred/core";
import type { Setting, TokenFrom } from "@alicred/plugin-kit";

/** An issuer of one's own tokens. */
export interface TokenIssuer {
  /**
   * A token that says who the program is.
   *
   * @param at the time in epoch milliseconds, and a source of random bytes
   */
  token(at: { readonly nowMs: number; readonly random: (length: number) => Uint8Array }): Promise<string>;
}

/** The options that say which token is meant. Each platform takes some of them, and refuses the others. */
export interface TokenOptions {
  /**
   * The audience of the token, a client id of the OIDC provider in RAM. GitHub Actions, Fly.io, Google Cloud, Buildkite:
   * default `sts.aliyuncs.com`. Azure: the application ID URI of an app registration, required. CircleCI: default the
   * token of the job, whose audience is the organization's id; anything else runs its command.
   */
  readonly audience?: string | undefined;
  /**
   * The environment variable that holds the token. GitLab CI: default `GITLAB_OIDC_TOKEN`. CircleCI: default
   * `CIRCLE_OIDC_TOKEN_V2`, else `CIRCLE_OIDC_TOKEN`. Buildkite: default `BUILDKITE_OIDC_TOKEN`, else its command is run.
   */
  readonly variable?: string | undefined;
  /** Kubernetes: the projected file. Default: the one that `ALIBABA_CLOUD_OIDC_TOKEN_FILE` names. */
  readonly file?: string | undefined;
  /** Azure: the client id of a user-assigned identity. Default: the identity of the machine. */
  readonly clientId?: string | undefined;
  /** Google Cloud: the e-mail address of the service account. Default: `default`, that of the machine. */
  readonly serviceAccount?: string | undefined;
  /**
   * Vercel: the request that is served, for calls that pass none by `get({ input })`, such as those of an SDK client. A
   * `Request`, an `IncomingMessage`, `Headers`, an object with one of them as `headers`, or a promise of one. Default: none.
   */
  readonly currentRequest?: (() => unknown) | undefined;
  /** Fly.io: a `fetch` over the unix socket at a path. No host has one: the README has twelve lines for Node. */
  readonly openSocket?: ((path: string) => Fetch) | undefined;
  /** Self-issued: the issuer, made by `createIssuer` of `@alicred/platform-oidc/issuer`. */
  readonly issuer?: TokenIssuer | undefined;
}

/** The name of an option that says which token is meant. */
export type TokenOption = keyof TokenOptions;

const isFunction: Rule = { accepts: (value) => typeof value === "function", complaint: "is not a function" };

/** The rules of these options, for a schema. */
export const tokenRules: Readonly<Record<TokenOption, Rule>> = {
  audience: stringMatching(/^[!-~]{1,256}$/, "is not 1 to 256 printable characters without spaces"),
  variable: stringMatching(/^[A-Za-z_]\w*$/, "is not the name of an environment variable"),
  file: nonEmptyString,
  clientId: stringMatching(/^[\w-]{1,64}$/, "is not a client id"),
  serviceAccount: stringMatching(/^[\w.@-]{1,256}$/, "is not the address of a service account"),
  currentRequest: isFunction,
  openSocket: isFunction,
  issuer: {
    accepts: (value) => typeof Object(value).token === "function",
    complaint: "is not an issuer made by createIssuer",
  },
};

/** The carrier of a token: the token, or where it is read. */
export interface Carrier extends Setting<TokenFrom> {
  /** Whether it came with the request that is served: then a failure concerns that request alone. Default: false. */
  readonly isOfCall?: boolean;
}

/** A platform: where its token lies. */
export interface Platform {
  /** Kebab-case, as the option `platform` has it. */
  readonly name: string;
  /** The options that it takes. */
  readonly takes: readonly TokenOption[];
  /** The carrier of the token, for messages and the trace: `environment variable GITLAB_OIDC_TOKEN`. */
  carriers(options: TokenOptions): readonly [string, ...string[]];
  /** Advice where it is missing: a sentence. */
  readonly hint: string;
  /**
   * Whether the token shows without a request: in a variable, a file or a header. `auto` considers only these, because no
   * metadata address is asked without being named.
   */
  readonly isDetectable: boolean;
  /**
   * Finds what carries the token, without a request. A function gets the token later, at the exchange.
   *
   * @param isAsked whether this platform was named, rather than tried by `auto`
   * @returns `undefined` when nothing carries one
   * @throws {ConfigurationError} for settings with which no token can be had
   */
  locate(
    context: ResolveContext,
    options: TokenOptions,
    isAsked: boolean,
  ): Carrier | undefined | Promise<Carrier | undefined>;
}

/** The audience of tokens for STS, as Alibaba Cloud's own tools have it. */
export const AUDIENCE = "sts.aliyuncs.com";

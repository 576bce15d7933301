// A small fake of each platform: what it puts into a program's reach, and how its endpoint answers.
import type { FetchInit, Host } from "@alicred/core";
import type { PlatformName, PlatformOidcOptions } from "../../src/mod.ts";

/** A machine of a platform. */
export interface Machine {
  readonly env: Record<string, string>;
  readonly files: Record<string, string>;
  /** Its endpoint; `undefined` for every other address. */
  readonly fetch?: (url: URL, init: FetchInit) => Response | undefined;
  readonly processes?: Host["processes"];
  readonly options?: Partial<PlatformOidcOptions>;
  /** The input of a call: the request that is served. */
  input?(): unknown;
  /** The token that the platform gives now; `undefined` for none. */
  give(token: string | undefined): void;
  /** From now on the platform itself refuses. */
  refuse?(): void;
}

/** A platform: the claims of its tokens, as its documents describe them, and what a trust policy says. */
export interface Fake {
  readonly name: Exclude<PlatformName, "self-issued">;
  readonly issuer: string;
  readonly subject: string;
  /** The pattern of the trust policy for `oidc:sub`. */
  readonly trusted: string;
  /** The subject of somebody else's token, of the same issuer. */
  readonly foreign: string;
  readonly audience: string;
  /** Where the token comes from, as the trace says. */
  readonly from: string;
  /** The error where it is missing. */
  readonly missing: { readonly code: string; readonly message: RegExp };
  machine(): Machine;
}

export const STS = "sts.aliyuncs.com";
/** The key of every endpoint, which no message may show. */
export const KEY = "canary-endpoint-key";
export const INCOMPLETE = "INCOMPLETE_CONFIGURATION";

/** An endpoint that gives the token to a client that asks in the right way, else 401; 404 without a token. */
export function endpoint(
  isRight: (url: URL, init: FetchInit) => boolean,
  reply: (token: string) => Response,
): Pick<Required<Machine>, "give" | "refuse"> & { readonly answer: (url: URL, init: FetchInit) => Response } {
  let token: string | undefined;
  let isRefusing = false;
  return {
    answer(url, init) {
      if (isRefusing) return new Response(`no ${KEY}`, { status: 403 });
      if (!isRight(url, init)) return new Response("", { status: 401 });
      return token === undefined ? new Response("", { status: 404 }) : reply(token);
    },
    give(given) {
      token = given;
    },
    refuse() {
      isRefusing = true;
    },
  };
}

/** A machine whose token is in a variable. */
export function inVariable(name: string): Machine {
  const env: Record<string, string> = {};
  return {
    env,
    files: {},
    give(token) {
      if (token === undefined) delete env[name];
      else env[name] = token;
    },
  };
}

import type { Principal } from "../../cloud/ram/principal.ts";
import { createExpiringMap, joinParts } from "../../cloud/world/state.ts";
import type { World } from "../../cloud/world/world.ts";

/** The session of an assumed role. */
export type RoleSession = Extract<Principal, { readonly type: "AssumedRoleUser" }>;

/** A token that opens the console once. */
export interface SigninToken {
  readonly token: string;
  /** The site that issued it; the other one does not take it. */
  readonly site: string | undefined;
  readonly principal: RoleSession;
  readonly used: boolean;
  readonly expiresAtMs: number;
  /** When the session behind it ends, and the sign-in with it. */
  readonly sessionExpiresAtMs: number;
}

/** Somebody who is signed in to the console. */
export interface ConsoleSignIn {
  /** ARN of the session. */
  readonly identity: string;
  readonly destination: string;
  /** Where the console sends the browser when the sign-in ends. */
  readonly loginUrl: string;
  readonly atMs: number;
  readonly expiresAtMs: number;
}

/** The SigninTokens and sign-ins of a world. */
export interface ConsoleSignIns {
  issue(request: Omit<SigninToken, "token" | "used">, nowMs: number): SigninToken;
  find(token: string): SigninToken | undefined;
  use(token: SigninToken, signIn: ConsoleSignIn): void;
  /** Those that last, oldest first. */
  signedIn(nowMs: number): readonly ConsoleSignIn[];
}

/** For `world.use`. */
export function createConsoleSignIns({ canaries, state }: World): ConsoleSignIns {
  const tokens = createExpiringMap<SigninToken>();
  const signIns = createExpiringMap<ConsoleSignIn>();
  state.add("console", joinParts(tokens, signIns));

  return {
    issue(request, nowMs) {
      const { roleName, sessionName } = request.principal;
      const name = `a SigninToken of ${roleName}/${sessionName}`;
      const issued: SigninToken = { ...request, token: canaries.mint("token", name), used: false };
      tokens.set(issued.token, issued, nowMs);
      return issued;
    },
    find: tokens.get,
    use(token, signIn) {
      tokens.set(token.token, { ...token, used: true }, signIn.atMs);
      signIns.set(token.token, signIn, signIn.atMs);
    },
    signedIn: (nowMs) => [...signIns.values()].filter(({ expiresAtMs }) => expiresAtMs > nowMs),
  };
}

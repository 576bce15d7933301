/**
 * Diagnostics: what helps people to understand an error or a trace, and no program needs to run.
 *
 * The hosts of Node, Deno and Bun have them. Elsewhere they are given to the host, so that a small bundle can do without:
 *
 * @example
 * ```ts
 * import { diagnostics } from "@alicred/core/diagnostics";
 * import { webHost } from "@alicred/core/host/web";
 *
 * const host = webHost({ diagnostics });
 * ```
 *
 * @module
 */
import { type ForeignText, foreignError } from "./foreign-error.ts";
import type { Diagnostics, Host } from "./host.ts";
import { keyDoubts } from "./key-doubts.ts";
import { noteSecrets, secretsKnownTo, watched } from "./known-secrets.ts";
import { hideAll, hideTokens, presentable } from "./redact.ts";

/**
 * Shows as much of the errors of other code as is safe, doubts keys that cannot be keys, and says which variables the
 * runtime keeps from the program.
 */
export const diagnostics: Required<Diagnostics> = {
  watched(host, held) {
    const twin = watched(host);
    noteSecrets(twin, held?.accessKeySecret, held?.securityToken);
    return twin;
  },
  examine(host, credentials, { supplied, warnings, children }) {
    noteSecrets(host, credentials.accessKeySecret, credentials.securityToken);
    // Sources that others hand on were asked for themselves.
    if (!children.length) warnings.push(...keyDoubts(credentials, supplied));
  },
  foreignError: (host, thrown, source) =>
    foreignError(thrown, source, (text, kind) => withoutSecrets(text, kind, secretsKnownTo(host)), ""),
  lookedFor: (host, things) => things.map((what) => withPermission(host, what)),
};

function withoutSecrets(text: string, kind: ForeignText, secrets: ReadonlySet<string>): string {
  if (kind === "frame") return hideAll(text, secrets);
  if (kind === "doubtful-frame") return hideAll(hideTokens(text), secrets);
  const shown = presentable(text, secrets);
  return kind === "message" || shown === text ? shown : "";
}

/** Adds to what was looked for that the runtime keeps a variable from the program. */
function withPermission({ whyUnread }: Host, what: string): string {
  if (!whyUnread) return what;
  const why = Array.from(what.matchAll(/\b[A-Z]+_[A-Z\d_]+\b/g), ([name]) => whyUnread(name)).find(Boolean);
  // Sources around this one hand on what it looked for.
  return why === undefined || what.includes(why) ? what : `${what} (${why})`;
}

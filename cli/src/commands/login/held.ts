import { ask, found, type ResolveContext } from "@alicred/core";
import type { ProfileFields } from "@alicred/plugin-kit";
import { textOf } from "@alicred/plugin-kit";
import { sharedConfig } from "@alicred/shared-config";
import { readProfiles } from "../../command/config-file.ts";
import type { LoginMode } from "../../command/login-modes.ts";
import { whileWaiting } from "../../terminal/progress.ts";
import { only } from "./keep.ts";
import type { LoginRun } from "./sign-in.ts";
import type { Target } from "./target.ts";
import { loginText } from "./text.ts";

/** A login that ends sooner than this is not worth keeping. */
const LEAST_LIFE_MS = 60_000;

/**
 * The fields of a login that holds: that of the profile, or for a new one that of another profile from the same place.
 * `undefined` when somebody has to sign in.
 */
export async function heldLogin(run: LoginRun): Promise<ProfileFields | undefined> {
  const { host, options, target, context } = run;
  const { login } = target.mode;
  if (options.force) return undefined;
  // Another profile may be another person's: an existing one keeps its own.
  const candidates = target.isNew
    ? target.file.profiles.filter(
        ({ fields }) => login.isShared && isFromSamePlace(target.mode, target.fields, fields),
      )
    : [{ name: target.name ?? "", fields: target.fields }];
  const asked = new Set<string>();
  for (const { name, fields } of candidates) {
    const own = only(fields, login.fields);
    const endsAtMs = login.held(own)?.endsAtMs ?? Number.POSITIVE_INFINITY;
    if (login.held(own) === undefined || endsAtMs - host.clock.now() < LEAST_LIFE_MS) continue;
    if (asked.has(JSON.stringify(own))) continue;
    asked.add(JSON.stringify(own));
    const isAccepted = isAcceptedBy(context, target.mode, name, options.configFile);
    if (await whileWaiting(loginText().checking, isAccepted)) return loginInFile(run, name);
  }
  return undefined;
}

/** The login of a profile as it is in the file now: asking for it may have renewed it. */
async function loginInFile({ host, options, target }: LoginRun, name: string): Promise<ProfileFields> {
  const { profiles } = await readProfiles(host, options.configFile);
  return only(profiles.find((each) => each.name === name)?.fields ?? {}, target.mode.login.fields);
}

/** Whether another profile is of this mode, and people sign in for both at the same place. */
export function isFromSamePlace(
  { mode, login }: LoginMode,
  fields: ProfileFields,
  other: ProfileFields,
): boolean {
  if (textOf(other["mode"] ?? mode).toLowerCase() !== mode.toLowerCase()) return false;
  try {
    return login.at(other) === login.at(fields);
  } catch {
    // A broken profile is not this login's concern.
    return false;
  }
}

/** Asks the service about the login of a profile, as its source would: what is renewed goes into the file. */
async function isAcceptedBy(
  context: ResolveContext,
  mode: LoginMode,
  profile: string,
  configFile: string | undefined,
): Promise<boolean> {
  let isAccepted = false;
  const asking = {
    ...mode,
    source: (own: Parameters<LoginMode["source"]>[0]) => ({
      name: "login",
      async resolve(inner: ResolveContext) {
        isAccepted = await mode.login.isAccepted(inner, own);
        // An answer is needed, and nobody reads it.
        return found({ accessKeyId: "LTAI", accessKeySecret: "none" });
      },
    }),
  };
  const answer = await ask(context, sharedConfig({ profile, configFile, modes: [asking] }));
  if (answer.outcome !== "failed") return isAccepted;
  // A profile that does not name its mode has no source yet, and gets its mode with its login.
  if (answer.error.code === "UNKNOWN_PROFILE_MODE") return false;
  throw answer.error;
}

/** Whether the profile says already where the login leads. */
export async function hasChoice(context: ResolveContext, { mode, fields }: Target): Promise<boolean> {
  let isOpen = false;
  const probe = {
    async choose({ current }: { readonly current: string | undefined }) {
      isOpen ||= current === undefined;
      return current ?? "";
    },
  };
  if (mode.login.choose === undefined) return true;
  await mode.login.choose(context, fields, probe);
  return !isOpen;
}

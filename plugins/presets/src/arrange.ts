/**
 * The options that all presets share, and the parts that their chains are made of.
 *
 * @module
 */
import type { CredentialSource, Host, Rule } from "@alicred/core";
import { chain, changedContext, closeSource } from "@alicred/core";
import type { ModeProvider, Profile, ProfileMode, ProfilePlugin } from "@alicred/plugin-kit";
import { modeProviders, profileModesOf, readVariable } from "@alicred/plugin-kit";

/** The options of a preset that reads profiles. */
export interface ProfileOptions {
  /** The modes of profiles that are understood: single modes, and plugins for all of theirs. Default: see the preset. */
  readonly modes?: readonly ModeProvider[] | undefined;
  /**
   * More plugins, whose modes profiles may have besides `modes`. Default: none. Two providers of one mode are an
   * `INVALID_OPTION`: at once if both are given, and at the first use of a profile if one of them is built in.
   */
  readonly plugins?: readonly ProfilePlugin[] | undefined;
}

/** The option of a preset whose sources can be rearranged. */
export interface SourcesOption<Defaults> {
  /**
   * The sources in order, made from the preset's own, which are listed by name in their default order. Sources may be
   * added, left out and moved; a role of the preset is assumed with those of whichever wins. Default: the preset's own.
   */
  readonly sources?: ((defaults: Defaults) => readonly CredentialSource[]) | undefined;
}

const isFunction: Rule = { accepts: (value) => typeof value === "function", complaint: "is not a function" };

/** The rules of the options that all presets share. */
export const sharedRules: Readonly<Record<"modes" | "plugins" | "sources", Rule>> = {
  modes: modeProviders,
  plugins: modeProviders,
  sources: isFunction,
};

/**
 * Loads the modes of a preset when the first profile needs them.
 *
 * @param load gives the modes where the options name none
 * @throws {ConfigurationError} `INVALID_OPTION` at once when two of the given providers have one mode.
 */
export function modesOf(
  { modes, plugins = [] }: ProfileOptions,
  load: () => Promise<readonly ProfileMode[]>,
): () => Promise<readonly ProfileMode[]> {
  const given = profileModesOf([...(modes ?? []), ...plugins]);
  if (modes !== undefined) return async () => given;
  return async () => profileModesOf([...(await load()), ...plugins]);
}

/**
 * A chain of the sources that are left after `sources` has arranged the defaults.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` when `sources` returns anything else than a list of sources.
 */
export function arranged<Defaults extends object>(
  name: string,
  defaults: Defaults,
  { sources }: SourcesOption<Defaults>,
): CredentialSource {
  return chain(sources ? sources(defaults) : Object.values(defaults), { name });
}

/** A source whose code is loaded when it is asked for the first time. Its name and trace are those of the loaded source. */
export function lazySource(name: string, load: () => Promise<CredentialSource>): CredentialSource {
  let loaded: CredentialSource | undefined;
  return {
    name,
    async resolve(context) {
      if (loaded === undefined) {
        // The source is kept, not the promise of it: on some runtimes a promise never settles in another request.
        const source = await load();
        loaded ??= source;
      }
      return loaded.resolve(context);
    },
    close: () => {
      if (loaded !== undefined) closeSource(loaded);
    },
  };
}

/** The source for a part that may be replaced while the source stays in use, so that it must not be closed with it. */
export function keptOpen({ close: _, ...source }: CredentialSource): CredentialSource {
  return source;
}

/** The source, which is no instance of a class, with other environment variables than those of the host. */
export function withVariables(
  source: CredentialSource,
  variablesOf: (host: Host) => Host["env"],
): CredentialSource {
  // Sources keep what they remember by host: each host has one counterpart.
  const hosts = new WeakMap<Host, Host>();
  return {
    ...source,
    resolve(context) {
      const host = hosts.get(context.host) ?? { ...context.host, env: variablesOf(context.host) };
      hosts.set(context.host, host);
      return source.resolve(changedContext(context, { host }));
    },
  };
}

/**
 * The source of a profile of which some fields were filled from elsewhere. It names their origin, rather than a field that
 * no file has.
 */
export function fromOrigins(
  source: CredentialSource,
  { name }: Profile,
  from: readonly (readonly [field: string, from: string])[],
): CredentialSource {
  const origins = new Map(from.map(([field, place]) => [`field ${field} of profile "${name}"`, place]));
  return {
    // A class has its name and its end in its prototype.
    ...source,
    name: source.name,
    close: () => closeSource(source),
    resolve(context) {
      const supplied = (part: string, origin: string): void =>
        context.supplied(part, origins.get(origin) ?? origin);
      return source.resolve(Object.assign(Object.create(context), { supplied }));
    },
  };
}

/** Whether a switch of the official SDKs is on: any spelling of `true`. */
export function isOn(host: Host, variable: string): boolean {
  return readVariable(host, [variable])?.value.toLowerCase() === "true";
}

/** The variables by which the SDKs choose an STS; the aliyun CLI and Terraform's provider ignore them. */
export const STS_VARIABLES: readonly string[] = [
  "ALIBABA_CLOUD_STS_ENDPOINT",
  "ALIBABA_CLOUD_STS_REGION",
  "ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED",
];

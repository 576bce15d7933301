import type { ProfilePlugin } from "@alicred/plugin-kit";
import type { ProviderBlock } from "@alicred/presets/terraform";
import type { Language } from "../terminal/language.ts";

/** Whose precedence the command follows. */
export const TOOLS = ["terraform", "sdk", "cli", "edge"] as const;

/** The options of `resolve` and `why` at the prompt. */
export interface CommandOptions {
  readonly as?: (typeof TOOLS)[number];
  readonly profile?: string;
  readonly configFile?: string;
  /** A Terraform folder, a file with a provider block as JSON, or `-` for standard input. */
  readonly providerConfig?: string;
  /** The alias of the block in a folder. */
  readonly providerAlias?: string;
  /** For `terraform`: what the provider's code does, where its documents say otherwise. */
  readonly compat?: "provider";
  /** Modules with plugins: paths, and names of packages. */
  readonly plugin: readonly string[];
  readonly json?: boolean;
  /** Whether every step is told on standard error. */
  readonly debug?: boolean;
  /** How long the credentials must be valid, in milliseconds, for commands that ask. */
  readonly minTtl?: number;
  /** Whether sessions are kept between runs. Default: as the variable `ALICRED_CACHE` says. */
  readonly cache?: boolean;
  /** For `resolve` only: `why` renews nothing. */
  readonly allowUnsaved?: boolean;
}

/** The input for the source of a command: its options, with the files and modules that they name already loaded. */
export interface SourceOptions extends Pick<CommandOptions, "as" | "profile" | "configFile" | "compat"> {
  /** For `terraform`; profile and file of the command line come before its own. */
  readonly providerBlock?: ProviderBlock | undefined;
  /** Understood beside alicred's own. Default: none. */
  readonly plugins?: readonly ProfilePlugin[];
}

/** Additions by a program that embeds the command. */
export interface ProgramOptions {
  /** The language of help, prompts and messages. Default: English. */
  readonly language?: Language;
  /** Plugins whose profile modes the command understands, beside its own and those of `--plugin`. Default: none. */
  readonly plugins?: readonly ProfilePlugin[];
}

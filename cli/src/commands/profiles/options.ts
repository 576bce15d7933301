/** The options of every command of the family `alicred profiles`. */
export interface FamilyOptions {
  /** The path of `--config-file`. */
  readonly configFile?: string;
  /** Modules with plugins, whose modes are known too. */
  readonly plugin: readonly string[];
  /** Whether every step of a question to the cloud is told on standard error. */
  readonly debug?: boolean;
}

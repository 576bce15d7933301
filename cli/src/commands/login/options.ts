/** The options of `alicred login` at the prompt. */
export interface LoginOptions {
  readonly profile?: string;
  readonly configFile?: string;
  readonly plugin: readonly string[];
  readonly debug?: boolean;
  readonly json?: boolean;
  /** The sign-in address of a CloudSSO portal. */
  readonly sso?: string;
  readonly oauth?: boolean;
  readonly site?: "cn" | "intl";
  readonly region?: string;
  /** The account: an id or a name. */
  readonly account?: string;
  /** The access configuration: an id or a name. */
  readonly accessConfig?: string;
  /** Whether to choose again. */
  readonly pick?: boolean;
  /** Whether a profile is made for every account and access configuration. */
  readonly all?: boolean;
  /** The template of the names of new profiles. */
  readonly name: string;
  /** Begins the names of new profiles. */
  readonly prefix: string;
  /** Whether profiles that lead nowhere any longer are removed. */
  readonly prune?: boolean;
  /** Whether questions about removing are answered by yes. */
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  /** Whether the device code is to be entered elsewhere. */
  readonly device?: boolean;
  /** Whether the answer of the browser is pasted. */
  readonly remote?: boolean;
  /** `false` for `--no-browser`, else a program or nothing. */
  readonly browser?: string | false;
  readonly qr?: boolean;
  readonly force?: boolean;
  /** How long to wait for the person, in milliseconds. Default: the life of the code. */
  readonly timeout?: number;
}

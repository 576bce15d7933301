/** The input of a program: the fields of the clients' configuration, in camel case. Without a type, the default chain. */
export type ClientConfig = Readonly<Record<string, string | undefined>>;

/** The output of a program: one line of JSON. */
export interface Answer {
  readonly accessKeyId?: string | undefined;
  readonly accessKeySecret?: string | undefined;
  readonly securityToken?: string | undefined;
  readonly bearerToken?: string | undefined;
  /** The result of a call to OSS. */
  readonly result?: string | undefined;
  /** Of GetCallerIdentity. */
  readonly arn?: string | undefined;
  readonly error?: string | undefined;
}

/** Runs the client with the configuration that the program was given, prints its answer and ends. */
export async function tell(run: (config: ClientConfig) => Promise<Answer>): Promise<void> {
  const config = JSON.parse(process.argv[2] ?? "{}") as ClientConfig;
  const answer = await run(config).catch((error: unknown): Answer => ({ error: String(error) }));
  // The client may have left a timer behind.
  process.stdout.write(`${JSON.stringify(answer)}\n`, () => process.exit());
}

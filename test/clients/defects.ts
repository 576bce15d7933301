import type { JournalEntry } from "@alicred/simulators";
import type { Way } from "./client.ts";
import type { Answer } from "./programs/answer.ts";

/** Something that a client gets wrong. */
export interface Defect {
  /** Beginning of the client's name, and the mode. */
  readonly client: string;
  readonly mode: string;
  /** Default: however the cloud is reached. */
  readonly way?: Way;
  readonly defect: string;
  /** Whether it shows in just this way. */
  shows(answer: Answer, entries: readonly JournalEntry[]): boolean;
}

/** Each is asserted: a client that no longer has it is noticed. */
export const defects: readonly Defect[] = [
  {
    client: "node @alicloud/credentials",
    mode: "rsa_key_pair",
    defect: "asks the metadata service instead of STS, and shows an error of its JSON parser",
    shows: ({ error = "" }, entries) =>
      error.startsWith("SyntaxError") && entries.length === 1 && has(entries, { service: "ecs-metadata" }),
  },
  {
    client: "node @alicloud/credentials",
    mode: "profile: CloudSSO",
    defect: "never sends the body that names account and access configuration",
    shows: (_, entries) => has(entries, { operation: "CreateCloudCredential", code: "MissingParameter" }),
  },
  ...["node @alicloud/credentials", "go"].map((client) => ({
    client,
    mode: "credentials_uri, Code: Failed",
    defect: "takes credentials from a reply whose Code is not Success",
    shows: ({ accessKeyId, error }: Answer): boolean => error === undefined && accessKeyId !== undefined,
  })),
  ...["python", "java"].map((client) => ({
    client,
    mode: "rsa_key_pair",
    defect: "signs by HMAC-SHA1 with the text of the private key, not by RSA",
    shows: (_: Answer, entries: readonly JournalEntry[]): boolean =>
      has(entries, { operation: "GenerateSessionAccessKey", code: "InvalidParameter" }),
  })),
  {
    client: "go",
    mode: "rsa_key_pair",
    way: "proxy",
    defect: "asks STS past the proxy that HTTPS_PROXY names",
    shows: ({ error = "" }, entries) => error.includes("no such host") && entries.length === 0,
  },
  {
    client: "python",
    mode: "profile: OAuth",
    defect:
      "looks for the fields of the exchange in Pascal case, and puts the whole reply, secrets included, into its error",
    shows: ({ error = "" }, entries) =>
      has(entries, { operation: "Exchange", decision: "allowed" }) && error.includes('"accessKeySecret":"'),
  },
  {
    client: "terraform",
    mode: "profile: OIDC",
    defect: "the provider does not know the mode, and says that nothing is configured",
    shows: ({ error = "" }, entries) => error.includes("no valid credential sources") && entries.length === 0,
  },
  ...["CloudSSO", "OAuth", "External"].map((mode) => ({
    client: "java credentials-java 1.0.3",
    mode: `profile: ${mode}`,
    defect: "this version does not know the mode",
    shows: ({ error = "" }: Answer): boolean => error.includes(`Unsupported profile mode '${mode}'`),
  })),
];

function has(entries: readonly JournalEntry[], wanted: Partial<JournalEntry>): boolean {
  return entries.some((entry) =>
    Object.entries(wanted).every(([name, value]) => entry[name as keyof JournalEntry] === value),
  );
}

import { nonEmptyString, type Rule, type StandardSchema, schemaOf } from "@alicred/core";
import { wholeNumber } from "@alicred/plugin-kit";
import { roleRules, type StsOptions } from "@alicred/sts";

export interface RsaKeyPairOptions {
  /** The id under which the service knows the public key. */
  readonly publicKeyId: string;
  /** The private key in PKCS#8: PEM, or just its Base64. */
  readonly privateKey?: string | undefined;
  /** A file that holds it, read at each refresh; `~/` is the home folder. One of the two is required. */
  readonly privateKeyFile?: string | undefined;
  /** Life of a session in seconds: 900 to 3,600. Default: 3,600. */
  readonly durationSeconds?: number | undefined;
  /** Which STS to call, and how long to wait. Default: from environment variables, else `sts.aliyuncs.com`. */
  readonly sts?: Omit<StsOptions, "signature"> | undefined;
}

export const durationSeconds: Rule = wholeNumber(900, 3600);

export const rsaKeyPairOptions: StandardSchema<RsaKeyPairOptions> = schemaOf(
  {
    ...roleRules,
    publicKeyId: nonEmptyString,
    privateKey: nonEmptyString,
    privateKeyFile: nonEmptyString,
    durationSeconds,
  },
  ["publicKeyId"],
);

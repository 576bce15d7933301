import {
  boolean,
  ConfigurationError,
  type CredentialSource,
  nonEmptyString,
  parseOptions,
  type StandardSchema,
  schemaOf,
} from "@alicred/core";
import type { Profile, ProfileMode } from "@alicred/plugin-kit";
import { durationSeconds } from "./options.ts";
import { keyPairSource, type Part } from "./source.ts";

interface RsaKeyPairFields {
  readonly key_pair_name: string;
  readonly private_key?: string | undefined;
  readonly private_key_file?: string | undefined;
  readonly expired_seconds?: number | undefined;
  readonly sts_endpoint?: string | undefined;
  readonly sts_region?: string | undefined;
  readonly enable_vpc?: boolean | undefined;
}

const rsaKeyPairFields: StandardSchema<RsaKeyPairFields> = schemaOf(
  {
    key_pair_name: nonEmptyString,
    private_key: nonEmptyString,
    private_key_file: nonEmptyString,
    expired_seconds: durationSeconds,
    sts_endpoint: nonEmptyString,
    sts_region: nonEmptyString,
    enable_vpc: boolean,
  },
  ["key_pair_name"],
);

const FIELD_OF: Readonly<Record<Part, keyof RsaKeyPairFields>> = {
  publicKeyId: "key_pair_name",
  privateKey: "private_key",
  privateKeyFile: "private_key_file",
  durationSeconds: "expired_seconds",
  "sts.endpoint": "sts_endpoint",
  "sts.region": "sts_region",
  "sts.vpc": "enable_vpc",
};

/** `RsaKeyPair`: a session for the profile's key pair. */
export const rsaKeyPairMode: ProfileMode = { mode: "RsaKeyPair", source: sourceOf };

function sourceOf({ name, fields: written }: Profile): CredentialSource {
  const owner = `profile "${name}"`;
  // People write numbers as text, and the official clients write 0 for "not set".
  const { expired_seconds: seconds } = written;
  const isText = typeof seconds === "string" && /^\s*\d+\s*$/.test(seconds);
  const input = { ...written, expired_seconds: (isText ? Number(seconds) : seconds) || undefined };
  const fields = parseOptions(rsaKeyPairFields, input, owner, "INVALID_CONFIGURATION");
  const { private_key: given, private_key_file: file } = fields;
  if (given === undefined && file === undefined) {
    const message = `${owner} has no private_key. Add it: the path of a PEM file in PKCS#8, or its text.`;
    throw new ConfigurationError("INCOMPLETE_CONFIGURATION", message);
  }
  // The aliyun CLI takes the field for a path, although its own wizard writes the text of the key there.
  const isPath = given !== undefined && !isKeyText(given);
  const privateKey = isPath ? undefined : given;
  const privateKeyFile = isPath ? given.trim() : file;
  const fieldOf = isPath ? { ...FIELD_OF, privateKeyFile: FIELD_OF.privateKey } : FIELD_OF;
  const options = {
    publicKeyId: fields.key_pair_name,
    privateKey,
    privateKeyFile,
    durationSeconds: fields.expired_seconds,
    sts: { endpoint: fields.sts_endpoint, region: fields.sts_region, vpc: fields.enable_vpc || undefined },
  };
  const source = keyPairSource(options, (part) => `field ${fieldOf[part]} of ${owner}`);
  return {
    ...source,
    resolve(context) {
      if (isText) context.warn(`${owner}: expired_seconds is text. Write it as a number.`);
      return source.resolve(context);
    },
  };
}

/** Whether a text is a key rather than the path of one: PEM, or the bare Base64 of PKCS#8, which begins with `MI`. */
function isKeyText(text: string): boolean {
  return text.includes("-----BEGIN") || /^\s*MI[A-Za-z0-9+/=\s]{200,}$/.test(text);
}

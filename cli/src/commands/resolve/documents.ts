import { InvalidAnswerError } from "@alicred/core";
import { visible } from "../../terminal/terminal.ts";
import type { Identity } from "../exec/variables.ts";
import { formatsText } from "./text.ts";

/** The name of a profile that is printed for another file, where the credentials come from none. */
const UNNAMED = "default";

/**
 * The output of an external command of a tool, for every dialect at once: that of the aliyun CLI, its SDKs and ecctl
 * (`mode`, `sts_token`), and that of the OSS SDKs and odpscmd (`AccessKeyId`, `SecurityToken`). Each reads the names that
 * it knows.
 */
export function externalDocument({ credentials, region }: Identity): unknown {
  const { accessKeyId, accessKeySecret, securityToken, expiration } = credentials;
  const until = seconds(expiration);
  return {
    mode: securityToken === undefined ? "AK" : "StsToken",
    access_key_id: accessKeyId,
    access_key_secret: accessKeySecret,
    sts_token: securityToken,
    security_token: securityToken,
    expiration: until,
    region_id: region,
    AccessKeyId: accessKeyId,
    AccessKeySecret: accessKeySecret,
    SecurityToken: securityToken,
    Expiration: until,
  };
}

/**
 * The document that a credentials URI serves.
 *
 * @throws {InvalidAnswerError} `CREDENTIALS_INCOMPLETE` for a key without a token: clients refuse such a document.
 */
export function uriDocument({ credentials }: Identity): unknown {
  const { accessKeyId, accessKeySecret, securityToken, expiration } = credentials;
  if (securityToken === undefined)
    throw new InvalidAnswerError("CREDENTIALS_INCOMPLETE", formatsText().needsToken);
  return {
    Code: "Success",
    AccessKeyId: accessKeyId,
    AccessKeySecret: accessKeySecret,
    SecurityToken: securityToken,
    Expiration: seconds(expiration),
  };
}

/** The credentials as a profile of `config.json`: a copy, which is not renewed. */
export function snapshotFields({ credentials, region }: Identity): Readonly<Record<string, string>> {
  const { accessKeyId, accessKeySecret, securityToken } = credentials;
  return {
    mode: securityToken === undefined ? "AK" : "StsToken",
    access_key_id: accessKeyId,
    access_key_secret: accessKeySecret,
    ...(securityToken !== undefined && { sts_token: securityToken }),
    ...(region !== undefined && { region_id: region }),
    output_format: "json",
    language: "en",
  };
}

/** A whole `config.json` with one profile. */
export function configDocument(identity: Identity): string {
  const name = identity.profile ?? UNNAMED;
  const config = { current: name, profiles: [{ name, ...snapshotFields(identity) }] };
  return `${JSON.stringify(config, null, 2)}\n`;
}

/**
 * A section of the SDKs' INI file.
 *
 * @throws {InvalidAnswerError} `CREDENTIALS_INCOMPLETE` for a value that no reader of the file would read as it is.
 */
export function iniSection(identity: Identity): string {
  const { accessKeyId, accessKeySecret, securityToken } = identity.credentials;
  const keys = {
    type: securityToken === undefined ? "access_key" : "sts",
    access_key_id: accessKeyId,
    access_key_secret: accessKeySecret,
    ...(securityToken !== undefined && { security_token: securityToken }),
  };
  const name = identity.profile ?? UNNAMED;
  if (visible(name) !== name || !/^[^\s[\];#][^[\]]*$/u.test(name)) throw unfit("name");
  const lines = Object.entries(keys).map(([key, value]) => {
    // Python's reader replaces what stands behind a per cent sign.
    if (!/^[\w+/=.,:@~^&*()!?-]+$/.test(value)) throw unfit(key);
    return `${key} = ${value}`;
  });
  return `${[`[${name}]`, ...lines].join("\n")}\n`;
}

/** The time to the second, which is all that some clients understand. */
function seconds(date: Date | undefined): string | undefined {
  return date?.toISOString().replace(/\.\d+Z$/, "Z");
}

function unfit(key: string): InvalidAnswerError {
  return new InvalidAnswerError("CREDENTIALS_INCOMPLETE", formatsText().notForIni(key));
}

import { type Syntax, setLine } from "../../terminal/quote.ts";
import type { Identity } from "./documents.ts";

/** The lines that give a shell the identity. */
export function variableLines({ credentials, region }: Identity, syntax: Syntax): readonly string[] {
  const { accessKeyId, accessKeySecret, securityToken } = credentials;
  const values = {
    ACCESS_KEY_ID: accessKeyId,
    ACCESS_KEY_SECRET: accessKeySecret,
    SECURITY_TOKEN: securityToken,
    REGION_ID: region,
  };
  return ["ALIBABA_CLOUD", "ALICLOUD"].flatMap((family) =>
    Object.entries(values).flatMap(([name, value]) =>
      value === undefined ? [] : [setLine(`${family}_${name}`, value, syntax)],
    ),
  );
}

import type { Credentials } from "@alicred/core";
import { describeExpiry } from "../../terminal/expiry.ts";
import { fieldLines } from "../../terminal/table.ts";
import type { Line } from "../../terminal/terminal.ts";
import type { Identity } from "../exec/variables.ts";
import { summaryText } from "./text.ts";

/** The identity of the credentials, for a person; no secret is in it. */
export function summaryLines(
  { credentials, region, profile }: Identity,
  nowMs: number,
  who?: string,
): readonly Line[] {
  const { accessKeyId, expiration, provenance } = credentials;
  const text = summaryText();
  const kind = kindOf(credentials);
  return [
    ...fieldLines([
      ...(profile === undefined ? [] : [[text.profile, profile]]),
      ...(who === undefined ? [] : [[text.who, who]]),
      [text.keyId, accessKeyId],
      [text.kind, text[kind]],
      [text.expires, kind === "lasting" ? text.never : describeExpiry(expiration, nowMs)],
      ...(region === undefined ? [] : [[text.region, region]]),
      [text.from, provenance.join(" < ")],
    ]),
    "",
    text.secrets,
  ];
}

function kindOf({
  accessKeyId,
  securityToken,
  expiration,
}: Credentials): "lasting" | "leased" | "session" | "halfSession" {
  if (securityToken !== undefined) return "session";
  if (accessKeyId.startsWith("STS.")) return "halfSession";
  return expiration === undefined ? "lasting" : "leased";
}

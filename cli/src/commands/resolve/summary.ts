import type { Credentials } from "@alicred/core";
import { describeExpiry } from "../../terminal/expiry.ts";
import { fieldLines } from "../../terminal/table.ts";
import type { Line } from "../../terminal/terminal.ts";
import type { Identity } from "../exec/variables.ts";
import { summaryText } from "./text.ts";

/** Who the credentials are, for a person; no secret is in it. */
export function summaryLines(
  { credentials, region, profile }: Identity,
  nowMs: number,
  who?: string,
): readonly Line[] {
  const { accessKeyId, expiration, provenance } = credentials;
  const text = summaryText();
  const kind = kindOf(credentials);
  const isLasting = kind === "lasting" && expiration === undefined;
  return [
    ...fieldLines([
      ...(profile === undefined ? [] : [[text.profile, profile]]),
      ...(who === undefined ? [] : [[text.who, who]]),
      [text.keyId, accessKeyId],
      [text.kind, text[kind]],
      [text.expires, isLasting ? text.never : describeExpiry(expiration, nowMs)],
      ...(region === undefined ? [] : [[text.region, region]]),
      [text.from, provenance.join(" < ")],
    ]),
    "",
    text.secrets,
  ];
}

function kindOf({ accessKeyId, securityToken }: Credentials): "lasting" | "session" | "halfSession" {
  if (securityToken !== undefined) return "session";
  return accessKeyId.startsWith("STS.") ? "halfSession" : "lasting";
}

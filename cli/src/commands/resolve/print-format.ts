import type { Host } from "@alicred/core";
import { print, printDocument, printJson, printRaw } from "../../terminal/terminal.ts";
import type { Identity } from "../exec/variables.ts";
import type { Identity as StsIdentity } from "../whoami/identity.ts";
import { configDocument, externalDocument, iniSection, uriDocument } from "./documents.ts";
import type { Format } from "./format-names.ts";
import { summaryLines } from "./summary.ts";

/** Whose the credentials are, as STS says, and the same for a person. */
export interface Caller {
  readonly identity: StsIdentity;
  readonly text: string;
}

/**
 * Prints credentials in a form. Every form but the table holds the secrets: printing them is its purpose.
 *
 * @param caller whose they are, where that was asked
 */
export async function printFormat(
  format: Format,
  identity: Identity,
  host: Host,
  caller?: Caller,
): Promise<void> {
  switch (format) {
    case "table":
      print(summaryLines(identity, host.clock.now(), caller?.text));
      return;
    case "json":
      printJson({ ...revealed(identity), identity: caller?.identity });
      return;
    case "external":
      printJson(externalDocument(identity));
      return;
    case "credentials-uri":
      printJson(uriDocument(identity));
      return;
    case "ini":
      printRaw(iniSection(identity));
      return;
    case "config-json":
      printDocument(configDocument(identity));
      return;
    default: {
      const { assignments } = await import("../exec/assignments.ts");
      const lines = assignments(identity, process.env, format === "env" ? "sh" : format);
      printRaw(lines.map((line) => `${line}\n`).join(""));
    }
  }
}

function revealed({ credentials, region }: Identity): object {
  const { accessKeyId, accessKeySecret, securityToken, expiration, provenance } = credentials;
  return {
    accessKeyId,
    accessKeySecret,
    securityToken,
    expiration: expiration?.toISOString(),
    region,
    provenance,
  };
}

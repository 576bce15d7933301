import { readHeader, readVariable } from "@alicred/plugin-kit";
import type { Platform } from "../platform.ts";

const HEADER = "x-vercel-oidc-token";
const VARIABLE = "VERCEL_OIDC_TOKEN";
const FROM = `header ${HEADER} of the request`;

/**
 * Vercel: the token comes with each request to a function, and in a variable or a file at build time and on developers'
 * machines.
 *
 * @see https://vercel.com/docs/oidc/reference
 */
export const vercel: Platform = {
  name: "vercel",
  takes: ["currentRequest"],
  carriers: () => [FROM, `environment variable ${VARIABLE}_FILE`, `environment variable ${VARIABLE}`],
  hint: "Pass the request, get({ input: request }), and switch OIDC on in the project's settings.",
  isDetectable: true,
  async locate({ host, input }, { currentRequest }) {
    const header = readHeader(input ?? (await currentRequest?.()), HEADER);
    if (header) return { value: header, from: FROM, isOfCall: true };
    const file = readVariable(host, [`${VARIABLE}_FILE`]);
    return file ? { ...file, value: { file: file.value } } : readVariable(host, [VARIABLE]);
  },
};

import { readFileSync } from "node:fs";
import { nodeHost } from "@alicred/core/host/node";
import { webDigests } from "@alicred/plugin-kit";
import type { SigningKey } from "@alicred/sts";
import { describe, expect, test } from "vitest";
import { readOssCall, signOss } from "../../src/oss/sign.ts";
import { ossV1, signV1, stringToSignV1 } from "../../src/oss/v1.ts";
import { canonicalRequestV4, ossV4 } from "../../src/oss/v4.ts";
import { signV4, stringToSignV4 } from "../../src/v4.ts";

interface Vector {
  readonly version: 1 | 4;
  readonly in: "header" | "url" | "form";
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly canonicalRequest?: string;
  readonly stringToSign: string;
  readonly signature: string;
  readonly clients: readonly string[];
  readonly policy: string;
}

interface Vectors {
  readonly clock: string;
  readonly region: string;
  readonly bucket: string;
  readonly keys: readonly SigningKey[];
  readonly vectors: readonly Vector[];
}

/** Signatures of six official clients, with invented keys and a frozen clock. */
const recorded = JSON.parse(readFileSync(new URL("vectors.json", import.meta.url), "utf8")) as Vectors;
const { region, vectors } = recorded;
const nowMs = Date.parse(recorded.clock);
const SCOPE = `20260304/${region}/oss/aliyun_v4_request`;
/** One client signs the text of the header `date` with version 4, and no program of ours does. */
const hasForeignDate = ({ version, headers }: Vector): boolean => version === 4 && "date" in headers;

function keyOf({ headers, url, stringToSign }: Vector): SigningKey {
  const isTemporary = [JSON.stringify(headers), url ?? "", stringToSign ?? ""].some((text) =>
    /security-token|STS\./.test(text),
  );
  const [user, session] = recorded.keys;
  if (user === undefined || session === undefined) throw new Error("two keys are recorded");
  return isTemporary ? session : user;
}

/** By WebCrypto, and by the digests of Node. */
const kinds = [webDigests, nodeHost().digests ?? webDigests];

function titleOf(vector: Vector, index: number): string {
  return `${index} V${vector.version} ${vector.in} ${vector.method ?? ""} of ${vector.clients.join(", ")}`;
}

test("there are 39", () => {
  expect(vectors).toHaveLength(39);
});

describe("each step from the recorded request", () => {
  for (const [index, vector] of vectors.entries())
    if (vector.in === "header")
      test(titleOf(vector, index), async () => {
        const { version, headers } = vector;
        const call = readOssCall(vector, {});
        for (const digests of kinds) {
          const key = { ...keyOf(vector) };
          if (version === 1) {
            const text = stringToSignV1(call, headers["date"] ?? "");
            expect(text).toBe(vector.stringToSign);
            expect(await signV1(digests, key, text)).toBe(vector.signature);
            continue;
          }
          const canonical = canonicalRequestV4(call);
          expect(canonical).toBe(vector.canonicalRequest);
          const date = headers["date"] ?? "20260304T050607Z";
          const text = await stringToSignV4("OSS4-HMAC-SHA256", date, SCOPE, canonical, digests);
          expect(text).toBe(vector.stringToSign);
          expect(await signV4(digests, key, SCOPE, text)).toBe(vector.signature);
        }
      });
});

describe("a request as a program gives it", () => {
  for (const [index, vector] of vectors.entries())
    if (vector.in === "header" && vector.version === 4 && !hasForeignDate(vector))
      test(titleOf(vector, index), async () => {
        const signed = await signOss(vector, keyOf(vector), { timestampMs: nowMs });
        expect(signed["authorization"]).toBe(
          `OSS4-HMAC-SHA256 Credential=${keyOf(vector).accessKeyId}/${SCOPE},Signature=${vector.signature}`,
        );
        expect(signed).toMatchObject(vector.headers);
      });
});

describe("a URL as a program asks for it", () => {
  for (const [index, vector] of vectors.entries())
    if (vector.in === "url")
      test(titleOf(vector, index), async () => {
        const asked = new URL(vector.url);
        const expected = Object.fromEntries(asked.searchParams);
        for (const name of [...asked.searchParams.keys()])
          if (/^(x-oss-|OSSAccessKeyId$|Expires$|Signature$|security-token$)/.test(name))
            asked.searchParams.delete(name);
        const additionalHeaders = "host" in vector.headers ? ["host"] : [];
        const call = readOssCall({ ...vector, url: asked.href }, { additionalHeaders });
        const signature = vector.version === 1 ? ossV1 : ossV4;
        const span = { startMs: nowMs, endMs: nowMs + 600_000 };
        const added = await signature.parameters(call, keyOf(vector), span, webDigests);
        expect({ ...Object.fromEntries(asked.searchParams), ...added }).toEqual(expected);
      });
});

describe("a form's policy", () => {
  for (const [index, vector] of vectors.entries())
    if (vector.in === "form")
      test(titleOf(vector, index), async () => {
        const signature = vector.version === 1 ? ossV1 : ossV4;
        const asked: unknown[] = [];
        const fields = await signature.fields(
          region,
          keyOf(vector),
          nowMs,
          (conditions) => {
            asked.push(...conditions);
            return vector.policy;
          },
          webDigests,
        );
        expect(fields["Signature"] ?? fields["x-oss-signature"]).toBe(vector.signature);
        expect((JSON.parse(vector.policy) as { conditions: unknown[] }).conditions).toEqual(
          expect.arrayContaining(asked),
        );
      });
});

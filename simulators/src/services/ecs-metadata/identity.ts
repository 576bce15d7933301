import type { EcsInstanceState } from "./instance.ts";

const MEMBERS = [
  "zone-id",
  "serial-number",
  "instance-id",
  "region-id",
  "private-ipv4",
  "owner-account-id",
  "mac",
  "image-id",
  "instance-type",
];

/** The identity document, with the members of the real one, and the audience that a signed one was asked for. */
export function identityDocument({ facts: { plain } }: EcsInstanceState, audience?: string): string {
  return JSON.stringify({
    ...Object.fromEntries(MEMBERS.map((name) => [name, plain[name]])),
    ...(audience !== undefined && { audience }),
  });
}

const [INTEGER, OCTETS, OBJECT_ID, SEQUENCE, SET, EXPLICIT] = [0x02, 0x04, 0x06, 0x30, 0x31, 0xa0] as const;
const DATA = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01];
const SIGNED_DATA = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];

/**
 * The document in the signed form (PKCS #7, https://www.rfc-editor.org/rfc/rfc2315#section-9.1), in Base64. Nobody has
 * signed it: the key of the real one is not ours.
 */
export function identityPkcs7(document: string): string {
  const content = der(SEQUENCE, [
    ...der(OBJECT_ID, DATA),
    ...der(EXPLICIT, der(OCTETS, [...new TextEncoder().encode(document)])),
  ]);
  const signed = der(SEQUENCE, [...der(INTEGER, [1]), ...der(SET, []), ...content, ...der(SET, [])]);
  const bytes = der(SEQUENCE, [...der(OBJECT_ID, SIGNED_DATA), ...der(EXPLICIT, signed)]);
  return btoa(String.fromCharCode(...bytes)).replace(/(.{64})(?=.)/g, "$1\n");
}

/** A value in DER, of at most 65,535 bytes. */
function der(tag: number, content: readonly number[]): readonly number[] {
  const { length } = content;
  if (length < 128) return [tag, length, ...content];
  return length < 256 ? [tag, 0x81, length, ...content] : [tag, 0x82, length >> 8, length & 255, ...content];
}

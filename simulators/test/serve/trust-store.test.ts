import { createHash, X509Certificate } from "node:crypto";
import { expect, it } from "vitest";
import { createCertificateAuthority, javaTrustStore } from "../../src/reach/serve/node.ts";

// That Java takes it is shown where Java runs: the clients of test/clients trust by it.
it("a trust store for Java holds the certificate, and the digest of its content", async () => {
  const { certificate } = await createCertificateAuthority();
  const store = Buffer.from(javaTrustStore(certificate));
  expect(store.subarray(0, 12).toString("hex")).toBe("feedfeed0000000200000001");
  const { raw } = new X509Certificate(certificate);
  expect(store.subarray(-20 - raw.length, -20)).toEqual(raw);
  const hash = createHash("sha1");
  for (const character of "changeit") hash.update(Buffer.from([0, character.charCodeAt(0)]));
  hash.update("Mighty Aphrodite").update(store.subarray(0, -20));
  expect(store.subarray(-20)).toEqual(hash.digest());
});

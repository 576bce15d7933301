import { describe, expect, it } from "vitest";
import { AlicredError, Credentials, revealSecrets, reviveCredentials } from "../src/mod.ts";
import { CANARY, renderings } from "./support/canary.ts";
import { thrownBy } from "./support/outcome.ts";

const PARTS = { accessKeyId: "LTAIexample", accessKeySecret: "s3cret" };

describe("credentials as plain data", () => {
  it.each([
    ["a key", new Credentials({ ...PARTS, provenance: ["chain", "env"] })],
    ["a session", new Credentials({ ...PARTS, securityToken: "t0ken", expiration: Date.UTC(2100, 0, 1) })],
  ])("%s survives JSON", (_, credentials) => {
    const revived = reviveCredentials(JSON.parse(JSON.stringify(revealSecrets(credentials))));
    expect(revealSecrets(revived)).toEqual(revealSecrets(credentials));
    expect(revived).toEqual(credentials);
    expect(revealSecrets(credentials)).toMatchObject(PARTS);
  });

  it.each([
    undefined,
    null,
    CANARY,
    7,
    [],
    {},
    { ...PARTS, accessKeySecret: { CANARY } },
    { ...PARTS, accessKeySecret: `${CANARY} with spaces` },
    { ...PARTS, securityToken: 7 },
    { ...PARTS, expiration: CANARY },
    { ...PARTS, expiration: 1e300 },
  ])("a damaged store is refused without a word of it: %j", (stored) => {
    const error = thrownBy(AlicredError, () => reviveCredentials(stored));
    expect(["CREDENTIALS_INCOMPLETE", "RESPONSE_MALFORMED"]).toContain(error.code);
    for (const text of renderings(error)) expect(text).not.toContain(CANARY);
  });

  it("of a damaged path nothing is kept", () => {
    expect(reviveCredentials({ ...PARTS, provenance: ["vault", 7, { CANARY }] }).provenance).toEqual([
      "vault",
    ]);
    expect(reviveCredentials({ ...PARTS, provenance: CANARY }).provenance).toEqual([]);
  });
});

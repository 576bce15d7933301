import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Credentials, type CredentialsInit, InvalidAnswerError } from "../src/mod.ts";
import { thrownBy } from "./support/outcome.ts";

const PARTS = { accessKeyId: "LTAIexample", accessKeySecret: "s3cret", securityToken: "t0ken" };
const AT_MS = Date.UTC(2030, 0, 2, 3, 4, 5);

function refusal(init: Record<string, unknown>): InvalidAnswerError {
  return thrownBy(InvalidAnswerError, () => new Credentials(init as unknown as CredentialsInit));
}

describe("Credentials", () => {
  it("gives the parts it was made from", () => {
    const credentials = new Credentials({ ...PARTS, expiration: AT_MS, provenance: ["chain", "env"] });
    const { accessKeyId, accessKeySecret, securityToken, expiresAtMs, expiration, provenance } = credentials;
    expect({ accessKeyId, accessKeySecret, securityToken }).toEqual(PARTS);
    expect(expiresAtMs).toBe(AT_MS);
    expect(expiration).toEqual(new Date(AT_MS));
    expect(provenance).toEqual(["chain", "env"]);
    expect([credentials.stale, credentials.expiredAgoMs]).toEqual([false, undefined]);
  });

  it("may lack token and expiration", () => {
    const credentials = new Credentials({ accessKeyId: "a", accessKeySecret: "b" });
    expect([credentials.securityToken, credentials.expiresAtMs, credentials.expiration]).toEqual(
      Array(3).fill(undefined),
    );
    expect(credentials.provenance).toEqual([]);
  });

  it("is frozen, provenance and expiration included", () => {
    const expiration = new Date(AT_MS);
    const provenance = ["env"];
    const credentials = new Credentials({ ...PARTS, expiration, provenance });
    expect(Object.isFrozen(credentials)).toBe(true);
    expect(Object.isFrozen(credentials.provenance)).toBe(true);
    for (const name of ["accessKeyId", "accessKeySecret", "securityToken", "expiresAtMs", "extra"]) {
      expect(() => Object.assign(credentials, { [name]: "other" })).toThrow(TypeError);
    }
    expiration.setTime(0);
    provenance.push("more");
    credentials.expiration?.setTime(0);
    expect(credentials.expiration).toEqual(new Date(AT_MS));
    expect(credentials.provenance).toEqual(["env"]);
  });

  it("copies keep every part", () => {
    const credentials = new Credentials({ ...PARTS, expiration: AT_MS, provenance: ["env"] });
    const longer = new Credentials(credentials, { provenance: ["chain", "env"] });
    const stale = new Credentials(credentials, { ...credentials, expiredAgoMs: 7 });
    for (const copy of [new Credentials(credentials), longer, stale]) {
      const { accessKeyId, accessKeySecret, securityToken, expiresAtMs } = copy;
      expect({ accessKeyId, accessKeySecret, securityToken, expiresAtMs }).toEqual({
        ...PARTS,
        expiresAtMs: AT_MS,
      });
    }
    expect(longer).toMatchObject({ stale: false, provenance: ["chain", "env"] });
    expect(stale).toMatchObject({ stale: true, expiredAgoMs: 7, provenance: ["env"] });
  });
});

describe("fields", () => {
  const dirty = [
    "",
    " ",
    "a b",
    "a\n",
    "\ta",
    "a\r\nX-Header: 1",
    "naïve",
    "\u0000",
    "a\u007f",
    null,
    7,
    {},
    ["a"],
    true,
  ];

  it.each(["accessKeyId", "accessKeySecret", "securityToken"] as const)(
    "%s must be a clean string, and the refusal does not quote it",
    (part) => {
      for (const value of dirty) {
        const error = refusal({ ...PARTS, [part]: value });
        expect(error).toMatchObject({ code: "CREDENTIALS_INCOMPLETE", retryable: true });
        expect(error.message).toMatch(
          new RegExp(
            `^The credentials are unusable: ${part} is missing or not printable ASCII\\. Check the source\\.$`,
          ),
        );
      }
    },
  );

  it("accessKeyId and accessKeySecret must be there", () => {
    expect(refusal({ accessKeySecret: "b" }).message).toContain("accessKeyId is missing");
    expect(refusal({ accessKeyId: "a" }).message).toContain("accessKeySecret is missing");
  });

  it("printable ASCII is taken as it is", () => {
    const printable = fc.string({
      unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
      minLength: 1,
    });
    fc.assert(
      fc.property(printable, printable, (accessKeyId, accessKeySecret) => {
        const credentials = new Credentials({ accessKeyId, accessKeySecret });
        expect([credentials.accessKeyId, credentials.accessKeySecret]).toEqual([
          accessKeyId,
          accessKeySecret,
        ]);
      }),
      { seed: 20300101 },
    );
  });
});

describe("expiration", () => {
  it.each([
    ["a Date", new Date(AT_MS)],
    ["epoch milliseconds", AT_MS],
    ["ISO 8601 in UTC", "2030-01-02T03:04:05Z"],
    ["ISO 8601 with milliseconds", "2030-01-02T03:04:05.000Z"],
    ["ISO 8601 with an offset", "2030-01-02T11:04:05+08:00"],
  ])("is read as %s", (_, expiration) => {
    expect(new Credentials({ ...PARTS, expiration }).expiresAtMs).toBe(AT_MS);
  });

  it.each([
    ["an invalid Date", new Date(Number.NaN)],
    ["no number", Number.NaN],
    ["infinite", Number.POSITIVE_INFINITY],
    ["an empty string", ""],
    ["prose", "in an hour"],
    ["prose that a lenient parser reads as a year", "session 2099"],
    ["a time without a zone", "2030-01-02T03:04:05"],
    ["a number in a string", "1893553445"],
    ["null", null],
    ["a boolean", true],
    ["an object", {}],
  ])("is refused when it is %s", (_, expiration) => {
    expect(refusal({ ...PARTS, expiration }).code).toBe("RESPONSE_MALFORMED");
  });
});

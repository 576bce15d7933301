import { describe, expect, it } from "vitest";
import { expirationOf } from "../src/settings.ts";

const FROM = { value: "token", from: "argument token" };

/** A text in the Base64 of URLs, without padding. */
function base64url(text: string): string {
  return Buffer.from(text).toString("base64url");
}

function tokenOf(claims: unknown): string {
  return `${base64url('{"alg":"RS256"}')}.${base64url(JSON.stringify(claims))}.c2ln`;
}

describe("the expiration of a token", () => {
  it("is read in the Base64 of URLs, of any length, with text of any language beside it", () => {
    for (const sub of ["", "a", "ab", "abc", "???>>>~~~", "日本語", "\u{1f511}"]) {
      expect(expirationOf(tokenOf({ sub, exp: 1_764_450_000 }), FROM)).toBe(1_764_450_000_000);
    }
    // Both letters by which it differs from Base64 were among them.
    expect(tokenOf({ sub: "???>>>~~~" })).toMatch(/\..*[-_].*\./);
  });

  it("is unknown where the token does not say, or says no time", () => {
    for (const claims of [{}, { exp: null }, { exp: 0 }, { exp: -1 }, { exp: "1764450000" }])
      expect(expirationOf(tokenOf(claims), FROM)).toBeUndefined();
  });

  const [header = "", payload = "", signature = ""] = tokenOf({ exp: 1 }).split(".");
  it.each<[string, string]>([
    ["a page", "<html><body>Sign in</body></html>"],
    ["a token of two parts", `${header}.${payload}`],
    ["an encrypted token", `${header}.${payload}.${payload}.${payload}.${signature}`],
    ["claims that are a list", tokenOf([])],
    ["claims that are a text", tokenOf("exp")],
    ["claims that are null", tokenOf(null)],
    ["claims that are not JSON", `${header}.${base64url("exp")}.${signature}`],
    ["claims that are not Base64", `${header}.{"exp":1}.${signature}`],
    ["nothing", ""],
  ])("is refused for %s", (_, token) => {
    expect(() => expirationOf(token, FROM)).toThrow("argument token is not a JSON Web Token.");
  });
});

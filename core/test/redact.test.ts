import { describe, expect, it } from "vitest";
import { isTokenLike, presentable } from "../src/redact.ts";

describe("a word that looks like a token", () => {
  it.each([
    "canary-5ecret",
    "LTAI5tExampleKey0123",
    "hvs.CAESIJ7x0Example",
    "Y2FuYXJ5LTVlY3JldA==",
    "aGVsbG8gd29ybGQ",
    "63616e6172792d35",
    "canary%2Dsecret",
    "3f2b8c1e-8f0d-4b1e-9a51-1a2b3c4d5e6f",
    "A1B2C-D3E4F-G5H6I",
    "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln",
    "1764450000000",
    "abcdefghijklmnopqrstuvwxyz",
    "aBcDeFgH",
    "aBcD-eFgH",
    "12ab34",
    "1234567890",
    "a%20b",
    "a%Efb",
  ])("%s", (word) => {
    expect(isTokenLike(word)).toBe(true);
  });

  it.each([
    "ECONNREFUSED",
    "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    "ERR_HTTP2_STREAM_ERROR",
    "P2002",
    "x-vercel-oidc-token",
    "getVercelOidcToken",
    "accessKeyId",
    "signInUrl",
    "imdsV1",
    "sts.cn-hangzhou.aliyuncs.com:443",
    "127.0.0.1:54321",
    "HMAC-SHA256",
    "acs:ram::*:role/deploy",
    "/etc/alicred/config.json",
    "100ms",
    "2xx",
    "123456789",
    "abcdefghijklmnopqrstuvwx",
    "abcdefghij1234",
    "100%d",
  ])("is not %s", (word) => {
    expect(isTokenLike(word)).toBe(false);
  });
});

describe("what is presented of a message", () => {
  it.each<[string, string]>([
    ['answered {"errors":["denied"]}', "answered [not shown]"],
    ["answered <html><body>Bad Gateway</body></html>", "answered [not shown]"],
    [
      "GET https://user:word@vault.internal:8200/v1/secret/word?x=word failed",
      "GET https://vault.internal:8200 failed",
    ],
    ['invalid header value "Bearer word"', "invalid header value [not shown]"],
    ["GET https://vault.internal:8200/v1/secret/word failed", "GET https://vault.internal:8200 failed"],
    ["GET http://100.100.100.200/latest/word failed", "GET http://100.100.100.200 failed"],
    ['the "two words", then "a-name" and more', 'the [not shown], then "a-name" and more'],
    ['the key "two words\nof a text" is refused', "the key [not shown]"],
    ['the key "word\nof a text" is refused', "the key [not shown]"],
    ["password: word is wrong", "password: [not shown] is wrong"],
    ["passphrase: word", "passphrase: [not shown]"],
    ["pwd=word", "pwd=[not shown]"],
    ["sessionTokenValue: word", "sessionTokenValue: [not shown]"],
    ['"password": word is wrong', '"password": [not shown] is wrong'],
    ["password : word", "password : [not shown]"],
    ["password: [word]", "password: [not shown]"],
    ['password: "two words"', "password: [not shown]"],
    ["the header Bearer  word is refused", "the header Bearer  [not shown] is refused"],
    ["token: Bearer word is refused", "token: [not shown] is refused"],
    ["Authorization=word", "Authorization=[not shown]"],
    ["Authorization: Basic word", "Authorization: [not shown]"],
    ["Set-Cookie: first=word; second=word", "Set-Cookie: [not shown]"],
    ["first\nsecond", "first"],
    ["red \u001b\u0007\u202eback", "red  back"],
    ["can't and don't", "can't and don't"],
    ["", ""],
  ])("%j", (message, shown) => {
    expect(presentable(message, [])).toBe(shown);
  });

  it("is at most 300 characters", () => {
    expect(presentable("word ".repeat(1_000), [])).toHaveLength(299);
  });

  it.each([4_096, 4_097, 65_536])("hides a known secret of %i characters", (length) => {
    const secret = "two words ".repeat(length).slice(0, length).trim();
    expect(presentable(`got ${secret} again`, [secret])).toBe("got [not shown] again");
    expect(presentable("got nothing", [secret])).toBe("got nothing");
  });

  it("hides a known secret of up to 4,096 characters in any case", () => {
    const secret = "plain-".repeat(700).slice(0, 4_096);
    expect(presentable(`got ${secret.toUpperCase()}`, [secret])).toBe("got [not shown]");
  });

  it("hides the longest of the known secrets first, and a secret of several lines", () => {
    expect(presentable("got plainsecret, plain, line\ntwo", ["plain", "plainsecret", "line\ntwo"])).toBe(
      "got [not shown], [not shown], [not shown]",
    );
  });
});

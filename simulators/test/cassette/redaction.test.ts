import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readings } from "../../src/cloud/world/spellings.ts";
import { redactReply } from "../../src/reach/cassette/mod.ts";
import { createRedaction } from "../../src/reach/cassette/redaction.ts";

const SECRET = "q7Zr+Fx/T0=kLm&4pW<ab";
const NAMES = [
  "AccessKeySecret",
  "access_key_secret",
  "SecurityToken",
  "accessToken",
  "refresh_token",
  "id_token",
  "SigninToken",
  "Password",
  "client_secret",
  "PrivateKey",
  "SecretData",
  "SAMLAssertion",
  "deviceCode",
  "Plaintext",
];

const json = (name: string): string => JSON.stringify({ [name]: SECRET });
const base64 = (text: string): string => Buffer.from(text).toString("base64");
const percent = encodeURIComponent;
const xml = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** Where a secret may be in a body, by its name alone. */
const PLACES: readonly (readonly [string, (name: string) => string])[] = [
  ["JSON", json],
  ["JSON with blanks", (name) => JSON.stringify({ a: [{ [name]: SECRET }] }, null, 2)],
  ["JSON that breaks off", (name) => json(name).slice(0, -1)],
  ["JSON with escapes", (name) => json(name).replaceAll("q", "\\u0071").replaceAll("/", "\\/")],
  ["JSON in JSON", (name) => JSON.stringify({ data: json(name) })],
  ["JSON in JSON in JSON", (name) => JSON.stringify({ data: JSON.stringify({ data: json(name) }) })],
  ["JSON in Base64 in JSON", (name) => JSON.stringify({ data: base64(json(name)) })],
  ["JSON in Base64 in XML", (name) => `<a><b>${base64(json(name))}</b></a>`],
  ["JSON in Base64url", (name) => JSON.stringify({ data: Buffer.from(json(name)).toString("base64url") })],
  ["JSON in percent in a form", (name) => `a=1&data=${percent(json(name))}`],
  ["JSON in percent twice", (name) => `a=1&data=${percent(percent(json(name)))}`],
  ["XML", (name) => `<?xml version="1.0"?>\n<R><${name}>${xml(SECRET)}</${name}></R>`],
  ["XML with attributes", (name) => `<R><s:${name} type="x">${xml(SECRET)}</s:${name}></R>`],
  ["a form", (name) => `a=1&${name}=${percent(SECRET)}&b=2`],
  ["a form within a text", (name) => JSON.stringify({ Message: `signed: GET&${name}=${percent(SECRET)}&b` })],
  ["an attribute of XML", (name) => `<R ${name}="${xml(SECRET)}"/>`],
  ["an input of a page", (name) => `<input type="hidden" name="${name}" value="${xml(SECRET)}">`],
  ["an input of a page, value first", (name) => `<input value='${xml(SECRET)}' class="x" name='${name}'/>`],
  ["an object of its name", (name) => JSON.stringify({ [name]: { Type: "x", Value: SECRET } })],
  ["a list of objects", (name) => JSON.stringify({ [name]: [{ value: SECRET }] })],
  ["a pair in JSON", (name) => JSON.stringify({ Tags: [{ ParameterKey: name, ParameterValue: SECRET }] })],
  ["a pair in JSON, value first", (name) => JSON.stringify([{ Value: SECRET, Key: name }])],
  ["a pair in a form", (name) => `a=1&P.1.Key=${name}&P.1.Value=${percent(SECRET)}&b=2`],
  ["a pair in XML", (name) => `<T><TagKey>${name}</TagKey>\n<TagValue>${xml(SECRET)}</TagValue></T>`],
  [
    "a part of a form",
    (name) => `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${SECRET}\r\n--x--`,
  ],
];

/** Whether a secret can still be read from a text. */
function isIn(secret: string, text: string): boolean {
  const decoded = [...readings(text)].flatMap((form) => [
    form,
    form.replaceAll("&amp;", "&").replaceAll("&lt;", "<"),
  ]);
  return decoded.some((form) => form.includes(secret) || form.includes(secret.slice(0, 12)));
}

describe.each(NAMES)("the secret %s", (name) => {
  it.each(PLACES)("is replaced in %s", (_, place) => {
    const out = createRedaction().text(place(name));
    expect(isIn(SECRET, out)).toBe(false);
    expect(out).toContain("REDACTED");
  });
});

describe("a secret of an unusual size or kind", () => {
  it.each([
    ["300,000 characters", "q7Zr".repeat(10) + "x".repeat(300_000)],
    ["300,000 blanks between", `q7Zr${" ".repeat(300_000)}q7Zr`],
    ["half of a character", "q7Zr\ud800k0Lm9pW"],
    ["characters of four bytes", "😀".repeat(300)],
  ])("is replaced: %s", (_, secret) => {
    const redaction = createRedaction();
    const out = redaction.text(JSON.stringify({ Password: secret, again: `it is ${secret}.` }));
    expect(JSON.parse(out)).toEqual({ Password: "REDACTED_Value_1", again: "it is REDACTED_Value_1." });
  });
});

describe("settings in a text", () => {
  it.each([
    "password: hunter2Pw",
    "a: 1\n  client_secret: 'hunter2Pw'\nb: 2",
    "[default]\naccess_key_secret = hunter2Pw\nregion = cn-hangzhou",
    'export ALIBABA_CLOUD_ACCESS_KEY_SECRET="hunter2Pw"',
    "- db_password: hunter2Pw\r\n",
  ])("hold no secret: %j", (text) => {
    const out = createRedaction().text(text);
    expect(out).not.toContain("hunter2Pw");
    expect(out.split(/[:=]/).length).toBe(text.split(/[:=]/).length);
  });

  it("keep what is no secret", () => {
    const redaction = createRedaction();
    for (const text of [
      "region: cn-hangzhou\ntoken_type: Bearer",
      "AccessKeyId=&Action=AssumeRole&Format=JSON",
    ])
      expect(redaction.text(text)).toBe(text);
    const named = JSON.stringify({
      OIDCTokenInfo: { Subject: "me", Issuer: "x" },
      Tags: [{ Key: "a", Value: "b" }],
    });
    expect(redaction.text(named)).toBe(named);
    expect(redaction.text("AccessKeyId=LTAI5tSomebody&Action=AssumeRole")).toMatch(/&Action=AssumeRole$/);
  });
});

describe("a secret that is known", () => {
  const known = (): ReturnType<typeof createRedaction> => {
    const redaction = createRedaction();
    redaction.text(json("AccessKeySecret"));
    return redaction;
  };

  it.each([
    ["as it is", SECRET],
    ["percent-encoded", percent(SECRET)],
    ["percent-encoded twice", percent(percent(SECRET))],
    ["in Base64", base64(SECRET)],
    ["in Base64, moved by one", base64(`x${SECRET}`)],
    ["in Base64, moved by two", base64(`xy${SECRET}z`)],
    ["in hexadecimal", Buffer.from(SECRET).toString("hex")],
    ["in JSON", JSON.stringify({ free: SECRET })],
    ["in JSON with escapes", JSON.stringify({ free: SECRET }).replaceAll("T", "\\u0054")],
    ["in XML", `<free>${xml(SECRET)}</free>`],
    ["as a key", JSON.stringify({ [SECRET]: 1 })],
  ])("is replaced %s under any name", (_, text) => {
    const redaction = known();
    for (const out of [redaction.text(text), redaction.header("x-free", text), redaction.again(text)])
      expect(isIn(SECRET, out)).toBe(false);
    expect(redaction.address(`https://a.example/${percent(text)}?q=${percent(text)}`)).not.toContain(
      percent(SECRET),
    );
  });

  it("gets the same text everywhere, and another secret another one", () => {
    const redaction = createRedaction();
    expect(redaction.text(json("AccessKeySecret"))).toBe('{"AccessKeySecret":"REDACTED_Secret_1"}');
    expect(redaction.text(`AccessKeySecret=${percent(SECRET)}&Secret=another-one`)).toBe(
      "AccessKeySecret=REDACTED_Secret_1&Secret=REDACTED_Secret_2",
    );
    expect(redaction.header("x-acs-security-token", SECRET)).toBe("REDACTED_Secret_1");
  });
});

describe("headers", () => {
  it.each([
    ["Authorization", "Bearer abc.def", "Bearer REDACTED_Token_1"],
    ["Authorization", `Basic ${base64("me:hunter22")}`, "Basic REDACTED_Token_1"],
    [
      "Authorization",
      "ACS3-HMAC-SHA256 Credential=LTAI5tAlice,SignedHeaders=host;x-acs-date,Signature=0123abcd",
      "ACS3-HMAC-SHA256 Credential=LTAIREDACTED1,SignedHeaders=host;x-acs-date",
    ],
    [
      "authorization",
      "OSS4-HMAC-SHA256 Credential=LTAI5tAlice/20260107/cn-hangzhou/oss/aliyun_v4_request, Signature=01ab",
      "OSS4-HMAC-SHA256 Credential=LTAIREDACTED1/20260107/cn-hangzhou/oss/aliyun_v4_request",
    ],
    ["authorization", "OSS LTAI5tAlice:bQE94v+/=", "OSS LTAIREDACTED1"],
    ["Cookie", "sid=s1; theme=dark", "sid=REDACTED_Cookie_1; theme=REDACTED_Cookie_2"],
    ["Set-Cookie", "login=abc123; Path=/; Secure", "login=REDACTED_Cookie_1; Path=/; Secure"],
    ["x-acs-security-token", "short", "REDACTED_SecurityToken_1"],
    ["X-aliyun-ecs-metadata-token", "AQA", "REDACTED_Token_1"],
    ["X-aliyun-ecs-metadata-token-ttl-seconds", "21600", "21600"],
    ["x-acs-signature-nonce", "3d6f4a8e-9f3a-4f63-9b31-0d1c2a3b4c5d", "3d6f4a8e-9f3a-4f63-9b31-0d1c2a3b4c5d"],
    [
      "Location",
      "https://a.example/cli?code=XyZ&state=1",
      "https://a.example/cli?code=REDACTED_Value_1&state=1",
    ],
    ["Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg==", "1B2M2Y8AsgTpgAmY7PhCfg=="],
  ])("%s: %s", (name, value, expected) => {
    expect(createRedaction().header(name, value)).toBe(expected);
  });
});

describe("texts", () => {
  it.each([
    ["a signature of an address", "https://a.example/?A=1&Signature=x%3D&B=2", "https://a.example/?A=1&B=2"],
    ["a signature that comes first", "Signature=x&B=2", "B=2"],
    ["a signature of OSS", "https://a.example/k?x-oss-signature=01ab", "https://a.example/k?"],
    [
      "a number of an account",
      '{"AccountId":"1234567890123456","n":1234567890123456}',
      '{"AccountId":"9000000000000001","n":9000000000000001}',
    ],
    ["a token of no name", '{"x":"aB3dE6gH9jK2mN5pQ8sT1vW4"}', '{"x":"REDACTED_Token_1"}'],
    [
      "a word, at its name alone",
      '{"Password":"secret","kind":"secret"}',
      '{"Password":"REDACTED_Value_1","kind":"secret"}',
    ],
    [
      "an error code",
      '{"Code":"NoPermission","HttpTokens":"required"}',
      '{"Code":"NoPermission","HttpTokens":"required"}',
    ],
    [
      "a request id",
      '{"RequestId":"6F2A1D88-9B1B-5AAA-9C1B-1234567890AB"}',
      '{"RequestId":"6F2A1D88-9B1B-5AAA-9C1B-1234567890AB"}',
    ],
    [
      "an address",
      "https://oss-cn-hangzhou.aliyuncs.com/a/b?Version=2015-04-01",
      "https://oss-cn-hangzhou.aliyuncs.com/a/b?Version=2015-04-01",
    ],
  ])("%s", (_, text, expected) => {
    expect(createRedaction().text(text)).toBe(expected);
  });

  it("are found again once they have turned out to be secret", () => {
    const redaction = createRedaction();
    const first = redaction.text('{"state":"turns-out-1"}');
    expect(first).toContain("turns-out-1");
    redaction.text('{"AccessKeySecret":"turns-out-1"}');
    expect(redaction.again([{ body: first }])).toEqual([{ body: '{"state":"REDACTED_Secret_1"}' }]);
  });

  it("hide any secret of any name in any place", () => {
    const secrets = fc
      .string({ maxLength: 60, unit: "binary" })
      .map((text) => `s3${text.replaceAll(/[\p{Cc}\s<>&\]]/gu, "")}x9-end`);
    fc.assert(
      fc.property(secrets, fc.constantFrom(...NAMES), (secret, name) => {
        const redaction = createRedaction();
        const texts = [
          JSON.stringify({ [name]: secret }),
          `b=${percent(secret)}`,
          JSON.stringify({ x: base64(secret) }),
        ];
        for (const text of texts) expect(redaction.text(text)).not.toContain(secret);
        expect(readings(redaction.text(texts[2] ?? ""))).not.toContain(secret);
      }),
      { numRuns: 200 },
    );
  });
});

describe("a reply as curl prints it", () => {
  it("has neither secrets nor signatures, and keeps its shape", () => {
    const out = redactReply(
      [
        "> POST /?Action=AssumeRole&SecurityToken=CAIS%2Babcdefghijklmnopqrstuvw HTTP/1.1",
        "> Host: sts.aliyuncs.com",
        "> Authorization: Bearer a-b-c-d-1",
        ">",
        "< HTTP/1.1 200 OK",
        "< Set-Cookie: sid=abcdef1; Path=/",
        "<",
        '{"Credentials":{"AccessKeyId":"STS.NUabcdefgh1","SecurityToken":"CAIS+abcdefghijklmnopqrstuvw"}}',
        "",
      ].join("\n"),
    );
    expect(out.split("\n")).toEqual([
      "> POST /?Action=AssumeRole&SecurityToken=REDACTED_SecurityToken_1 HTTP/1.1",
      "> Host: sts.aliyuncs.com",
      "> Authorization: Bearer REDACTED_Token_1",
      ">",
      "< HTTP/1.1 200 OK",
      "< Set-Cookie: sid=REDACTED_Cookie_1; Path=/",
      "<",
      '{"Credentials":{"AccessKeyId":"STS.REDACTED1","SecurityToken":"REDACTED_SecurityToken_1"}}',
      "",
    ]);
  });
});

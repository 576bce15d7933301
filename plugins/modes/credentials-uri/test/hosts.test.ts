import { inspect } from "node:util";
import { createTestHost, createTestProfile, resolveOnce } from "@alicred/conformance";
import { expect, test } from "vitest";
import { credentialsUri, credentialsUriMode } from "../src/mod.ts";
import { bench } from "./support.ts";

const DOCUMENT = JSON.stringify({ AccessKeyId: "LTAIexample", AccessKeySecret: "s" });

/** The addresses that are fetched for a URI, and what comes of it. */
async function ask(uri: string, allowedHosts?: readonly string[], env: Record<string, string> = {}) {
  const fetched: string[] = [];
  const fetch = async (url: string): Promise<Response> => {
    fetched.push(url);
    return new Response(DOCUMENT);
  };
  const { answer } = await bench({ fetch, env }).resolve({ uri, allowedHosts });
  return { fetched, answer };
}

/** Nothing is fetched for a URI, and the error says why without a quotation. */
async function expectRefusal(uri: string, message: unknown) {
  const { answer, fetched } = await ask(uri);
  expect(fetched).toEqual([]);
  expect(answer).toMatchObject({
    outcome: "failed",
    error: { code: "INVALID_CONFIGURATION", source: "credentials-uri", retryable: false, message },
  });
  expect(inspect(answer, { depth: 10 })).not.toContain("canary");
}

test.each([
  ["http://localhost/c", "http://localhost/c"],
  ["HTTP://LOCALHOST:8080/c", "http://localhost:8080/c"],
  ["http://localhost./c", "http://localhost./c"],
  ["http://ⓛocalhost/c", "http://localhost/c"],
  ["http://127.0.0.1:1/c?a=b#x", "http://127.0.0.1:1/c?a=b"],
  ["http://127.1/c", "http://127.0.0.1/c"],
  ["http://2130706433/c", "http://127.0.0.1/c"],
  ["http://0x7f.0.0.1/c", "http://127.0.0.1/c"],
  ["http://0177.0.0.01/c", "http://127.0.0.1/c"],
  ["http://127.0.0.1./c", "http://127.0.0.1/c"],
  ["http://[::1]:9/c", "http://[::1]:9/c"],
  ["http://169.254.170.2/c", "http://169.254.170.2/c"],
  ["http://[fe80::1]/c", "http://[fe80::1]/c"],
  ["http://10.1.2.3/c", "http://10.1.2.3/c"],
  ["http://192.168.1.1/c", "http://192.168.1.1/c"],
  ["http://172.20.0.1/c", "http://172.20.0.1/c"],
  ["http://[fd00::1]/c", "http://[fd00::1]/c"],
  ["https://credentials.example.test/c", "https://credentials.example.test/c"],
  ["https://8.8.8.8/c", "https://8.8.8.8/c"],
  ["https://[2001:db8::1]/c", "https://[2001:db8::1]/c"],
])("%s is asked, and nothing else than what was checked", async (uri, expected) => {
  const { answer, fetched } = await ask(uri);
  expect(answer.outcome).toBe("credentials");
  expect(fetched).toEqual([expected]);
});

test.each([
  "http://0.0.0.0/canary",
  "http://0/canary",
  "http://[::]/canary",
  "http://[::127.0.0.1]/canary",
  "http://[64:ff9b::7f00:1]/canary",
  "http://[::ffff:8.8.8.8]/canary",
  "http://[::ffff:127.0.0.1]/canary",
  "http://[::ffff:10.1.2.3]/canary",
  "http://8.8.8.8/canary?canary",
  "http://134744072/canary",
  "http://0x08080808/canary",
  "http://010.8.8.8/canary",
  "http://100.100.100.200/canary",
  "http://172.32.0.1/canary",
  "http://[2001:db8::1]/canary",
  "http://[fec0::1]/canary",
  "http://localhost.evil.test/canary",
  "http://127.0.0.1.evil.test/canary",
  "http://evil.test/canary?x=http://localhost",
  "http://evil.test#@localhost/canary",
  "http://evil.test\\@localhost/canary",
  "http://lοcalhost/canary",
  "http://xn--lcalhost-zdg/canary",
  "http://credentials/canary",
  "http://app.localhost/canary",
])("%s is not asked, and the error explains why", async (uri) => {
  await expectRefusal(
    uri,
    expect.stringMatching(
      /^argument uri would send the request to the public host [^ ,]+ over plain HTTP\. Use https:, or name it in the option allowedHosts or the variable [A-Z_]+\.$/,
    ),
  );
});

test.each([
  "http://canary:canary@127.0.0.1/",
  "http://canary@localhost/",
  "http://:canary@localhost/",
  "https://canary@example.test/",
  "http://127.0.0.1@evil.test/canary",
  "http://[fe80::1%25eth0]/canary",
  "http://[canary/",
  "http://256.0.0.1/canary",
  "http://127.0.0.1:canary/",
  "https://",
  "ftp://127.0.0.1/canary",
  "localhost:8080/canary",
  "javascript:canary",
  "data:application/json,canary",
  "file://evil.test/canary",
  "file:///canary%ff",
])("%s is refused", async (uri) => {
  await expectRefusal(
    uri,
    "argument uri is neither a path nor an https:, http: or file: URI without a password.",
  );
});

test.each([
  ["http://credentials.internal/c", ["credentials.internal"]],
  ["http://CREDENTIALS.internal:8080/c", ["other", " Credentials.Internal "]],
  ["http://100.100.100.200/c", ["100.100.100.200"]],
  ["http://[2001:db8:0::1]/c", ["[2001:DB8::1]"]],
  ["http://bücher.internal/c", ["xn--bcher-kva.internal"]],
])("%s is asked when it is named", async (uri, allowedHosts) => {
  expect((await ask(uri, allowedHosts)).answer.outcome).toBe("credentials");
  const env = { ALICRED_CREDENTIALS_URI_ALLOWED_HOSTS: allowedHosts.join(",") };
  expect((await ask(uri, undefined, env)).answer.outcome).toBe("credentials");
});

test.each([
  ["http://evil.test/c", ["evil"]],
  ["http://evil.test/c", ["test"]],
  ["http://evil.test/c", ["*.test"]],
  ["http://evil.test/c", ["evil.test/"]],
  ["http://evil.test/c", ["evil.test:8080"]],
  ["http://evil.test/c", ["good@evil.test"]],
  ["http://evil.test/c", ["evil.test?"]],
  ["http://evil.test/c", ["not a host"]],
  ["http://evil.test/c", [" "]],
  ["http://a.evil.test/c", ["evil.test"]],
])("%s is not asked for the sake of %j", async (uri, allowedHosts) => {
  expect((await ask(uri, allowedHosts)).fetched).toEqual([]);
});

test.each(["/moved", "/elsewhere", "/round-and-round"])("a redirect is not followed: %s", async (path) => {
  const { cloud, resolve } = bench();
  const { answer } = await resolve({
    uri: `http://credentials.simulated.example${path}`,
    allowedHosts: ["credentials.simulated.example"],
  });
  expect(answer).toMatchObject({ outcome: "failed", error: { code: "REDIRECT_REFUSED" } });
  expect(cloud.journal.count()).toBe(1);
});

test("options of the wrong kind are refused", () => {
  for (const wrong of [
    { uri: "" },
    { uri: 7 },
    { allowedHosts: "canary" },
    { allowedHosts: [""] },
    { authorization: {} },
  ])
    expect(() => credentialsUri(wrong as never)).toThrowError(
      expect.objectContaining({ code: "INVALID_OPTION" }),
    );
});

test.each(["127.0.0.1:8080/canary", "10.0.0.1:80", "localhost:8080/canary"])(
  "%s lacks its scheme, and is not taken for a file",
  async (uri) => {
    const { answer } = await ask(uri);
    expect(answer).toMatchObject({ outcome: "failed", error: { code: "INVALID_CONFIGURATION" } });
    expect(answer).toHaveProperty("error.message", expect.stringContaining("neither a path nor an https:"));
    expect(answer).toHaveProperty("error.message", expect.not.stringContaining("canary"));
  },
);

test("the error for a public host in a profile names only the variable, because a profile has no options", async () => {
  const profile = createTestProfile({ credentials_uri: "http://evil.test/canary" });
  const { answer } = await resolveOnce(credentialsUriMode.source(profile), createTestHost());
  expect(answer).toHaveProperty(
    "error.message",
    'field credentials_uri of profile "p" would send the request to the public host evil.test over plain HTTP. Use https:, or name it in the variable ALICRED_CREDENTIALS_URI_ALLOWED_HOSTS.',
  );
});

import { describe, expect, it } from "vitest";
import { explainNetworkError } from "../../src/host/node-network-errors.ts";
import { canUseProxy, checkKind, proxyFor } from "../../src/host/node-proxy.ts";
import { CANARY, renderings } from "../support/canary.ts";

const URL_OF_STS = "https://sts.example.test/?a=b";

function proxyOf(env: Record<string, string>): ReturnType<typeof proxyFor> {
  return proxyFor(URL_OF_STS, (name) => env[name]);
}

function refusal(work: () => unknown): Error & { code?: unknown } {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof Error) return thrown;
  }
  throw new Error("nothing was thrown");
}

describe("the proxy of the environment", () => {
  it.each<[string, Record<string, string>, string, string]>([
    ["HTTPS_PROXY", { HTTPS_PROXY: "http://p:3128" }, "http://p:3128", "p:3128"],
    [
      "https_proxy, before HTTPS_PROXY",
      { https_proxy: "http://a:1", HTTPS_PROXY: "http://b:2" },
      "http://a:1",
      "a:1",
    ],
    [
      "https_proxy beside an empty HTTPS_PROXY",
      { https_proxy: "http://a:1", HTTPS_PROXY: "" },
      "http://a:1",
      "a:1",
    ],
    [
      "HTTPS_PROXY beside an empty https_proxy",
      { https_proxy: "", HTTPS_PROXY: "http://b:2" },
      "http://b:2",
      "b:2",
    ],
    ["one without a scheme", { HTTPS_PROXY: "localhost:3128" }, "http://localhost:3128", "localhost:3128"],
    [
      "an address without a scheme",
      { HTTPS_PROXY: "127.0.0.1:3128" },
      "http://127.0.0.1:3128",
      "127.0.0.1:3128",
    ],
    [
      "one with a password",
      { HTTPS_PROXY: `http://me:${CANARY}@p:3128` },
      `http://me:${CANARY}@p:3128`,
      "p:3128",
    ],
    [
      "one that other hosts are excepted from",
      { HTTPS_PROXY: "http://p:1", NO_PROXY: "a.test, .b.test" },
      "http://p:1",
      "p:1",
    ],
  ])("is %s", (_, env, url, address) => {
    expect(proxyOf(env)).toMatchObject({ url, address });
  });

  it.each(["sts.example.test", "a,sts.example.test:443 b", ".example.test", "*.example.test", "*"])(
    "skips a host that NO_PROXY names: %s",
    (exceptions) => {
      const port = exceptions.includes(":443") ? ":8443" : "";
      const env = { HTTPS_PROXY: "http://p:1", NO_PROXY: exceptions.replace(":443", port) };
      expect(proxyFor(`https://sts.example.test${port}/`, (name) => Reflect.get(env, name))).toBeUndefined();
    },
  );

  it.each<[string, Record<string, string>]>([
    ["no_proxy, before NO_PROXY", { no_proxy: "sts.example.test", NO_PROXY: "a.test" }],
    ["commas and blanks in any number", { NO_PROXY: " a.test ,, \t sts.example.test " }],
  ])("skips the hosts of %s", (_, env) => {
    expect(proxyOf({ HTTPS_PROXY: "http://p:1", ...env })).toBeUndefined();
  });

  it.each(["example.test", "ts.example.test", "sts.example.test:8443", "sts*", ".test.", "", ",", " "])(
    "is used for a host that NO_PROXY does not name: %j",
    (exceptions) => {
      expect(proxyOf({ HTTPS_PROXY: "http://p:1", NO_PROXY: exceptions })).toMatchObject({ exceptions });
    },
  );

  it("has no exceptions where neither variable is set", () => {
    expect(proxyOf({ HTTPS_PROXY: "http://p:1" })).toMatchObject({ exceptions: "", variable: "HTTPS_PROXY" });
  });

  it.each(["http://p:1", "https://p:1", "p:1"])("may be of this kind: %s", (HTTPS_PROXY) => {
    const proxy = proxyOf({ HTTPS_PROXY });
    expect(() => proxy && checkKind(proxy, "sts.example.test")).not.toThrow();
  });

  it.each([{}, { HTTPS_PROXY: "" }, { HTTP_PROXY: "http://p:1" }])("is not used with %j", (env) => {
    expect(proxyOf(env)).toBeUndefined();
  });

  it("is refused when it is no address, without its text", () => {
    const error = refusal(() => proxyOf({ HTTPS_PROXY: `http://${CANARY}:port` }));
    expect(error).toMatchObject({ code: "INVALID_CONFIGURATION" });
    expect(error.message).toBe(
      "The environment variable HTTPS_PROXY is not the address of a proxy. Write http://HOST:PORT.",
    );
    for (const text of renderings(error)) expect(text).not.toContain(CANARY);
  });

  it("is refused when Node cannot use its kind, without its password", () => {
    const proxy = proxyOf({ HTTPS_PROXY: `socks5://me:${CANARY}@p:1080` });
    const error = refusal(() => proxy && checkKind(proxy, "sts.example.test"));
    expect(error).toMatchObject({ code: "INVALID_CONFIGURATION" });
    expect(error.message).toContain("HTTPS_PROXY names socks5://p:1080");
    expect(error.message).toContain("add sts.example.test to NO_PROXY");
    for (const text of renderings(error)) expect(text).not.toContain(CANARY);
  });

  it.each([
    ["20.19.0", false],
    ["22.20.1", false],
    ["21.30.0", false],
    ["23.21.0", false],
    ["22.21.0", true],
    ["24.4.9", false],
    ["24.5.0", true],
    ["26.0.0", true],
  ])("is obeyed by Node %s: %s", (version, obeys) => {
    expect(canUseProxy(version)).toBe(obeys);
  });
});

describe("a network error", () => {
  const proxy = proxyOf({ HTTPS_PROXY: `http://me:${CANARY}@p:3128` });
  const refused = Object.assign(new Error(CANARY), { code: "ECONNREFUSED" });

  it("names the proxy, but not its password", () => {
    const error = explainNetworkError(URL_OF_STS, refused, proxy, false);
    expect(error).toMatchObject({ code: "NETWORK_ERROR", retryable: true, systemCode: "ECONNREFUSED" });
    expect(error).toHaveProperty(
      "message",
      "https://sts.example.test could not be reached through the proxy p:3128 of HTTPS_PROXY (ECONNREFUSED). Check the proxy, or add sts.example.test to NO_PROXY.",
    );
    for (const text of renderings(error)) expect(text).not.toContain(CANARY);
  });

  it("names the status by which the proxy refused", () => {
    const thrown = Object.assign(new Error(CANARY), { code: "ERR_PROXY_TUNNEL", statusCode: 407 });
    const error = explainNetworkError(URL_OF_STS, thrown, proxy, false);
    expect(error).toHaveProperty("message", expect.stringContaining("(ERR_PROXY_TUNNEL 407)"));
  });

  it("says so where nothing has a code", () => {
    const error = explainNetworkError(URL_OF_STS, new Error(CANARY), proxy, false);
    expect(error).toHaveProperty("message", expect.stringContaining("of HTTPS_PROXY (no code). Check"));
  });

  it("says that the proxy was ignored", () => {
    const error = explainNetworkError(URL_OF_STS, refused, proxy, true);
    expect(error).toHaveProperty(
      "message",
      expect.stringContaining("the proxy p:3128 of HTTPS_PROXY was ignored"),
    );
    for (const text of renderings(error)) expect(text).not.toContain(CANARY);
  });

  it.each(["SELF_SIGNED_CERT_IN_CHAIN", "UNABLE_TO_VERIFY_LEAF_SIGNATURE", "DEPTH_ZERO_SELF_SIGNED_CERT"])(
    "names the remedy for an unknown authority: %s",
    (code) => {
      for (const thrown of [{ code }, { cause: { code } }]) {
        const error = explainNetworkError(URL_OF_STS, thrown, undefined, false);
        expect(error).toMatchObject({ code: "NETWORK_ERROR", systemCode: code });
        expect(error).toHaveProperty(
          "message",
          expect.stringMatching(/unknown authority.*NODE_EXTRA_CA_CERTS/),
        );
      }
    },
  );

  it.each([
    ["tcp connect error: Connection refused (os error 111)", "ECONNREFUSED"],
    ["dns error: failed to lookup address information", "ENOTFOUND"],
  ])("has a code for Deno's text: %s", (text, code) => {
    const thrown = Object.assign(new TypeError("fetch failed"), { cause: new Error(`(${CANARY}): ${text}`) });
    const error = explainNetworkError(URL_OF_STS, thrown, undefined, false);
    expect(error).toMatchObject({ code });
    for (const shown of renderings(error)) expect(shown).not.toContain(CANARY);
  });

  it.each(["UnknownIssuer", "Other(OtherError(CaUsedAsEndEntity))"])(
    "names Deno's remedy for an unknown authority: %s",
    (problem) => {
      const cause = new Error(`(${CANARY}): invalid peer certificate: ${problem}`);
      const error = explainNetworkError(
        URL_OF_STS,
        new TypeError("fetch failed", { cause }),
        undefined,
        false,
      );
      expect(error).toMatchObject({ code: "NETWORK_ERROR", systemCode: "UNKNOWN_ISSUER" });
      expect(error).toHaveProperty(
        "message",
        "https://sts.example.test has a certificate of an unknown authority. If that is your company's or its proxy's, name the file of its certificate in DENO_CERT.",
      );
    },
  );

  it("names the permission that Deno lacks", () => {
    const thrown = Object.assign(new Error("Requires net access"), { name: "NotCapable" });
    const error = explainNetworkError("http://127.0.0.1:8080/path", thrown, undefined, false);
    expect(error).toMatchObject({ code: "NETWORK_ERROR", retryable: false, systemCode: "NotCapable" });
    expect(error).toHaveProperty(
      "message",
      "http://127.0.0.1:8080 may not be reached (NotCapable). Run Deno with --allow-net=127.0.0.1:8080.",
    );
  });

  it("is left to the kernel when nothing more is known", () => {
    expect(explainNetworkError(URL_OF_STS, refused, undefined, true)).toBe(refused);
  });
});

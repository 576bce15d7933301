// The options and other ways of each platform, beyond the matrix.
import { describe, expect, test } from "vitest";
import type { PlatformOidcOptions } from "../src/mod.ts";
import { ask, type Given } from "./ask.ts";

describe("vercel", () => {
  test.each<[string, Given, string]>([
    [
      "a variable, as at build time",
      { env: (token) => ({ VERCEL_OIDC_TOKEN: token }) },
      "environment variable VERCEL_OIDC_TOKEN",
    ],
    [
      "a file, which comes before the variable",
      {
        env: () => ({ VERCEL_OIDC_TOKEN_FILE: "/vercel/token", VERCEL_OIDC_TOKEN: "stale" }),
        files: (token) => ({ "/vercel/token": `${token}\n` }),
      },
      "environment variable VERCEL_OIDC_TOKEN_FILE",
    ],
    [
      "the header of an IncomingMessage, which comes before both",
      {
        env: () => ({ VERCEL_OIDC_TOKEN: "stale" }),
        input: (token) => ({ headers: { "x-vercel-oidc-token": token } }),
      },
      "header x-vercel-oidc-token of the request",
    ],
  ])("%s", async (_name, given, place) => {
    const { answer, from } = await ask({ platform: "vercel" }, given);
    expect(answer.outcome).toBe("credentials");
    expect(from).toBe(place);
  });

  test.each<[string, (token: string) => unknown]>([
    ["headers", (token) => ({ headers: { "x-vercel-oidc-token": token } })],
    ["a promise of Headers, as in Next.js", async (token) => new Headers({ "x-vercel-oidc-token": token })],
  ])("the current request serves calls that pass none: %s", async (_name, requestOf) => {
    let token = "";
    const given: Given = {
      env(minted) {
        token = minted;
        return {};
      },
    };
    const options: PlatformOidcOptions = { platform: "vercel", currentRequest: () => requestOf(token) };
    expect((await ask(options, given)).answer.outcome).toBe("credentials");
  });
});

describe("github-actions", () => {
  const env = (address: string) => () => ({
    ACTIONS_ID_TOKEN_REQUEST_URL: address,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: "canary-key",
  });

  test("the audience is that of the option, and joins an address without a query", async () => {
    const seen: string[] = [];
    const given: Given = {
      env: env("https://run.actions.test/token"),
      endpoint(url, _headers, token) {
        if (url.host !== "run.actions.test") return undefined;
        seen.push(url.search);
        return Response.json({ value: token });
      },
    };
    const audience = "https://acme.example/a&b";
    const { answer, trace } = await ask({ platform: "github-actions", audience }, given);
    expect(answer.outcome).toBe("credentials");
    expect(seen).toEqual(["?audience=https%3A%2F%2Facme.example%2Fa%26b"]);
    expect(trace.supplied).toContainEqual({ part: "audience", from: "argument audience" });
  });

  test.each(["http://evil.example/token", "canary"])("the key is not sent to %s", async (address) => {
    const { error } = await ask(
      { platform: "github-actions" },
      { env: env(address), endpoint: () => Response.json({}) },
    );
    expect(error).toMatchObject({
      code: "INVALID_CONFIGURATION",
      message: expect.stringMatching(/^environment variable ACTIONS_ID_TOKEN_REQUEST_URL is not an https/),
    });
    expect(String(error)).not.toContain("canary");
  });

  test.each(["<html>canary</html>", '{"value":"canary"}', '{"value":7}'])(
    "an answer without a token, %s, is no token, and is not quoted",
    async (text) => {
      const given: Given = { env: env("https://run.actions.test/token"), endpoint: () => new Response(text) };
      const { error } = await ask({ platform: "github-actions" }, given);
      expect(error).toMatchObject({ code: "RESPONSE_MALFORMED", retryable: true });
      expect(String(error)).not.toContain("canary");
    },
  );
});

test("gitlab-ci: another variable", async () => {
  const { from } = await ask(
    { platform: "gitlab-ci", variable: "MY_TOKEN" },
    { env: (token) => ({ MY_TOKEN: token, GITLAB_OIDC_TOKEN: "other" }) },
  );
  expect(from).toBe("environment variable MY_TOKEN");
});

describe("azure", () => {
  test("a virtual machine asks the metadata service, for a user-assigned identity too", async () => {
    const seen: [string, string | undefined][] = [];
    const given: Given = {
      endpoint(url, headers, token) {
        if (url.host !== "169.254.169.254") return undefined;
        seen.push([url.search, headers["metadata"]]);
        return Response.json({ access_token: token });
      },
    };
    const { answer, from } = await ask({ platform: "azure", audience: "api://app", clientId: "c-1" }, given);
    expect(answer.outcome).toBe("credentials");
    expect(from).toBe("Azure's metadata service");
    expect(seen).toEqual([["?api-version=2018-02-01&resource=api%3A%2F%2Fapp&client_id=c-1", "true"]]);
  });

  test("the audience is required, because it is an app registration", async () => {
    const { error } = await ask({ platform: "azure" });
    expect(error).toMatchObject({
      code: "INCOMPLETE_CONFIGURATION",
      message: expect.stringContaining("argument audience is missing"),
    });
  });
});

describe("google-cloud", () => {
  test("another metadata host and service account", async () => {
    const seen: string[] = [];
    const given: Given = {
      env: () => ({ GCE_METADATA_HOST: "127.0.0.1:8080" }),
      endpoint(url, _headers, token) {
        if (url.port !== "8080") return undefined;
        seen.push(url.pathname);
        return new Response(token, { headers: { "metadata-flavor": "Google" } });
      },
    };
    const options: PlatformOidcOptions = {
      platform: "google-cloud",
      serviceAccount: "ci@p.iam.gserviceaccount.com",
    };
    expect((await ask(options, given)).answer.outcome).toBe("credentials");
    expect(seen).toEqual([
      "/computeMetadata/v1/instance/service-accounts/ci%40p.iam.gserviceaccount.com/identity",
    ]);
  });

  test("something else that answers at that name is not believed", async () => {
    const { error } = await ask(
      { platform: "google-cloud" },
      { endpoint: (_url, _headers, token) => new Response(token) },
    );
    expect(error).toMatchObject({
      code: "RESPONSE_MALFORMED",
      message: expect.stringContaining("Something else than Google Cloud's metadata service"),
    });
  });

  test("an invalid host is refused", async () => {
    const { error } = await ask(
      { platform: "google-cloud" },
      { env: () => ({ GCE_METADATA_HOST: "evil.example/x?" }) },
    );
    expect(error).toMatchObject({ code: "INVALID_CONFIGURATION" });
  });
});

test("kubernetes: a file of one's own, as for the token of another cloud's cluster", async () => {
  const { from } = await ask(
    { platform: "kubernetes", file: "/var/run/secrets/alibaba/token" },
    { files: (token) => ({ "/var/run/secrets/alibaba/token": token }) },
  );
  expect(from).toBe("argument file");
});

test("fly: a host without sockets says so, and what to pass", async () => {
  expect((await ask({ platform: "fly" })).error).toMatchObject({
    code: "INVALID_CONFIGURATION",
    message: expect.stringMatching(
      /unix socket \/\.fly\/api, and the host test opens no sockets. Pass openSocket/,
    ),
  });
});

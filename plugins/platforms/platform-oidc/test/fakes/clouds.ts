import type { Fetch } from "@alicred/core";
import { endpoint, type Fake, INCOMPLETE, KEY, STS } from "./fake.ts";

export const cloudFakes: readonly Fake[] = [
  {
    name: "vercel",
    issuer: "https://oidc.vercel.com/acme",
    subject: "owner:acme:project:web:environment:production",
    trusted: "owner:acme:project:web:environment:production",
    foreign: "owner:acme:project:web:environment:preview",
    audience: "https://vercel.com/acme",
    from: "header x-vercel-oidc-token of the request",
    missing: {
      code: INCOMPLETE,
      message:
        /^platform vercel: no token in header x-vercel-oidc-token of the request or .*get\(\{ input: request \}\)/,
    },
    machine() {
      let token: string | undefined;
      return {
        env: {},
        files: {},
        input: () =>
          new Request("https://app.test", { headers: token ? { "x-vercel-oidc-token": token } : {} }),
        give(given) {
          token = given;
        },
      };
    },
  },
  {
    name: "azure",
    issuer: "https://login.microsoftonline.com/3d2f/v2.0",
    subject: "8c0e6f3a-0000-0000-0000-000000000001",
    trusted: "8c0e6f3a-0000-0000-0000-000000000001",
    foreign: "8c0e6f3a-0000-0000-0000-000000000002",
    // Of version 2: the bare id of the application.
    audience: "7d0c1f3e-0000-0000-0000-00000000000a",
    from: "the endpoint of environment variable IDENTITY_ENDPOINT",
    missing: {
      code: "UPSTREAM_REFUSED",
      message: /^Azure's metadata service answered 404\. Check that the identity is assigned/,
    },
    machine() {
      const env: Record<string, string> = {};
      const { answer, refuse, give } = endpoint(
        ({ searchParams }, { headers }) =>
          searchParams.get("api-version") === "2019-08-01" &&
          searchParams.get("resource") === "api://alibaba-cloud" &&
          headers["x-identity-header"] === KEY,
        (token) => Response.json({ access_token: token, expires_on: "1767830400", token_type: "Bearer" }),
      );
      return {
        env,
        files: {},
        options: { audience: "api://alibaba-cloud" },
        fetch(url, init) {
          if (url.host === "169.254.169.254") return new Response("", { status: 404 });
          return url.host === "localhost:42356" ? answer(url, init) : undefined;
        },
        refuse,
        give(token) {
          give(token);
          delete env["IDENTITY_ENDPOINT"];
          if (token)
            Object.assign(env, {
              IDENTITY_ENDPOINT: "http://localhost:42356/msi/token",
              IDENTITY_HEADER: KEY,
            });
        },
      };
    },
  },
  {
    name: "kubernetes",
    issuer: "https://oidc-ack-cn-hangzhou.oss-cn-hangzhou.aliyuncs.com/c1",
    subject: "system:serviceaccount:shop:web",
    trusted: "system:serviceaccount:shop:web",
    foreign: "system:serviceaccount:shop:other",
    audience: STS,
    from: "environment variable ALIBABA_CLOUD_OIDC_TOKEN_FILE",
    missing: {
      code: "FILE_UNREADABLE",
      message: /ALIBABA_CLOUD_OIDC_TOKEN_FILE names a file that does not exist/,
    },
    machine() {
      const files: Record<string, string> = {};
      const path = "/var/run/secrets/ack.alibabacloud.com/rrsa-tokens/token";
      return {
        env: { ALIBABA_CLOUD_OIDC_TOKEN_FILE: path },
        files,
        give(token) {
          delete files[path];
          if (token) files[path] = `${token}\n`;
        },
      };
    },
  },
  {
    name: "google-cloud",
    issuer: "https://accounts.google.com",
    subject: "104892101010101010101",
    trusted: "104892101010101010101",
    foreign: "104892101010101010102",
    audience: STS,
    from: "Google Cloud's metadata service",
    missing: {
      code: "UPSTREAM_REFUSED",
      message: /^Google Cloud's metadata service answered 404\. Attach a service account/,
    },
    machine() {
      const { answer, refuse, give } = endpoint(
        ({ pathname, search }, { headers }) =>
          pathname === "/computeMetadata/v1/instance/service-accounts/default/identity" &&
          search === "?audience=sts.aliyuncs.com&format=full" &&
          headers["metadata-flavor"] === "Google",
        (token) => new Response(token, { headers: { "metadata-flavor": "Google" } }),
      );
      return {
        env: {},
        files: {},
        fetch: (url, init) => (url.host === "metadata.google.internal" ? answer(url, init) : undefined),
        refuse,
        give,
      };
    },
  },
  {
    name: "fly",
    issuer: "https://oidc.fly.io/acme",
    subject: "acme:shop:wandering-moon-12",
    trusted: "acme:shop:*",
    foreign: "acme:blog:wandering-moon-12",
    audience: STS,
    from: "unix socket /.fly/api",
    missing: {
      code: INCOMPLETE,
      message: /^the unix socket \/\.fly\/api does not exist\. Run on a Fly Machine/,
    },
    machine() {
      let isMachine = false;
      const { answer, refuse, give } = endpoint(
        ({ href }, { method, body }) =>
          method === "POST" &&
          href === "http://localhost/v1/tokens/oidc" &&
          body === '{"aud":"sts.aliyuncs.com"}',
        (token) => new Response(token),
      );
      const openSocket =
        (path: string): Fetch =>
        async (url, init) => {
          if (!isMachine || path !== "/.fly/api")
            throw Object.assign(new Error(`connect ENOENT ${path}`), { code: "ENOENT" });
          return answer(new URL(url), init);
        };
      return {
        env: {},
        files: {},
        options: { openSocket },
        refuse,
        give(token) {
          isMachine = token !== undefined;
          give(token);
        },
      };
    },
  },
];

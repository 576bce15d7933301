// The bindings, as `wrangler types` writes them in a project of its own.
declare module "cloudflare:workers" {
  interface Env {
    readonly ISSUER: string;
    readonly ISSUER_KEYS: string;
    readonly ALIBABA_CLOUD_ROLE_ARN: string;
    readonly OSS_ENDPOINT?: string;
    readonly SESSIONS: import("@alicred/store-cloudflare").ObjectNamespace;
  }
}

// The part of the module that the Workers here use. The interface has no index, as those that wrangler generates.
declare module "cloudflare:workers" {
  interface Env {
    readonly ALIBABA_CLOUD_CREDENTIALS_URI: string;
  }
  export const env: Env;
  export function waitUntil(promise: Promise<unknown>): void;
}

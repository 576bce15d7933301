import type { CredentialSource, Host } from "@alicred/core";

/** The source with these variables in place of the host's. */
export function withVariables(env: object, source: CredentialSource): CredentialSource {
  const read = (name: string): string | undefined => {
    const value: unknown = Reflect.get(env, name);
    return typeof value === "string" ? value : undefined;
  };
  // Sources keep what they remember by host: each host has one counterpart.
  const hosts = new WeakMap<Host, Host>();
  return {
    ...source,
    resolve(context) {
      const host = hosts.get(context.host) ?? { ...context.host, env: read };
      hosts.set(context.host, host);
      return source.resolve({ ...context, host });
    },
  };
}

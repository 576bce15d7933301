import type { Keys, Params } from "./sign.ts";
import type { CallOptions, Client } from "./worlds.ts";

/** The keys of a session that a call opens. */
export async function assume(client: Client, params: Params, options?: CallOptions): Promise<Keys> {
  const reply = await client.call(params, options);
  const { Credentials } = (await reply.json()) as { Credentials: Record<string, string> };
  return {
    accessKeyId: Credentials["AccessKeyId"] ?? "",
    accessKeySecret: Credentials["AccessKeySecret"] ?? "",
    securityToken: Credentials["SecurityToken"] ?? "",
  };
}

import type { SimulateCloudOptions } from "../../src/mod.ts";
import type { Params } from "../support/sign.ts";
import { assumeAdmin, type CallOptions, type Client } from "../support/worlds.ts";

/** One way to bring about one error, and what must come back. */
export interface Row {
  readonly code: string;
  readonly status: number;
  readonly message: string;
  readonly when: string;
  readonly send: (client: Client) => Promise<Response>;
  readonly world?: SimulateCloudOptions;
}

export function send(params: Params, options?: CallOptions): Row["send"] {
  return ({ call }) => call(params, options);
}

/** A request whose parameters are not signed. */
export function plain(
  params: Params,
  init: RequestInit = {},
  url = "https://sts.aliyuncs.com/",
): Row["send"] {
  const all = { Format: "JSON", Version: "2015-04-01", ...params };
  return ({ cloud }) => cloud.fetch(`${url}?${new URLSearchParams(all)}`, { method: "POST", ...init });
}

export async function session(
  client: Client,
): Promise<{ accessKeyId: string; accessKeySecret: string; securityToken: string }> {
  const reply = await client.call(assumeAdmin);
  const { Credentials } = (await reply.json()) as { Credentials: Record<string, string> };
  return {
    accessKeyId: Credentials["AccessKeyId"] ?? "",
    accessKeySecret: Credentials["AccessKeySecret"] ?? "",
    securityToken: Credentials["SecurityToken"] ?? "",
  };
}

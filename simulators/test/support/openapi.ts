import { defaultWorld, type WorldDescription } from "../../src/mod.ts";
import type { Params } from "./sign.ts";
import { type Client, createClient } from "./worlds.ts";

export interface OpenApiCall {
  readonly user?: string;
  readonly style?: "v1" | "v3";
  readonly endpoint?: string;
}

export interface OpenApiReply {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

export interface OpenApiClient extends Client {
  /** Calls a product as alice, unless told otherwise. */
  ask(product: string, version: string, params: Params, options?: OpenApiCall): Promise<OpenApiReply>;
  ram(action: string, params?: Params, options?: OpenApiCall): Promise<OpenApiReply>;
}

/** The default world with settings of the gateway. */
export function openApiWorld(openapi: NonNullable<WorldDescription["openapi"]>): WorldDescription {
  return { ...defaultWorld, openapi };
}

export function createOpenApiClient(world: WorldDescription = defaultWorld): OpenApiClient {
  const client = createClient({ world });
  const ask: OpenApiClient["ask"] = async (product, version, params, options = {}) => {
    const { user = "alice", style = "v1", endpoint = `https://${product}.aliyuncs.com/` } = options;
    const keys = client.cloud.accessKey(user);
    const reply = await client.call({ Version: version, ...params }, { keys, style, endpoint });
    return { status: reply.status, body: (await reply.json()) as Record<string, unknown> };
  };
  return {
    ...client,
    ask,
    ram: (Action, params = {}, options = {}) => ask("ram", "2015-05-01", { Action, ...params }, options),
  };
}

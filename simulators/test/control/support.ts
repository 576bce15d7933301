import type { Cloud, SimulateCloudOptions } from "../../src/mod.ts";
import { type Control, createControl } from "../../src/reach/control/mod.ts";
import { type Client, createClient } from "../support/worlds.ts";

export const token = "a-token-for-the-control-api";

export interface Controlled extends Asked {
  readonly client: Client;
}

export interface Asked {
  readonly control: Control;
  /** Calls below `/_alicred/`, with the token. */
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  /** The same for its JSON. */
  json<T>(method: string, path: string, body?: unknown): Promise<T>;
}

/** A cloud under control, in process. */
export function control(options?: SimulateCloudOptions): Controlled {
  const client = createClient(options);
  return { client, ...controlOf(client.cloud) };
}

/** The control of a cloud that is there already. */
export function controlOf(cloud: Cloud): Asked {
  const made = createControl(cloud, { token });
  const ask: Asked["ask"] = (method, path, body, headers = {}) =>
    made.fetch(
      new Request(`http://localhost/_alicred/${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body !== undefined && { "content-type": "application/json" }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    );
  return {
    control: made,
    ask,
    json: async <T>(method: string, path: string, body?: unknown) =>
      (await (await ask(method, path, body)).json()) as T,
  };
}

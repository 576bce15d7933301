import {
  type Cloud,
  defaultWorld,
  type SimulateCloudOptions,
  simulateCloud,
  type WorldDescription,
} from "../../src/mod.ts";
import type { Keys, Params } from "./sign.ts";
import { v1Request, v3Request } from "./sign.ts";

/** The instant at which the default clock stands. */
export const startTimestamp = "2026-01-07T08:00:00Z";

export const account = "1000000000000001";

export function roleArn(name: string, of: string = account): string {
  return `acs:ram::${of}:role/${name}`;
}

/** The keys and the session of the published signature vectors. */
export const vectorWorld: WorldDescription = {
  accounts: [
    {
      id: "123456789012",
      users: [
        {
          name: "tester",
          accessKeys: [{ id: "testAccessKeyId", secret: "testAccessKeySecret" }],
          policies: ["AliyunSTSAssumeRoleAccess"],
        },
      ],
      roles: [
        {
          name: "adminrole",
          trustPolicy: {
            Version: "1",
            Statement: [
              {
                Effect: "Allow",
                Action: "sts:AssumeRole",
                Principal: { RAM: ["acs:ram::123456789012:root"] },
              },
            ],
          },
        },
      ],
    },
  ],
  sessions: [
    {
      accessKeyId: "STS.testId",
      accessKeySecret: "testStsSecret",
      securityToken: "CAIS+/tok==",
      roleArn: "acs:ram::123456789012:role/adminrole",
      sessionName: "session",
      expiration: "2026-01-07T09:00:00Z",
    },
  ],
};

export interface CallOptions {
  readonly keys?: Keys;
  readonly style?: "v1" | "v3";
  readonly method?: "GET" | "POST";
  readonly timestamp?: string;
  readonly nonce?: string;
  readonly endpoint?: string;
}

export interface Client {
  readonly cloud: Cloud;
  /** Signs and sends; alice's key, a fresh nonce and the clock's time unless told otherwise. */
  call(params: Params, options?: CallOptions): Promise<Response>;
  request(params: Params, options?: CallOptions): Request;
}

export function timestampOf(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

export function createClient(options: SimulateCloudOptions = {}): Client {
  const cloud = simulateCloud({ world: defaultWorld, ...options });
  let nonce = 0;
  function request(params: Params, given: CallOptions = {}): Request {
    nonce += 1;
    const signed = {
      keys: given.keys ?? cloud.accessKey("alice"),
      params,
      timestamp: given.timestamp ?? timestampOf(cloud.clock.now()),
      nonce: given.nonce ?? `nonce-${nonce}`,
      ...(given.method && { method: given.method }),
      ...(given.endpoint && { endpoint: given.endpoint }),
    };
    return given.style === "v3" ? v3Request(signed) : v1Request(signed);
  }
  return { cloud, request, call: (params, given) => cloud.fetch(request(params, given)) };
}

export const assumeAdmin: Params = {
  Action: "AssumeRole",
  RoleArn: roleArn("admin"),
  RoleSessionName: "session",
};
export const whoAmI: Params = { Action: "GetCallerIdentity" };

// Azure's token cycler, reached as its clients reach it: by the policy that puts a token on each request.
import {
  bearerTokenAuthenticationPolicy,
  createHttpHeaders,
  createPipelineRequest,
} from "@azure/core-rest-pipeline";
import type { Contender } from "../harness/peer.ts";

export const azure: Contender = {
  name: "Azure token cycler",
  kind: "peer",
  transport: "in process",
  package: "@azure/core-rest-pipeline",
  windowMs: 120_000,
  idOf: String,
  create({ issue }) {
    const policy = bearerTokenAuthenticationPolicy({
      scopes: "bench",
      credential: {
        async getToken() {
          const { securityToken, expiration } = await issue();
          return { token: securityToken, expiresOnTimestamp: expiration.getTime() };
        },
      },
    });
    const request = createPipelineRequest({ url: "https://example.com/" });
    const reply = { request, headers: createHttpHeaders(), status: 200 };
    const send = async (): Promise<typeof reply> => reply;
    return {
      async get() {
        await policy.sendRequest(request, send);
        return request.headers.get("authorization");
      },
    };
  },
};

import { refreshing } from "@alicred/core";
import { webHost } from "@alicred/core/host/web";
import { fromContext, fromHeaders, functionCompute } from "@alicred/function-compute";
import { createIssuer, createIssuerKeys } from "@alicred/platform-oidc/issuer";
import { selfIssued, singlePlatformOidc, vercel } from "@alicred/platform-oidc/single";
import { edge } from "@alicred/presets/edge";
import { simulateCloud } from "@alicred/simulators";
import type { RuntimeCase } from "./case.ts";

const ACCOUNT = "acs:ram::1000000000000001";
const HEADER = "x-vercel-oidc-token";

/** Identities that a platform gives: by the request that is served, by the invocation, and by the program's own keys. */
export const identityCases: readonly RuntimeCase[] = [
  {
    name: "identities: a request's own token; one that lacks it fails alone",
    async run(t) {
      const cloud = simulateCloud();
      const host = webHost({ clock: cloud.clock, fetch: (url, init) => cloud.fetch(url, init) });
      const identity = singlePlatformOidc(vercel, {
        roleArn: `${ACCOUNT}:role/rrsa-app`,
        oidcProviderArn: `${ACCOUNT}:oidc-provider/ack-rrsa`,
      });
      const source = edge({ sources: (defaults) => [identity, ...Object.values(defaults)] });
      const resolver = refreshing(source, { host });
      await t.rejects(resolver.get({ input: new Request("https://app.test/") }), "INCOMPLETE_CONFIGURATION");
      const headers = { [HEADER]: await cloud.oidcIssuer().mint() };
      const first = await resolver.get({ input: new Request("https://app.test/", { headers }) });
      t.deepEqual(first.provenance, ["edge", "platform-oidc"]);
      t.equal(await resolver.get({ input: new Request("https://app.test/") }), first);
      t.equal(cloud.journal.count(), 1);
    },
  },
  {
    name: "identities: an invocation's own session, and never that of another",
    async run(t) {
      const host = webHost({ env: { FC_INSTANCE_ID: "c-1" } });
      const resolver = refreshing(functionCompute(), { host });
      const inputs = [1, 2, 3].map((number) => {
        const [accessKeyId, accessKeySecret, securityToken] = [`STS.${number}`, `s${number}`, `t${number}`];
        const headers = new Headers({
          "x-fc-access-key-id": accessKeyId,
          "x-fc-access-key-secret": accessKeySecret,
          "x-fc-security-token": securityToken,
        });
        const context = fromContext({ credentials: { accessKeyId, accessKeySecret, securityToken } });
        return number === 2 ? fromHeaders(headers) : context;
      });
      const got = await Promise.all(inputs.map((input) => resolver.get({ input })));
      t.deepEqual(
        got.map(({ accessKeyId }) => accessKeyId),
        ["STS.1", "STS.2", "STS.3"],
      );
    },
  },
  {
    name: "identities: a program that is its own issuer, by the two documents that it serves",
    async run(t) {
      const issuer = createIssuer({
        issuer: "https://id.example.com",
        subject: "photos",
        keys: await createIssuerKeys(),
      });
      const served = await issuer.handle(new Request("https://id.example.com/.well-known/jwks.json"));
      const jwks = (await served?.json()) as { keys: Record<string, unknown>[] };
      const provider = `${ACCOUNT}:oidc-provider/worker`;
      const cloud = simulateCloud({
        world: {
          accounts: [
            {
              id: "1000000000000001",
              roles: [
                {
                  name: "worker",
                  trustPolicy: {
                    Version: "1",
                    Statement: [
                      {
                        Effect: "Allow",
                        Action: "sts:AssumeRole",
                        Principal: { Federated: [provider] },
                        Condition: { StringEquals: { "oidc:sub": "photos" } },
                      },
                    ],
                  },
                },
              ],
              oidcProviders: [
                {
                  name: "worker",
                  issuer: "https://id.example.com",
                  clientIds: ["sts.aliyuncs.com"],
                  jwks: jwks as never,
                },
              ],
            },
          ],
        },
      });
      const host = webHost({ clock: cloud.clock, fetch: (url, init) => cloud.fetch(url, init) });
      const roleArn = `${ACCOUNT}:role/worker`;
      const source = singlePlatformOidc(selfIssued, { issuer, roleArn, oidcProviderArn: provider });
      const credentials = await refreshing(source, { host }).get();
      t.ok(credentials.securityToken, "a session");
    },
  },
];

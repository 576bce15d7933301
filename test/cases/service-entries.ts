import { simulateCloud } from "@alicred/simulators";
import { cloudSsoApp } from "@alicred/simulators/cloud-sso";
import { consoleApp } from "@alicred/simulators/console";
import { credentialsUriApp } from "@alicred/simulators/credentials-uri";
import { ecsMetadataApp } from "@alicred/simulators/ecs-metadata";
import { oauthApp } from "@alicred/simulators/oauth";
import { oidcIssuerApp } from "@alicred/simulators/oidc-issuer";
import { openApiApp } from "@alicred/simulators/openapi";
import { stsApp } from "@alicred/simulators/sts";
import type { RuntimeCase } from "./case.ts";

/** Each service as an app of its own. */
export const serviceEntryCases: readonly RuntimeCase[] = [
  {
    name: "services: each is an app, at any host, of one cloud",
    async run(t) {
      const cloud = simulateCloud();
      const asked = [
        [stsApp, "/?Action=GetCallerIdentity&Version=2015-04-01", 400],
        [ecsMetadataApp, "/latest/meta-data/region-id", 200],
        [cloudSsoApp, "/device/code", 200],
        [oauthApp, "/oauth2/v1/auth", 400],
        [consoleApp, "/federation", 400],
        [credentialsUriApp, "/reader", 200],
        [oidcIssuerApp, "/openid/v1/jwks", 200],
        [openApiApp, "/?Action=GetUser&Version=2015-05-01", 400],
      ] as const;
      for (const [appOf, path, status] of asked) {
        const reply = await appOf(cloud).request(`http://box.example${path}`);
        t.equal(reply.status, status, path);
      }
      t.equal(
        cloud.journal
          .entries()
          .map(({ service }) => service)
          .join(),
        "sts,ecs-metadata,cloud-sso,oauth,console,credentials-uri,oidc-issuer,openapi",
        "the journal",
      );
    },
  },
];

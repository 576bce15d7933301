// Makes the secrets of the Worker (.dev.vars) and the RAM side that trusts its keys (world.json), once.
import { randomBytes } from "node:crypto";
import { existsSync, writeFileSync } from "node:fs";
import { createIssuer, createIssuerKeys } from "@alicred/platform-oidc/issuer";

if (!existsSync(".dev.vars")) {
  const keys = await createIssuerKeys();
  const variables = {
    ISSUER_KEYS: keys,
    ALICRED_CACHE_KEY: randomBytes(32).toString("base64"),
    ALIBABA_CLOUD_STS_ENDPOINT: "http://127.0.0.1:4400",
    OSS_ENDPOINT: "http://127.0.0.1:4400",
  };
  const lines = Object.entries(variables).map(([name, value]) => `${name}='${value}'\n`);
  writeFileSync(".dev.vars", lines.join(""), { mode: 0o600 });

  const url = "https://photos.example.com";
  const published = await createIssuer({ issuer: url, subject: "photos", keys }).handle(
    new Request(`${url}/.well-known/jwks.json`),
  );
  const account = "1000000000000001";
  const trustPolicy = {
    Version: "1",
    Statement: [
      {
        Effect: "Allow",
        Action: "sts:AssumeRole",
        Principal: { Federated: [`acs:ram::${account}:oidc-provider/photos`] },
        Condition: {
          StringEquals: { "oidc:iss": url, "oidc:aud": "sts.aliyuncs.com", "oidc:sub": "photos" },
        },
      },
    ],
  };
  const provider = {
    name: "photos",
    issuer: url,
    clientIds: ["sts.aliyuncs.com"],
    jwks: await published?.json(),
  };
  const roles = [{ name: "photos", trustPolicy, policies: ["AliyunOSSFullAccess"] }];
  const world = {
    accounts: [{ id: account, roles, oidcProviders: [provider] }],
    oss: { buckets: [{ name: "photos" }] },
  };
  writeFileSync("world.json", JSON.stringify(world, null, 2));
}

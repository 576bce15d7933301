// The official STS client of Node: node --import tsx node-sts.ts CONFIG
import * as openapi from "@alicloud/openapi-core";
import * as sts from "@alicloud/sts20150401";
import { type Answer, type ClientConfig, tell } from "./answer.ts";

type Call = (request?: unknown) => Promise<{ readonly body: StsBody }>;
type Model = new (fields: ClientConfig) => unknown;

interface StsBody {
  readonly arn?: string;
  readonly credentials?: Answer;
}

const operations = ["assumeRole", "assumeRoleWithOIDC", "assumeRoleWithSAML", "getCallerIdentity"] as const;
type Operation = (typeof operations)[number];

interface StsModule {
  readonly default: new (config: unknown) => Record<Operation, Call>;
  readonly AssumeRoleRequest: Model;
  readonly AssumeRoleWithOIDCRequest: Model;
  readonly AssumeRoleWithSAMLRequest: Model;
}

// Both packages are CommonJS.
const { default: Client, ...models } = sts.default as unknown as StsModule;
const { $OpenApiUtil } = openapi.default as unknown as { $OpenApiUtil: { Config: Model } };

await tell(async (config) => {
  const { operation, ...fields } = config;
  const client = new Client(new $OpenApiUtil.Config(fields));
  const { body } = await call(client, operation as Operation, fields);
  const { accessKeyId, accessKeySecret, securityToken } = body.credentials ?? {};
  return { accessKeyId, accessKeySecret, securityToken, arn: body.arn };
});

function call(client: Record<Operation, Call>, operation: Operation, fields: ClientConfig): ReturnType<Call> {
  switch (operation) {
    case "assumeRole":
      return client.assumeRole(new models.AssumeRoleRequest(fields));
    case "assumeRoleWithOIDC":
      return client.assumeRoleWithOIDC(new models.AssumeRoleWithOIDCRequest(fields));
    case "assumeRoleWithSAML":
      return client.assumeRoleWithSAML(new models.AssumeRoleWithSAMLRequest(fields));
    case "getCallerIdentity":
      return client.getCallerIdentity();
  }
}

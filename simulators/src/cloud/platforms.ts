import type { CloudBase } from "./cloud.ts";
import type { Role } from "./world/directory.ts";

/** Options of the webhook of RRSA: what it injects. */
export interface PodOptions {
  /** Name of the role. Default `rrsa-app`. */
  readonly role?: string;
  /** Name of the OIDC provider. Default `ack-rrsa`. */
  readonly provider?: string;
  /** Default: the path of the real webhook. */
  readonly tokenFile?: string;
  /** Region of the cluster. Default `cn-hangzhou`. */
  readonly regionId?: string;
  /** Default: the first account of the world. */
  readonly accountId?: string;
}

const WEBHOOK_TOKEN_FILE = "/var/run/secrets/ack.alibabacloud.com/rrsa-tokens/token";

/**
 * The variables that `ack-pod-identity-webhook` (0.4.0 and later) sets in a pod:
 * https://help.aliyun.com/document_detail/600451.html. They lead to STS within the VPC of the cluster.
 *
 * @throws `TypeError` when the world has no such role or provider.
 */
export function podVariables(cloud: CloudBase, options: PodOptions = {}): Readonly<Record<string, string>> {
  const { provider = "ack-rrsa", tokenFile = WEBHOOK_TOKEN_FILE, regionId = "cn-hangzhou" } = options;
  const role = roleOf(cloud, options.role ?? "rrsa-app", options.accountId);
  const providerArn = `acs:ram::${role.accountId}:oidc-provider/${provider}`;
  if (cloud.world.directory.oidcProvider(providerArn) === undefined)
    throw new TypeError(`the world has no OIDC provider ${providerArn}`);
  return {
    ALIBABA_CLOUD_ROLE_ARN: role.arn,
    ALIBABA_CLOUD_OIDC_PROVIDER_ARN: providerArn,
    ALIBABA_CLOUD_OIDC_TOKEN_FILE: tokenFile,
    ALIBABA_CLOUD_STS_ENDPOINT: `sts-vpc.${regionId}.aliyuncs.com`,
    ALIBABA_CLOUD_STS_REGION: regionId,
    ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED: "true",
  };
}

/** The function, its role and its place. */
export interface InvocationOptions {
  /** Name of a role that trusts `fc.aliyuncs.com`. Default `fc-app`. */
  readonly role?: string;
  /** Default `app`. */
  readonly functionName?: string;
  /** Default `cn-hangzhou`. */
  readonly regionId?: string;
  /** Default: the first account of the world. */
  readonly accountId?: string;
}

/** One invocation of a function, in each of the ways in which code learns of it. */
export interface Invocation {
  /** The second argument of a handler of the Node runtime. Its session has no expiry that code can see. */
  readonly context: {
    readonly requestId: string;
    readonly credentials: {
      readonly accessKeyId: string;
      readonly accessKeySecret: string;
      readonly securityToken: string;
    };
    readonly function: {
      readonly name: string;
      readonly handler: string;
      readonly memory: number;
      readonly timeout: number;
    };
    readonly region: string;
    readonly accountId: string;
  };
  /** The headers of the request to a custom runtime or a container. */
  readonly headers: Readonly<Record<string, string>>;
  /** The variables of the instance, set when it starts. */
  readonly variables: Readonly<Record<string, string>>;
  /** When the session ends, in milliseconds since 1970. */
  readonly expiresAtMs: number;
}

const SESSION_MS = 36 * 3_600_000;

/**
 * An invocation of a function, for runs on one's own machine. Each has a session of its own of 36 hours, which STS and
 * the other services know: https://www.alibabacloud.com/help/en/functioncompute/fc/user-guide/context-node-js
 *
 * @throws `TypeError` when the world has no such role.
 */
export function functionInvocation(cloud: CloudBase, options: InvocationOptions = {}): Invocation {
  const { functionName = "app", regionId = "cn-hangzhou" } = options;
  const { world } = cloud;
  const role = roleOf(cloud, options.role ?? "fc-app", options.accountId);
  const { accountId, name: roleName, id: roleId } = role;
  const nowMs = world.clock.now() + world.serverClockOffsetMs;
  const requestId = world.random("functions").uuid();
  const issued = world.credentials.issue(
    {
      principal: { type: "AssumedRoleUser", accountId, roleName, roleId, sessionName: functionName },
      expiresAtMs: nowMs + SESSION_MS,
      issuedBy: "functions:Invoke",
    },
    nowMs,
  );
  const { accessKeyId, accessKeySecret, securityToken = "", expiresAtMs } = issued;
  const handler = "index.handler";
  return {
    context: {
      requestId,
      credentials: { accessKeyId, accessKeySecret, securityToken },
      function: { name: functionName, handler, memory: 512, timeout: 60 },
      region: regionId,
      accountId,
    },
    headers: {
      "x-fc-request-id": requestId,
      "x-fc-access-key-id": accessKeyId,
      "x-fc-access-key-secret": accessKeySecret,
      "x-fc-security-token": securityToken,
      "x-fc-region": regionId,
      "x-fc-account-id": accountId,
      "x-fc-function-name": functionName,
      "x-fc-function-handler": handler,
      "x-fc-function-memory": "512",
      "x-fc-control-path": "/invoke",
    },
    variables: {
      ALIBABA_CLOUD_ACCESS_KEY_ID: accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: accessKeySecret,
      ALIBABA_CLOUD_SECURITY_TOKEN: securityToken,
      FC_ACCOUNT_ID: accountId,
      FC_FUNCTION_NAME: functionName,
      FC_FUNCTION_HANDLER: handler,
      FC_FUNCTION_MEMORY_SIZE: "512",
      FC_REGION: regionId,
      FC_INSTANCE_ID: `c-${requestId.slice(0, 8)}`,
    },
    expiresAtMs,
  };
}

function roleOf({ world }: CloudBase, name: string, accountId = world.description.accounts[0]?.id): Role {
  const arn = `acs:ram::${accountId}:role/${name}`;
  const role = world.directory.role(arn);
  if (role === undefined) throw new TypeError(`the world has no role ${arn}`);
  return role;
}

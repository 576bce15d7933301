// The signing functions of the official libraries, of which neither has types for them.
import { createRequire } from "node:module";
import OpenApi from "@alicloud/openapi-core";

/** The part of `@alicloud/openapi-core` that is used here. */
interface OpenApiModule {
  readonly OpenApiUtil: {
    getAuthorization(request: object, algorithm: string, payload: string, id: string, secret: string): string;
    getRPCSignature(parameters: object, method: string, secret: string): string;
    hash(raw: Buffer, algorithm: string): Buffer;
    getTimestamp(): string;
  };
}

/** The part of `ali-oss` that is used here. */
interface OssModule {
  authorizationV4(method: string, request: object, bucket: string, object: string): string;
  signatureUrlV4(method: string, seconds: number, request: object, object: string): Promise<string>;
}

/** A key of a session. */
interface SessionKey {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken: string;
}

export const { OpenApiUtil } = OpenApi as unknown as OpenApiModule;

const Oss = createRequire(import.meta.url)("ali-oss") as new (options: object) => OssModule;

/** A client of `ali-oss` that signs by version 4. */
export function createAliOss(bucket: string, key: SessionKey): OssModule {
  const { accessKeyId, accessKeySecret, securityToken: stsToken } = key;
  return new Oss({
    accessKeyId,
    accessKeySecret,
    stsToken,
    refreshSTSToken: async () => key,
    bucket,
    region: "oss-cn-hangzhou",
    authorizationV4: true,
  });
}

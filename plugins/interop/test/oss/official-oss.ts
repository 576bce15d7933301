import { createRequire } from "node:module";
import type { SigningKey } from "@alicred/sts";

/** The part of `ali-oss` that signs. */
export interface OfficialOss {
  readonly options: { readonly bucket: string };
  signatureUrl(key: string, options: object): string;
  signatureUrlV4(
    method: string,
    seconds: number,
    request: object,
    key: string,
    additionalHeaders?: readonly string[],
  ): Promise<string>;
  calculatePostSignature(policy: string): Readonly<Record<string, string>>;
  signPostObjectPolicyV4(policy: string, date: Date): string;
  multipartUpload(key: string, file: Buffer, options: object): Promise<unknown>;
}

interface OfficialRequest {
  readonly url: string;
  readonly params: { readonly headers: Readonly<Record<string, string>> };
}

const require = createRequire(import.meta.url);

export const Oss = require("ali-oss") as new (options: object) => OfficialOss;

const { createRequest } = require("ali-oss/lib/common/utils/createRequest.js") as {
  createRequest(this: OfficialOss, params: object): OfficialRequest;
};

export function officialClient(key: SigningKey, version: 1 | 4): OfficialOss {
  return new Oss({
    region: "oss-cn-hangzhou",
    bucket: "examplebucket",
    secure: true,
    authorizationV4: version === 4,
    accessKeyId: key.accessKeyId,
    accessKeySecret: key.accessKeySecret,
    ...(key.securityToken !== undefined && {
      stsToken: key.securityToken,
      // Without them it complains at each call.
      refreshSTSToken: async () => ({ ...key, stsToken: key.securityToken }),
      refreshSTSTokenInterval: 3_600_000,
    }),
  });
}

/** The request that a client would send. */
export function officialRequest(client: OfficialOss, params: object): OfficialRequest {
  return createRequest.call(client, { ...params, bucket: client.options.bucket });
}

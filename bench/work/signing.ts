// Requests signed in a second: the headers that authorize a call, made from the same parameters by each library.
import { Credentials, found, refreshing } from "@alicred/core";
import { nodeHost } from "@alicred/core/host/node";
import { presign, signOss } from "@alicred/interop/oss";
import { signAcs3, signRpc } from "@alicred/sts";
import { AwsV4Signer } from "aws4fetch";
import { createAliOss, OpenApiUtil } from "../harness/official.ts";
import { inRounds } from "../harness/rounds.ts";
import type { Measure } from "../harness/work.ts";

interface Signer {
  readonly subject: string;
  readonly kind: "own" | "peer";
  readonly case: string;
  sign(nonce: string): unknown;
}

const KEY = {
  accessKeyId: "STS.NexampleExampleExample1",
  accessKeySecret: "exampleSecretExampleSecret0123456789",
  securityToken: "CAIS".padEnd(600, "token0123456789"),
};
const ACTION = { "x-acs-action": "DescribeInstances", "x-acs-version": "2014-05-26" };
const HOST = "ecs.cn-hangzhou.aliyuncs.com";
const PARAMETERS = { RegionId: "cn-hangzhou", PageSize: "100", InstanceName: "web-*" };
const URL_V3 = `https://${HOST}/?${new URLSearchParams(PARAMETERS)}`;
const V3 = "ACS3-HMAC-SHA256";

const awsKey = {
  accessKeyId: KEY.accessKeyId,
  secretAccessKey: KEY.accessKeySecret,
  sessionToken: KEY.securityToken,
};
const host = nodeHost();
const credentials = new Credentials(KEY);
const resolver = refreshing({ name: "fixed", resolve: async () => found(credentials) }, { host });
/** As its own client keeps them: the derived keys of a day. */
const cache = new Map<string, ArrayBuffer>();
const oss = createAliOss("photos", KEY);

const SIGNERS: readonly Signer[] = [
  {
    subject: "alicred",
    kind: "own",
    case: "V3",
    sign: (nonce) =>
      signAcs3(
        { method: "POST", url: URL_V3, headers: ACTION },
        KEY,
        { timestampMs: Date.now(), nonce },
        host,
      ),
  },
  {
    subject: "@alicloud/openapi-core",
    kind: "peer",
    case: "V3",
    sign(nonce) {
      const payload = OpenApiUtil.hash(Buffer.from(""), V3).toString("hex");
      const headers = {
        ...ACTION,
        host: HOST,
        "x-acs-date": OpenApiUtil.getTimestamp(),
        "x-acs-signature-nonce": nonce,
        "x-acs-content-sha256": payload,
        "x-acs-accesskey-id": KEY.accessKeyId,
        "x-acs-security-token": KEY.securityToken,
      };
      const request = { method: "POST", pathname: "/", query: PARAMETERS, headers };
      return OpenApiUtil.getAuthorization(request, V3, payload, KEY.accessKeyId, KEY.accessKeySecret);
    },
  },
  {
    subject: "aws4fetch, its own V4",
    kind: "peer",
    case: "V3",
    sign: () =>
      new AwsV4Signer({
        ...awsKey,
        url: URL_V3,
        method: "POST",
        service: "ec2",
        region: "us-east-1",
        cache,
      }).sign(),
  },
  {
    subject: "alicred",
    kind: "own",
    case: "V1",
    sign: (nonce) =>
      signRpc(
        { method: "POST", parameters: { ...PARAMETERS, Action: "DescribeInstances" } },
        KEY,
        { timestampMs: Date.now(), nonce },
        host,
      ),
  },
  {
    subject: "@alicloud/openapi-core",
    kind: "peer",
    case: "V1",
    sign(nonce) {
      const parameters = {
        ...PARAMETERS,
        Action: "DescribeInstances",
        Format: "json",
        AccessKeyId: KEY.accessKeyId,
        SecurityToken: KEY.securityToken,
        SignatureMethod: "HMAC-SHA1",
        SignatureVersion: "1.0",
        SignatureNonce: nonce,
        Timestamp: OpenApiUtil.getTimestamp(),
      };
      return {
        ...parameters,
        Signature: OpenApiUtil.getRPCSignature(parameters, "POST", KEY.accessKeySecret),
      };
    },
  },
  {
    subject: "alicred",
    kind: "own",
    case: "OSS V4",
    sign: () =>
      signOss({ method: "GET", url: "https://photos.oss-cn-hangzhou.aliyuncs.com/2026/cat.jpg" }, KEY, {
        timestampMs: Date.now(),
        host,
      }),
  },
  {
    subject: "ali-oss",
    kind: "peer",
    case: "OSS V4",
    sign() {
      const headers = {
        "x-oss-date": new Date().toISOString().replace(/[-:]|\.\d+/g, ""),
        "x-oss-content-sha256": "UNSIGNED-PAYLOAD",
        "x-oss-security-token": KEY.securityToken,
      };
      return oss.authorizationV4("GET", { headers, queries: {} }, "photos", "2026/cat.jpg");
    },
  },
  {
    subject: "aws4fetch, its own V4",
    kind: "peer",
    case: "OSS V4",
    sign: () =>
      new AwsV4Signer({
        ...awsKey,
        url: "https://photos.s3.us-east-1.amazonaws.com/2026/cat.jpg",
        method: "GET",
        service: "s3",
        region: "us-east-1",
        cache,
      }).sign(),
  },
  {
    subject: "alicred",
    kind: "own",
    case: "OSS V4, URL",
    sign: () => presign(resolver, { host, bucket: "photos", region: "cn-hangzhou", key: "2026/cat.jpg" }),
  },
  {
    subject: "ali-oss",
    kind: "peer",
    case: "OSS V4, URL",
    sign: () => oss.signatureUrlV4("GET", 600, { headers: {}, queries: {} }, "2026/cat.jpg"),
  },
  {
    subject: "aws4fetch, its own V4",
    kind: "peer",
    case: "OSS V4, URL",
    sign: () =>
      new AwsV4Signer({
        ...awsKey,
        url: "https://photos.s3.us-east-1.amazonaws.com/2026/cat.jpg?X-Amz-Expires=600",
        method: "GET",
        service: "s3",
        region: "us-east-1",
        signQuery: true,
        cache,
      }).sign(),
  },
];

export const measure: Measure = async ({ quick }) => {
  // Many short rounds: the least of them is free of whatever else the machine does, and of the compiler's work.
  const plan = quick ? { rounds: 12, calls: 100 } : { rounds: 100, calls: 100 };
  let nonce = 0;
  const timed = await inRounds(SIGNERS, plan, async (signer, calls) => {
    for (let left = calls; left > 0; left--) await signer.sign(`nonce-${nonce++}`);
  });
  return SIGNERS.map((signer) => {
    const { us = Number.NaN, cpuUs = Number.NaN } = timed.get(signer) ?? {};
    const { subject, kind } = signer;
    return {
      subject,
      kind,
      group: signer.case,
      case: signer.case,
      figures: { perSecond: 1e6 / us, us, cpuUs },
    };
  });
};

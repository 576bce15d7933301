// Requests that clients and people send to the simulators: whatever they say, it is answered, and never by a crash.
import { simulateCloud } from "@alicred/simulators";
import { createControl } from "@alicred/simulators/control";
import * as fc from "fast-check";
import { CANARIES, CANARY_SECRET } from "../support/canaries.ts";
import { nearJson } from "../support/hostile.ts";
import type { FuzzTarget } from "../target.ts";

const CONTROL_TOKEN = "a-token-for-the-control-api";
const API = "http://localhost/_alicred";

const controlled = [
  ["GET", "/journal?operation=AssumeRole&limit=5"],
  ["GET", "/journal?since=3-0123456789ab"],
  ["GET", "/journal/count?status=200&decision=allowed&method=GET"],
  ["GET", "/overview?since=0"],
  ["GET", "/clock"],
] as const;

const bodies: Readonly<Record<string, readonly unknown[]>> = {
  "POST /clock/advance": [{ duration: "90s" }, { duration: 5 }],
  "PUT /clock": [{ now: "2026-01-07T08:00:00Z" }, { skewMs: 5 }],
  "POST /faults": [
    { kind: "latency", ms: 5, service: "sts", times: 1 },
    { kind: "throttling", operation: "AssumeRole" },
  ],
  "PUT /world": [{ accounts: [{ id: "1000000000000001", users: [{ name: "alice" }] }] }],
  "POST /snapshots": [{ name: "a" }],
  "POST /journal/assert": [{ count: 1, where: { operation: "AssumeRole" } }],
};

/** A line with the method and the path, and after it the body. */
export const controlApi: FuzzTarget = {
  name: "control-api",
  grammar: fc.oneof(
    fc.constantFrom(...controlled.map((pair) => pair.join(" "))),
    ...Object.entries(bodies).map(([head, documents]) =>
      nearJson(documents).map((text) => `${head}\n${text}`),
    ),
    fc
      .tuple(
        fc.constantFrom(
          "operation",
          "status",
          "seq",
          "faults",
          "at",
          "__proto__",
          "nonceReplay",
          "skewMs",
          "since",
          "limit",
        ),
        fc.oneof(
          fc.constantFrom("200", "-1", "NaN", "true", "", "1e9", CANARY_SECRET),
          fc.string({ maxLength: 8 }),
        ),
      )
      .map(([name, value]) => `GET /journal?${name}=${encodeURIComponent(value)}`),
  ),
  words: [
    "/faults",
    "/world",
    "/clock",
    "/journal",
    "/people",
    "/credentials",
    "/snapshots",
    "DELETE",
    "PUT",
    "POST",
  ],
  async feed(input) {
    const control = createControl(simulateCloud(), { token: CONTROL_TOKEN });
    const request = requestOf(input, API, { authorization: `Bearer ${CONTROL_TOKEN}` });
    if (request === undefined) return [];
    const reply = await control.fetch(request);
    await reply.text();
    if (reply.status >= 500) throw new Error(`the control API answered ${reply.status}`);
    // A reply may repeat what was asked; the journal never shows what clients put somewhere by mistake.
    return reply.status >= 400 ? [] : [control.cloud().journal.print()];
  },
};

const signed = `AccessKeyId=LTAI&SignatureMethod=HMAC-SHA1&SignatureVersion=1.0&SignatureNonce=1&Timestamp=2026-01-07T08%3A00%3A00Z&Version=2015-04-01&Format=JSON&Signature=x`;

const serviceRequests: readonly string[] = [
  `GET https://sts.aliyuncs.com/?Action=GetCallerIdentity&${signed}`,
  `POST https://sts.aliyuncs.com/?Action=AssumeRoleWithOIDC\nRoleArn=acs:ram::1:role/x&OIDCToken=e30.e30.c2ln`,
  `POST https://sts.aliyuncs.com/?Action=AssumeRoleWithSAML\nSAMLAssertion=PHNhbWw6QXNzZXJ0aW9uPg%3D%3D&RoleArn=x`,
  "PUT http://100.100.100.200/latest/api/token",
  "GET http://100.100.100.200/latest/meta-data/ram/security-credentials/",
  "POST https://bucket.oss-cn-hangzhou.aliyuncs.com/?delete\n<Delete><Object><Key>a&amp;b</Key></Object></Delete>",
  "POST https://bucket.oss-cn-hangzhou.aliyuncs.com/a?uploadId=1\n<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>x</ETag></Part></CompleteMultipartUpload>",
  "PUT https://bucket.oss-cn-hangzhou.aliyuncs.com/a?partNumber=1&uploadId=2\nx",
  "GET https://bucket.oss-cn-hangzhou.aliyuncs.com/?list-type=2&max-keys=1&prefix=%zz",
  "POST https://oauth.aliyun.com/v1/token\ngrant_type=refresh_token&refresh_token=x&client_id=1",
  "GET https://signin.aliyun.com/oauth2/v1/auth?client_id=1&redirect_uri=http://127.0.0.1:12345/cli/callback",
  "GET https://signin.aliyun.com/federation?Action=GetSigninToken&AccessKeyId=x",
  'POST https://ram.aliyuncs.com/\n{"Action":"GetUser"}',
];

/** Every service, with signatures and without: one request, a line with its method and address, and after it the body. */
export const services: FuzzTarget = {
  name: "simulated-services",
  grammar: fc.constantFrom(...serviceRequests),
  words: [
    "Action=",
    "Version=",
    "&",
    "<Part>",
    "</Key>",
    "<!DOCTYPE",
    "<![CDATA[",
    "?acl",
    "?uploads",
    ...CANARIES,
  ],
  async feed(input) {
    const cloud = simulateCloud();
    const request = requestOf(input, "https://sts.aliyuncs.com", {
      "content-type": "application/x-www-form-urlencoded",
      "x-oss-date": "20260107T080000Z",
      authorization: `OSS4-HMAC-SHA256 Credential=LTAI/20260107/cn-hangzhou/oss/aliyun_v4_request,Signature=x`,
    });
    if (request === undefined) return [];
    const reply = await cloud
      .fetch(request.url, {
        method: request.method,
        headers: request.headers,
        ...(request.body !== null && { body: await request.text() }),
      })
      .catch(whatClientsSee);
    await reply?.text();
    if (reply && reply.status >= 500) throw new Error(`a simulated service answered ${reply.status}`);
    return [cloud.journal.print()];
  },
};

/** A service may break a connection, as `fetch` reports it. */
function whatClientsSee(thrown: unknown): undefined {
  if (!(thrown instanceof TypeError) || thrown.message !== "fetch failed") throw thrown;
}

/** The request of an input; `undefined` for one that no client can send. */
function requestOf(
  input: string,
  origin: string,
  headers: Readonly<Record<string, string>>,
): Request | undefined {
  const [, method = "", address = "", body] = /^(\S+) (\S*)(?:\n([\s\S]*))?$/.exec(input) ?? [];
  try {
    return new Request(address.startsWith("/") ? `${origin}${address}` : address, {
      method,
      headers,
      ...(body !== undefined && !/^(?:get|head)$/i.test(method) && { body }),
    });
  } catch {
    return undefined;
  }
}

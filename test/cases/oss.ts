import { assumeRole } from "@alicred/assume-role";
import { refreshing } from "@alicred/core";
import { webHost } from "@alicred/core/host/web";
import { signSls } from "@alicred/interop/fetch";
import { ossFetch, ossUrl, ossV1, presign, presignForm, signOss } from "@alicred/interop/oss";
import { simulateCloud } from "@alicred/simulators";
import { staticCredentials } from "@alicred/static";
import type { RuntimeCase } from "./case.ts";

const photos = { bucket: "simulated-bucket", region: "cn-hangzhou" };
/** A role of the default world, which may do anything with its bucket. */
const ADMIN = "acs:ram::1000000000000001:role/admin";
const KEY = "a b+c%d/中文~!'()*e";

/** Object storage and Log Service, by the runtime's own digests, Request, FormData and streams. */
export const ossCases: readonly RuntimeCase[] = [
  {
    name: "oss: requests are signed as official clients sign them",
    async run(t) {
      const key = {
        accessKeyId: "LTAI5tExampleKeyId0001",
        accessKeySecret: "ExampleSecret0123456789abcdefgh",
      };
      const url = ossUrl({ bucket: "examplebucket", region: "cn-hangzhou" }, KEY);
      const request = { method: "GET", url };
      const timestampMs = Date.parse("2026-03-04T05:06:07Z");
      for (const host of [undefined, t.host]) {
        const { authorization } = await signOss(request, { ...key }, { timestampMs, host });
        t.equal(
          authorization,
          "OSS4-HMAC-SHA256 Credential=LTAI5tExampleKeyId0001/20260304/cn-hangzhou/oss/aliyun_v4_request," +
            "Signature=0a5843c268a9577a5fecf697f9c45d696c953cd608901e8cad4c05341ad60f00",
        );
      }
    },
  },
  {
    name: "sls: a request is signed as the official client signs it",
    async run(t) {
      const key = {
        accessKeyId: "LTAI5tExampleKeyId0001",
        accessKeySecret: "ExampleSecret0123456789abcdefgh",
      };
      const url = new URL("https://shop.cn-hangzhou.log.aliyuncs.com/logstores/app?type=log&query=中文+*");
      const headers = { accept: "application/json", "content-type": "application/json" };
      const request = { method: "POST", url: url.href, headers, body: "{}" };
      const timestampMs = Date.parse("2026-03-04T05:06:07Z");
      for (const host of [undefined, t.host]) {
        const { authorization } = await signSls(request, { ...key }, { timestampMs, host });
        t.equal(
          authorization,
          "SLS4-HMAC-SHA256 Credential=LTAI5tExampleKeyId0001/20260304/cn-hangzhou/sls/aliyun_v4_request," +
            "Signature=5f4cfd625035edd27aee4eec38d8786a31fe81ab44d4d45df176352c414c0c99",
        );
      }
    },
  },
  {
    name: "oss: objects, presigned URLs and forms, with a session that is renewed when OSS rejects it",
    async run(t) {
      const cloud = simulateCloud();
      const host = webHost({ clock: cloud.clock, fetch: (url, init) => cloud.fetch(url, init) });
      const source = assumeRole({ from: staticCredentials(cloud.accessKey("alice")), roleArn: ADMIN });
      const resolver = refreshing(source, { host });
      const oss = ossFetch(resolver, { host, fetch: cloud.fetch });
      const url = ossUrl(photos, KEY);
      cloud.faults.add({ kind: "error", code: "SecurityTokenExpired", operation: "PutObject", nth: 1 });
      t.equal((await oss(url, { method: "PUT", body: new Blob(["hello"]) })).status, 200);
      t.equal(cloud.journal.count({ operation: "AssumeRole" }), 2);
      t.equal((await oss(url, { method: "PUT", body: new Blob(["hel", "lo"]).stream() })).status, 200);
      t.equal(await (await oss(new Request(url))).text(), "hello");

      const put = await presign(resolver, { host, ...photos, key: "put", method: "PUT", signature: ossV1 });
      t.equal((await cloud.fetch(put.url, { method: "PUT", body: new Uint8Array([104, 105]) })).status, 200);
      const get = await presign(resolver, { host, ...photos, key: "put", expiresInMs: 86_400_000 });
      t.equal(await (await cloud.fetch(get.url)).text(), "hi");
      t.equal(get.isShortened, true);

      const form = await presignForm(resolver, { host, ...photos, key: "form", maxBytes: 10 });
      const body = new FormData();
      for (const [name, value] of Object.entries(form.fields)) body.set(name, value);
      body.set("file", new Blob(["hello"]), "hello.txt");
      t.equal((await cloud.fetch(form.url, { method: "POST", body })).status, 204);
    },
  },
];

import { assumeRole } from "@alicred/assume-role";
import { refreshing } from "@alicred/core";
import { webHost } from "@alicred/core/host/web";
import { signingFetch, toAlicloudCredential } from "@alicred/interop";
import { type Cloud, simulateCloud } from "@alicred/simulators";
import { staticCredentials } from "@alicred/static";
import type { RuntimeCase } from "./case.ts";
import { alice, roleArns, world } from "./world.ts";

const STS = "https://sts.cn-hangzhou.aliyuncs.com/";
const headers = { "x-acs-action": "GetCallerIdentity", "x-acs-version": "2015-04-01" };
const form = { ...headers, "content-type": "application/x-www-form-urlencoded" };
const ADMIN = "acs:ram::1000000000000001:assumed-role/admin/alicred";

function simulated() {
  const cloud = simulateCloud({ world });
  const host = webHost({ clock: cloud.clock, fetch: (url, init) => cloud.fetch(url, init) });
  const source = assumeRole({ from: staticCredentials(alice), roleArn: roleArns.admin });
  return { cloud, host, resolver: refreshing(source, { host }) };
}

async function arnOf(reply: Response): Promise<unknown> {
  return ((await reply.json()) as { Arn?: string }).Arn;
}

function calls(cloud: Cloud): number {
  return cloud.journal.count({ operation: "GetCallerIdentity" });
}

/** Credentials handed on, by the runtime's own Request, Response and streams. */
export const interopCases: readonly RuntimeCase[] = [
  {
    name: "interop: a signing fetch takes texts, forms, bytes, streams and Requests",
    async run(t) {
      const { cloud, host, resolver } = simulated();
      const call = signingFetch(resolver, { host, fetch: cloud.fetch });
      const init = { method: "POST", headers };
      const stream = (): ReadableStream => new Blob(["a=", "1"]).stream();
      const inits: readonly (RequestInit | undefined)[] = [
        init,
        { ...init, body: new URLSearchParams({ Note: "a b+c" }) },
        { ...init, headers: form, body: new TextEncoder().encode("a=1") },
        { ...init, headers: form, body: stream() },
      ];
      for (const each of inits) t.equal(await arnOf(await call(`${STS}?a=1+2`, each)), ADMIN);
      t.equal(await arnOf(await call(new Request(STS, { ...init, headers: form, body: "a=1" }))), ADMIN);
    },
  },
  {
    name: "interop: a signing fetch renews a session that the service rejects, and repeats the request once",
    async run(t) {
      const { cloud, host, resolver } = simulated();
      const call = signingFetch(resolver, { host, fetch: cloud.fetch });
      const code = "InvalidSecurityToken.Expired";
      const fault = cloud.faults.add({ kind: "error", code, operation: "GetCallerIdentity", nth: 1 });
      const init = { method: "POST", headers: form, body: "a=1" };
      t.equal(await arnOf(await call(STS, init)), ADMIN);
      t.equal(calls(cloud), 2);
      fault.remove();
      cloud.faults.add({ kind: "error", code, operation: "GetCallerIdentity" });
      t.equal(((await (await call(STS, init)).json()) as { Code?: string }).Code, code);
      t.equal(calls(cloud), 4);
    },
  },
  {
    name: "interop: a signing fetch on the runtime's own fetch reaches the simulated cloud",
    async run(t) {
      const { host } = t;
      const call = signingFetch(refreshing(staticCredentials(alice), { host }), { host, fetch });
      const reply = await call(`${t.origin}/sts/`, { method: "POST", headers });
      t.equal(await arnOf(reply), "acs:ram::1000000000000001:user/alice");
    },
  },
  {
    name: "interop: a signing fetch refuses plain HTTP to other machines, and redirects",
    async run(t) {
      const { host, resolver } = simulated();
      const location = { location: "https://elsewhere.example/" };
      const moved = async (): Promise<Response> => new Response(null, { status: 307, headers: location });
      const call = signingFetch(resolver, { host, fetch: moved });
      await t.rejects(call("http://sts.aliyuncs.com/", { headers }), "INVALID_OPTION");
      await t.rejects(call(STS, { headers }), "REDIRECT_REFUSED");
      t.equal((await call(STS, { headers, redirect: "manual" })).status, 307);
    },
  },
  {
    name: "interop: the getters of the official SDK stay with one session from id to token",
    async run(t) {
      const { host, resolver } = simulated();
      const credential = toAlicloudCredential(resolver, { host });
      const { accessKeySecret, securityToken = "" } = await resolver.get();
      await credential.getAccessKeyId();
      resolver.invalidate();
      t.equal(await credential.getAccessKeySecret(), accessKeySecret);
      t.equal(await credential.getSecurityToken(), securityToken);
      t.ok((await credential.getAccessKeySecret()) !== accessKeySecret, "the next sequence has the next one");
    },
  },
];

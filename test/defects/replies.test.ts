// Numbers: those of the table in README.md.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { assumeRole } from "@alicred/assume-role";
import { cloudSsoMode } from "@alicred/cloud-sso";
import { createTestHost, createTestProfile } from "@alicred/conformance";
import { AlicredError, type Resolver, refreshing } from "@alicred/core";
import { credentialsUri } from "@alicred/credentials-uri";
import { rsaKeyPair } from "@alicred/rsa-key-pair";
import { type Fault, simulateCloud } from "@alicred/simulators";
import { staticCredentials } from "@alicred/static";
import { afterEach, expect, test, vi } from "vitest";
import { privateKey, publicKey } from "../cases/modes/test-key-pair.ts";
import {
  ADMIN,
  type Bench,
  bench,
  type OfficialProvider,
  official,
  officialModule,
  officialRole,
  through,
} from "./support.ts";

afterEach(() => void vi.useRealTimers());

interface Pair {
  readonly theirs: Bench & { readonly provider: OfficialProvider };
  readonly ours: Bench & { readonly resolver: Resolver };
}

/** Both on the document of a cloud with a fault. */
function uriPair(fault: Fault): Pair {
  const theirs = bench();
  const uri = theirs.cloud.credentialsDocument("/reader").url;
  const ours = bench();
  for (const { cloud } of [theirs, ours]) cloud.faults.add(fault);
  const source = credentialsUri({ uri, allowedHosts: ["credentials.simulated.example"] });
  return {
    theirs: { ...theirs, provider: through(theirs.cloud, official("uri", { CredentialsURI: uri })) },
    ours: { ...ours, resolver: refreshing(source, { host: ours.host }) },
  };
}

test("#11 an RSA key pair: the key signs, and the request goes to STS", async () => {
  const folder = mkdtempSync(join(tmpdir(), "alicred-defects-"));
  const privateKeyFile = join(folder, "key.pem");
  writeFileSync(privateKeyFile, privateKey);
  const { default: RsaKeyPair } = officialModule<{
    default: new (id: string, file: string) => { privateKey: unknown; roleName?: string };
  }>("rsa_key_pair_credential");
  const theirs = new RsaKeyPair("pk-alice", privateKeyFile);
  rmSync(folder, { recursive: true });
  // The key that it signs with, and the last part of the path at the metadata service that it asks.
  expect([String(theirs.privateKey), theirs.roleName]).toEqual(["[object Object]", undefined]);

  const users = [{ name: "dora", publicKeys: [{ id: "pk-dora", pem: publicKey }] }];
  const cloud = simulateCloud({ world: { accounts: [{ id: "1000000000000001", users }] } });
  const host = createTestHost({ clock: cloud.clock, fetch: (url, init) => cloud.fetch(url, init) });
  const resolver = refreshing(rsaKeyPair({ publicKeyId: "pk-dora", privateKey }), { host });
  expect((await resolver.get()).expiresAtMs).toBe(cloud.clock.now() + 3_600_000);
  expect(cloud.journal.entries()).toMatchObject([
    { host: "sts.aliyuncs.com", operation: "GenerateSessionAccessKey", decision: "allowed" },
  ]);
});

test.each([
  ["without a Message", '{"Code":"NoPermission"}', TypeError],
  ["that is not JSON", "<html>", SyntaxError],
])("#12 an STS error %s is an error of alicred with a code", async (_what, body, Thrown) => {
  const { cloud } = bench();
  const headers = { "content-type": "application/json" };
  const fetch = async (): Promise<Response> => new Response(body, { status: 403, headers });
  const provider = through({ fetch }, officialRole(cloud));
  await expect(provider.getCredentials()).rejects.toThrow(Thrown);

  const from = staticCredentials(cloud.accessKey("alice"));
  const host = createTestHost({ fetch, clock: cloud.clock });
  const error = await refreshing(assumeRole({ from, roleArn: ADMIN }), { host })
    .get()
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(AlicredError);
  expect(error).toMatchObject({ code: "UPSTREAM_REFUSED", status: 403 });
});

test("#15 credentials_uri: no secret in the message", async () => {
  const { theirs, ours } = uriPair({ kind: "missing-fields" });
  const message = await theirs.provider.getCredentials().catch((error: Error) => error.message);
  expect(() => theirs.cloud.expectNoSecrets(message)).toThrow();

  const error = await ours.resolver.get().catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: "CREDENTIALS_INCOMPLETE" });
  ours.cloud.expectNoSecrets(error, inspect(error, { depth: 9, showHidden: true }));
});

test("#19 credentials_uri: Code counts; a time with an offset and a missing Expiration are fine", async () => {
  const failed = uriPair({ kind: "wrong-code" });
  expect((await failed.theirs.provider.getCredentials()).accessKeyId).toMatch(/^STS\./);
  await expect(failed.ours.resolver.get()).rejects.toMatchObject({ code: "UPSTREAM_REFUSED" });

  const offset = uriPair({ kind: "expiration-format", format: "offset" });
  await expect(offset.theirs.provider.getCredentials()).rejects.toThrow();
  expect((await offset.ours.resolver.get()).expiresAtMs).toBe(offset.ours.cloud.clock.now() + 3_600_000);

  const endless = uriPair({ kind: "missing-fields", fields: ["Expiration"] });
  await expect(endless.theirs.provider.getCredentials()).rejects.toThrow();
  expect((await endless.ours.resolver.get()).expiresAtMs).toBeUndefined();
});

test("#23 an address that is not set is refused, not requested", async () => {
  const requested: string[] = [];
  const fetch = async (input: Request | string | URL): Promise<Response> => {
    requested.push(String(input));
    return new Response("", { status: 404 });
  };
  await through({ fetch }, official("uri"))
    .getCredentials()
    .catch(() => undefined);
  expect(requested).toEqual(["https://undefined/"]);

  const host = createTestHost({ fetch: (url) => fetch(url) });
  const empty = { code: "INVALID_OPTION" };
  const from = staticCredentials({ accessKeyId: "a", accessKeySecret: "b" });
  expect(() => credentialsUri({ uri: "" })).toThrow(expect.objectContaining(empty));
  const role = refreshing(assumeRole({ from, roleArn: ADMIN, sts: { endpoint: "" } }), { host });
  await expect(role.get()).rejects.toMatchObject({
    code: "INVALID_CONFIGURATION",
    message: "argument sts.endpoint is not an https:// host of STS.",
  });
  expect(() => cloudSsoMode.source(createTestProfile({ access_token: "t" }))).toThrow(
    expect.objectContaining({ code: "INVALID_CONFIGURATION" }),
  );
  const unset = refreshing(credentialsUri(), { host });
  await expect(unset.get()).rejects.toMatchObject({ code: "NOT_CONFIGURED" });
  expect(requested.length).toBe(1);
});

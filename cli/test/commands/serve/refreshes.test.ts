import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import * as alicloud from "@alicloud/credentials";
import { expect, onTestFinished, test } from "vitest";
import { homeFolder } from "../../support/real-command.ts";
import { served } from "../../support/served.ts";

// The package is CommonJS, whose default export the tests' loader unwraps and the compiler does not.
const Client = alicloud.default as unknown as new (
  config: unknown,
) => { getCredential(): Promise<{ accessKeyId?: string }> };

/** How long a session of the service below lives, in milliseconds. */
const LIFE_MS = 5_000;

/** A service whose sessions live for a few seconds, and how many it gave. */
async function startShortLived(): Promise<{
  readonly url: string;
  given(): number;
  endOf(id: string): number;
}> {
  const ends: number[] = [];
  const server = createServer((_request, response) => {
    ends.push(Math.floor((Date.now() + LIFE_MS) / 1_000) * 1_000);
    response.end(
      JSON.stringify({
        Code: "Success",
        AccessKeyId: `STS.short${ends.length - 1}`,
        AccessKeySecret: "shortSecret",
        SecurityToken: "CAISshortToken==",
        Expiration: new Date(ends.at(-1) ?? 0).toISOString().replace(".000Z", "Z"),
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    given: () => ends.length,
    endOf: (id) => ends[Number(id.replace("STS.short", ""))] ?? 0,
  };
}

test("the official SDK for Node gets living sessions by the URI, through several refreshes", async () => {
  const service = await startShortLived();
  const home = homeFolder([{ name: "short", mode: "CredentialsURI", credentials_uri: service.url }], "short");
  const { profiles } = await served(home, ["short"]);
  const [{ uri } = expect.fail()] = profiles;
  const client = new Client(new alicloud.Config({ type: "credentials_uri", credentialsURI: uri }));
  const seen = new Set<string>();
  let calls = 0;
  while (seen.size < 4) {
    const { accessKeyId = "" } = await client.getCredential();
    calls += 1;
    seen.add(accessKeyId);
    expect(service.endOf(accessKeyId), `${accessKeyId} at call ${calls}`).toBeGreaterThan(Date.now());
    await sleep(100);
  }
  // The SDK asks at every call, because no session outlives its 15 minutes; the service is asked once a session or so.
  expect(service.given()).toBeLessThan(calls / 3);
});

import { expect, it } from "vitest";
import { simulateCloud } from "../../src/mod.ts";
import { createControl } from "../../src/reach/control/mod.ts";
import { createCertificateAuthority, serve } from "../../src/reach/serve/node.ts";
import { askOver, openTunnel } from "../support/proxy.ts";

it("two clouds that are served at once share nothing: requests, clocks, faults, secrets, authorities", async () => {
  const tokens = ["a-token-of-the-first", "a-token-of-the-other"] as const;
  const [first, other] = await Promise.all(
    tokens.map(async (token, i) => {
      const control = createControl(simulateCloud({ seed: i }), { token });
      const authority = await createCertificateAuthority();
      const served = await serve(control.cloud, { control, proxyAuthority: authority });
      return { cloud: control.cloud(), token, authority, served };
    }),
  );
  if (first === undefined || other === undefined) throw new Error("two were served");
  await using _first = first.served;
  await using _other = other.served;

  first.cloud.faults.add({ kind: "throttling" });
  await first.cloud.advance("1h");
  const ask = async (one: typeof first, certificate: string): Promise<string> => {
    const { socket } = await openTunnel(one.served.port, "sts.aliyuncs.com:443");
    return askOver(socket, "https://sts.aliyuncs.com/?Action=GetCallerIdentity", certificate);
  };
  expect(await ask(first, first.authority.certificate)).toContain("Throttling");
  expect(await ask(other, other.authority.certificate)).not.toContain("Throttling");
  await expect(ask(other, first.authority.certificate)).rejects.toThrow("unable to verify");
  expect([first.cloud.journal.count(), other.cloud.journal.count()]).toEqual([1, 1]);
  expect(other.cloud.clock.now()).toBe(first.cloud.clock.now() - 3_600_000);
  expect(() => other.cloud.expectNoSecrets(other.cloud.accessKey("alice").accessKeySecret)).toThrow();
  expect(first.cloud.accessKey("alice")).not.toEqual(other.cloud.accessKey("alice"));
  const headers = { authorization: `Bearer ${first.token}` };
  expect((await fetch(`${other.served.url}/_alicred/clock`, { headers })).status).toBe(401);
});

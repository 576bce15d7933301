import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { assumeAdmin, createClient, vectorWorld, whoAmI } from "./support/worlds.ts";

async function minted(): Promise<{
  client: ReturnType<typeof createClient>;
  secret: string;
  token: string;
  id: string;
}> {
  const client = createClient();
  const { Credentials } = (await (await client.call(assumeAdmin)).json()) as Record<
    string,
    Record<string, string>
  >;
  return {
    client,
    id: Credentials?.["AccessKeyId"] ?? "",
    secret: Credentials?.["AccessKeySecret"] ?? "",
    token: Credentials?.["SecurityToken"] ?? "",
  };
}

describe("canaries", () => {
  it("are found wherever they hide, by the name of their owner", async () => {
    const { client, secret, token, id } = await minted();
    const hidden = Object.defineProperty({}, "hidden", { value: { deep: [secret] } });
    for (const [value, name] of [
      [`log line: ${secret}.`, "secret"],
      [`url?SecurityToken=${encodeURIComponent(token)}`, "security token"],
      [`Basic ${btoa(`${id}:${secret}`)}`, "secret"],
      [new Error("outer", { cause: new Error(`inner ${secret}`) }), "secret"],
      [hidden, "secret"],
      [new Map([["key", new Set([secret])]]), "secret"],
      [{ [secret]: 1 }, "secret"],
      [new URL(`https://sts.aliyuncs.com/?t=${encodeURIComponent(token)}`), "security token"],
      [new Headers({ "x-acs-security-token": token }), "security token"],
    ] as const) {
      expect(() => client.cloud.expectNoSecrets("harmless", value)).toThrow(`the ${name} of ${id}`);
    }
  });

  it("are not told by the failure itself", async () => {
    const { client, secret } = await minted();
    try {
      client.cloud.expectNoSecrets(secret);
      expect.unreachable();
    } catch (error) {
      client.cloud.expectNoSecrets(error, inspect(error));
    }
  });

  it("are known among those written in a world too", () => {
    const { cloud } = createClient({ world: vectorWorld });
    expect(() => cloud.expectNoSecrets("testAccessKeySecret")).toThrow(
      "the secret of access key testAccessKeyId",
    );
    expect(() => cloud.expectNoSecrets("CAIS+/tok==")).toThrow("the security token of STS.testId");
  });

  it("let everything else pass", async () => {
    const { client, id } = await minted();
    client.cloud.expectNoSecrets(id, { nothing: undefined }, null, 42, "Canary", client.cloud.journal);
  });

  it("stay out of the journal, also when a client puts them where they do not belong", async () => {
    const { client, secret, token } = await minted();
    const { cloud, call } = client;
    await call({ Action: secret });
    await call(whoAmI, { keys: { accessKeyId: secret, accessKeySecret: "x" } });
    await cloud.fetch(`https://sts.aliyuncs.com/${secret}`);
    await cloud.fetch(`https://${secret}.example/`);
    await cloud.fetch("https://sts.aliyuncs.com/", { headers: { host: token } });
    await call(whoAmI, { keys: { ...cloud.accessKey("alice"), accessKeySecret: secret } });
    expect(cloud.journal.count()).toBe(7);
    cloud.expectNoSecrets(cloud.journal.entries(), cloud.journal.print());
  });
});

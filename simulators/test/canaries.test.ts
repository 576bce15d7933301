import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { createCanaries } from "../src/cloud/world/canaries.ts";
import { createRandom } from "../src/mod.ts";
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

class Concealed {
  readonly #secret: string;
  constructor(secret: string) {
    this.#secret = secret;
  }
  toJSON(): object {
    return { secret: this.#secret };
  }
}

function form(secret: string): FormData {
  const made = new FormData();
  made.set("secret", secret);
  return made;
}

function percent(text: string): string {
  return [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
}

function endless(): object {
  return {
    get next() {
      return endless();
    },
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

  it.each<[string, (secret: string) => unknown]>([
    ["a Buffer", (secret) => Buffer.from(secret)],
    ["bytes", (secret) => new TextEncoder().encode(`log: ${secret}`)],
    ["the bytes of an object", (secret) => ({ chunks: [new TextEncoder().encode(secret).buffer] })],
    ["a DataView", (secret) => new DataView(new TextEncoder().encode(secret).buffer)],
    [
      "a getter",
      (secret) => ({
        get secret() {
          return secret;
        },
      }),
    ],
    [
      "what toJSON gives",
      (secret) =>
        new (class {
          toJSON = () => ({ secret });
        })(),
    ],
    ["what an inherited toJSON gives", (secret) => new Concealed(secret)],
    ["a String object", (secret) => new String(secret)],
    ["a symbol", (secret) => Symbol(secret)],
    ["a form", (secret) => form(secret)],
    ["the address of a request", (secret) => new Request(`https://sts.aliyuncs.com/?s=${secret}`)],
    ["the headers of a reply", (secret) => new Response(null, { headers: { "x-secret": secret } })],
    ["Base64 that begins in the middle", (secret) => `xyz${btoa(secret)}`],
    ["Base64 behind other bytes", (secret) => `data:${btoa(`?${secret}`)} ${btoa(`..${secret}`)}`],
    ["Base64 for URLs", (secret) => Buffer.from(`~~~?>${secret}`).toString("base64url")],
    ["hexadecimal", (secret) => Buffer.from(secret).toString("hex")],
    ["hexadecimal in capitals", (secret) => `0x${Buffer.from(secret).toString("hex").toUpperCase()}`],
    ["percent-encoding", (secret) => percent(secret)],
    ["percent-encoding, twice", (secret) => encodeURIComponent(percent(secret))],
    ["Base64 of percent-encoding", (secret) => btoa(encodeURIComponent(secret))],
    ["Base64, percent-encoded", (secret) => encodeURIComponent(btoa(secret))],
    ["JSON that escapes slashes", (secret) => JSON.stringify({ secret }).replaceAll("/", "\\/")],
  ])("are found in %s", async (_, hide) => {
    const { client, secret } = await minted();
    expect(() => client.cloud.expectNoSecrets(hide(secret))).toThrow("the secret of STS.");
    for (const written of ["a+b/c=ddd", "s~cret"]) {
      const rootAccessKeys = [{ id: "LTAI5tWritten000000001", secret: written }];
      const { cloud } = createClient({ world: { accounts: [{ id: "12345", rootAccessKeys }] } });
      expect(() => cloud.expectNoSecrets(hide(written))).toThrow("LTAI5tWritten000000001");
    }
  });

  it.each<[string, unknown]>([
    ["a Blob", new Blob(["x"])],
    ["a Promise", Promise.resolve("x")],
    ["a stream", { log: [new ReadableStream()] }],
    ["an unread body", new Response("x")],
    ["without an end", endless()],
  ])("are not said to be absent from what cannot be searched: %s", (text, value) => {
    expect(() => createClient().cloud.expectNoSecrets(value)).toThrow(TypeError);
    expect(() => createClient().cloud.expectNoSecrets(value)).toThrow(text);
  });

  it("are written in a world at such a length that they cannot appear by chance", () => {
    const rootAccessKeys = [{ id: "LTAI5tWritten000000001", secret: "short" }];
    expect(() => createClient({ world: { accounts: [{ id: "12345", rootAccessKeys }] } })).toThrow("secret");
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
    const { client, secret, token, id } = await minted();
    const { cloud, call } = client;
    await call({ Action: secret });
    await call(whoAmI, { keys: { accessKeyId: secret, accessKeySecret: "x" } });
    await cloud.fetch(`https://sts.aliyuncs.com/${secret}`);
    await cloud.fetch(`https://${secret}.example/`);
    await cloud.fetch("https://sts.aliyuncs.com/", { headers: { host: token } });
    await call(whoAmI, { keys: { ...cloud.accessKey("alice"), accessKeySecret: secret } });
    for (const spelt of [btoa(`zz:${secret}`), percent(secret), Buffer.from(token).toString("hex")]) {
      await cloud.fetch(`http://127.0.0.1/sts/${encodeURIComponent(spelt)}`);
      await cloud.fetch(`http://127.0.0.1/credentials-uri/at/${spelt}/here`);
      await cloud.fetch(`https://sts.aliyuncs.com/?Version=1&Action=${encodeURIComponent(spelt)}`);
      await cloud.fetch(`https://sts.aliyuncs.com/?Version=1&AccessKeyId=${encodeURIComponent(spelt)}`);
    }
    expect(cloud.journal.count()).toBe(19);
    expect(cloud.journal.entries().map(({ path }) => path)).toContain(
      `/credentials-uri/at/<the secret of ${id}>/here`,
    );
    cloud.expectNoSecrets(cloud.journal.entries(), cloud.journal.print());
  });

  it("that a world wrote stay out of the journal too, in whatever spelling", async () => {
    const secret = "a+b/c=ddd";
    const rootAccessKeys = [{ id: "LTAI5tWritten000000001", secret }];
    const { cloud } = createClient({ world: { accounts: [{ id: "12345", rootAccessKeys }] } });
    const hex = Buffer.from(secret).toString("hex");
    for (const spelt of [
      encodeURIComponent(secret),
      percent(secret),
      btoa(secret),
      btoa(`zz:${secret}`),
      hex,
    ]) {
      await cloud.fetch(`http://127.0.0.1/credentials-uri/${spelt}`);
      await cloud.fetch(`http://127.0.0.1/sts/?Action=${encodeURIComponent(spelt)}`);
    }
    cloud.expectNoSecrets(cloud.journal.entries(), cloud.journal.print());
    expect(cloud.journal.entries()[0]?.path).toBe(
      "/credentials-uri/<the secret of access key LTAI5tWritten000000001>",
    );
  });
});

it("the owner of a secret that was let go is not taken for that of a later one", () => {
  const canaries = createCanaries(createRandom("let go"));
  const first = canaries.mint("token", "the first");
  expect(canaries.namesIn(first)).toEqual(["the first"]);
  let last = first;
  for (let i = 0; i < 20_000; i++) last = canaries.mint("token", `the later ${i}`);
  expect(canaries.namesIn(first)).toEqual(["secret no. 000001 (let go)"]);
  expect(canaries.namesIn(last)).toEqual(["the later 19999"]);
});

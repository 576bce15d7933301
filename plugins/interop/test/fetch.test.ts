import { inspect } from "node:util";
import { serve } from "@alicred/simulators/serve";
import { describe, expect, test } from "vitest";
import { type SigningFetch, type SigningFetchOptions, signingFetch } from "../src/mod.ts";
import { type Bench, bench, keyResolver, SESSION_ARN } from "./support.ts";

const STS = "https://sts.cn-hangzhou.aliyuncs.com/";
const headers = { "x-acs-action": "GetCallerIdentity", "x-acs-version": "2015-04-01" };
const call: RequestInit = { method: "POST", headers };
const form = { ...headers, "content-type": "application/x-www-form-urlencoded" };

function signing({ cloud, host, resolver }: Bench, options: Partial<SigningFetchOptions> = {}): SigningFetch {
  return signingFetch(resolver, { host, fetch: cloud.fetch, ...options });
}

interface Sent {
  readonly url: string;
  readonly init: RequestInit;
  readonly body: string;
}

/** A service that answers anything, and what reached it. */
function recorder(reply: () => Response = () => Response.json({})) {
  const sent: Sent[] = [];
  const fetch = async (url: string, init: RequestInit): Promise<Response> => {
    sent.push({ url, init, body: await new Response(init.body).text() });
    return reply();
  };
  return { sent, fetch };
}

async function arnOf(reply: Response): Promise<unknown> {
  return ((await reply.json()) as { Arn?: string }).Arn;
}

describe("signs", () => {
  test.each<[string, Request | URL | string, RequestInit | undefined]>([
    ["a text", STS, call],
    ["a URL", new URL(STS), call],
    ["a Request", new Request(STS, call), undefined],
    ["a Request with an init over it", new Request(STS), call],
    ["a query with spaces, plus signs and an empty value", `${STS}?b=1+2&a=%2B~*'()&c=`, call],
    ["a form", STS, { ...call, body: new URLSearchParams({ Note: "a b+c" }) }],
    ["bytes", STS, { ...call, headers: form, body: new TextEncoder().encode("a=1") }],
    [
      "JSON",
      STS,
      {
        ...call,
        headers: { ...headers, "content-type": "application/json" },
        body: JSON.stringify({ a: 1 }),
      },
    ],
    ["a stream", STS, { ...call, headers: form, body: new Blob(["a=", "1"]).stream() }],
  ])("%s", async (_what, input, init) => {
    const all = bench();
    const reply = await signing(all)(input, init);
    expect(await arnOf(reply)).toBe(SESSION_ARN);
  });

  test("with the session of the moment, and reads the request but once", async () => {
    const all = bench();
    const send = signing(all);
    for (let hour = 0; hour < 3; hour++) {
      expect(await arnOf(await send(STS, call))).toBe(SESSION_ARN);
      await all.cloud.advance("1h");
    }
    expect(all.sessions()).toBe(3);
  });

  test("with a long-lived key, and takes no header for a signature that the caller had", async () => {
    const all = bench();
    const send = signingFetch(keyResolver(all), { host: all.host, fetch: all.cloud.fetch });
    const reply = await send(STS, {
      ...call,
      headers: { ...headers, authorization: "x", Host: "example.com" },
    });
    expect(await arnOf(reply)).toBe("acs:ram::1000000000000001:user/alice");
  });

  test("over loopback, unencrypted", async () => {
    const all = bench();
    await using served = await serve(all.cloud);
    const reply = await signing(all, { fetch: (url, init) => fetch(url, init) })(`${served.url}/sts/`, call);
    expect(await arnOf(reply)).toBe(SESSION_ARN);
  });

  test("sends what was signed, with the caller's other options", async () => {
    const { sent, fetch } = recorder();
    const { signal } = new AbortController();
    const init = { ...call, body: "{}", signal, keepalive: true };
    await signing(bench(), { fetch })("https://ecs.aliyuncs.com/?a=1+2#part", init);
    expect(sent).toMatchObject([
      {
        url: "https://ecs.aliyuncs.com/?a=1%202",
        body: "{}",
        init: {
          method: "POST",
          redirect: "manual",
          signal,
          keepalive: true,
          headers: {
            accept: "application/json",
            "content-type": "text/plain;charset=UTF-8",
            "x-acs-action": "GetCallerIdentity",
            authorization: expect.stringMatching(
              /SignedHeaders=content-type;host;x-acs-accesskey-id;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-security-token;x-acs-signature-nonce;x-acs-version,/,
            ),
          },
        },
      },
    ]);
  });
});

describe("a rejected session", () => {
  test.each(["InvalidSecurityToken.Expired", "InvalidAccessKeyId.NotFound"])(
    "with %s is forgotten, and the request sent once more with the next",
    async (code) => {
      const all = bench();
      all.cloud.faults.add({ kind: "error", code, operation: "GetCallerIdentity", nth: 1 });
      const reply = await signing(all)(STS, { ...call, headers: form, body: new Blob(["a=1"]).stream() });
      expect(await arnOf(reply)).toBe(SESSION_ARN);
      expect(all.sessions()).toBe(2);
    },
  );

  test("that is followed by another rejected one is the caller's to see", async () => {
    const all = bench();
    const code = "InvalidSecurityToken.Expired";
    all.cloud.faults.add({ kind: "error", code, operation: "GetCallerIdentity" });
    const reply = await signing(all)(STS, call);
    expect(reply.status).toBe(400);
    expect(await reply.json()).toMatchObject({ Code: code });
    expect(all.cloud.journal.count({ operation: "GetCallerIdentity" })).toBe(2);
  });

  test("in XML is understood too, and any other refusal is left alone", async () => {
    for (const [code, attempts] of [
      ["InvalidSecurityToken.Malformed", 2],
      ["NoPermission", 1],
      ["InvalidAccessKeyIdX", 1],
    ] as const) {
      const xml = `<Error><RequestId>1</RequestId><Code>${code}</Code></Error>`;
      const { sent, fetch } = recorder(() => new Response(xml, { status: 403 }));
      const reply = await signing(bench(), { fetch })(STS, call);
      expect(await reply.text()).toBe(xml);
      expect(sent.length).toBe(attempts);
    }
  });

  test("a key that stays the same is not tried again", async () => {
    const all = bench();
    all.cloud.setAccessKeyActive("alice", false);
    const send = signingFetch(keyResolver(all), { host: all.host, fetch: all.cloud.fetch });
    const reply = await send(STS, call);
    expect(await reply.json()).toMatchObject({ Code: "InvalidAccessKeyId.Inactive" });
    expect(all.cloud.journal.count({ operation: "GetCallerIdentity" })).toBe(1);
  });

  test("that cannot be replaced fails with the reason", async () => {
    const all = bench();
    const send = signing(all);
    await send(STS, call);
    all.cloud.faults.add({
      kind: "error",
      code: "InvalidSecurityToken.Expired",
      operation: "GetCallerIdentity",
    });
    all.cloud.setAccessKeyActive("alice", false);
    await expect(send(STS, call)).rejects.toMatchObject({ serverCode: "InvalidAccessKeyId.Inactive" });
  });

  test("an error page of any size does no harm", async () => {
    const page = "x".repeat(200_000);
    const { fetch } = recorder(() => new Response(page, { status: 404 }));
    const reply = await signing(bench(), { fetch })(STS, call);
    expect((await reply.text()).length).toBe(page.length);
  });
});

test.each([-1_200_000, 1_200_000])(
  "a clock that is off by %i ms costs one more request, once",
  async (offMs) => {
    const all = bench({ serverClockOffsetMs: offMs });
    const send = signingFetch(keyResolver(all), { host: all.host, fetch: all.cloud.fetch });
    for (let i = 0; i < 3; i++)
      expect(await arnOf(await send(STS, call))).toBe("acs:ram::1000000000000001:user/alice");
    expect(all.cloud.journal.count({ operation: "GetCallerIdentity" })).toBe(4);
  },
);

describe("refuses", () => {
  test("plain HTTP to another machine, before anything is asked or sent", async () => {
    const all = bench();
    const { sent, fetch } = recorder();
    const error = await signing(all, { fetch })("http://sts.aliyuncs.com/?Secret=1", call).catch(
      (e: unknown) => e,
    );
    expect(error).toMatchObject({ name: "ConfigurationError", code: "INVALID_OPTION" });
    expect(String(error)).not.toContain("Secret");
    expect([sent.length, all.sessions()]).toEqual([0, 0]);
  });

  test("to follow a redirect; the caller may ask to see it", async () => {
    const location = { location: "https://elsewhere.example/" };
    const { sent, fetch } = recorder(() => new Response(null, { status: 307, headers: location }));
    const send = signing(bench(), { fetch });
    await expect(send(STS, call)).rejects.toMatchObject({ code: "REDIRECT_REFUSED", status: 307 });
    const reply = await send(STS, { ...call, redirect: "manual" });
    expect(reply.headers.get("location")).toBe(location.location);
    expect(sent.map(({ init }) => init.redirect)).toEqual(["manual", "manual"]);
  });

  test("to follow a redirect over the network", async () => {
    const all = bench();
    await using served = await serve(all.cloud);
    const send = signing(all, { fetch: (url, init) => fetch(url, init) });
    await expect(
      send(`${served.url}/credentials-uri/moved`, { ...call, method: "GET" }),
    ).rejects.toMatchObject({
      code: "REDIRECT_REFUSED",
    });
    expect(all.cloud.journal.count({ service: "credentials-uri" })).toBe(1);
  });

  test("a body above the limit, without reading on", async () => {
    let pulled = 0;
    const endless = new ReadableStream({
      pull: (controller) => {
        pulled += 1;
        controller.enqueue(new Uint8Array(1_000));
      },
    });
    const send = signing(bench(), { maxBodyBytes: 5_000 });
    await expect(send(STS, { ...call, body: endless })).rejects.toMatchObject({ code: "INVALID_OPTION" });
    expect(pulled).toBeLessThan(20);
    await expect(send(STS, { ...call, body: "x".repeat(5_001) })).rejects.toMatchObject({
      code: "INVALID_OPTION",
    });
  });
});

test("an aborted signal ends the wait for credentials, and the request", async () => {
  const all = bench();
  all.cloud.faults.add({ kind: "hang" });
  for (const input of ["init", "request"]) {
    const controller = new AbortController();
    const { signal } = controller;
    const reply =
      input === "init"
        ? signing(all)(STS, { ...call, signal })
        : signing(all)(new Request(STS, { ...call, signal }));
    controller.abort(new Error("left"));
    await expect(reply).rejects.toThrow("left");
  }
});

test("nothing that it throws shows a secret", async () => {
  const all = bench();
  const session = await all.resolver.get();
  all.cloud.faults.add({ kind: "connection-reset" });
  const error = await signing(all)(STS, call).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(TypeError);
  all.cloud.expectNoSecrets(inspect(error, { depth: 9 }), session);
});

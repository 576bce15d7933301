import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, statSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { parseCassette } from "@alicred/simulators/cassette";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { command, run, type Summary, simulate, summary } from "./support/simulate.ts";

// The command as a recorder and as a replay; another simulated cloud is the real one.

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "alicred-tape-test-"));
  onTestFinished(() => rm(folder, { recursive: true }));
});

interface Asked {
  readonly status: number | undefined;
  readonly body: string;
}

/** Asks the host of an address by a proxy, as clients do with plain HTTP. */
async function ask({ url }: Pick<Summary, "url">, target: string, method = "GET"): Promise<Asked> {
  const { hostname, port } = new URL(url);
  const headers = { host: new URL(target).host, "X-aliyun-ecs-metadata-token-ttl-seconds": "600" };
  const sent = request({ hostname, port, path: target, method, headers });
  sent.end();
  const [reply] = await once(sent, "response");
  return { status: reply.statusCode, body: await text(reply) };
}

const ROLE = "http://100.100.100.200/latest/meta-data/ram/security-credentials/ecs-app";

describe("alicred simulate --record and --replay", () => {
  test("record without secrets, and answer again from the file", async () => {
    const file = join(folder, "calls.json");
    const real = await summary(folder);
    const recorder = await summary(folder, ["--record", file, "--upstream", real.url]);
    const asked = [
      await ask(recorder, "http://100.100.100.200/latest/api/token", "PUT"),
      await ask(recorder, ROLE),
      await ask(recorder, "http://sts.aliyuncs.com/?Action=GetCallerIdentity"),
      await ask(recorder, "http://evil.example/"),
    ];
    expect(asked.map(({ status }) => status)).toEqual([200, 200, 404, 421]);
    const ended = once(recorder.child, "exit");
    recorder.child.kill("SIGTERM");
    expect((await ended)[0]).toBe(0);

    expect(statSync(file).mode & 0o777).toBe(0o600);
    const content = readFileSync(file, "utf8");
    const issued = JSON.parse(asked[1]?.body ?? "") as Record<string, string>;
    for (const secret of [
      asked[0]?.body,
      issued["AccessKeySecret"],
      issued["SecurityToken"],
      issued["AccessKeyId"],
    ])
      expect(secret && content.includes(secret)).toBe(false);
    expect(parseCassette(content).exchanges.map(({ request: { url } }) => url)).toEqual([
      "http://100.100.100.200/latest/api/token",
      ROLE,
      "http://sts.aliyuncs.com/?Action=GetCallerIdentity",
    ]);

    const replay = await summary(folder, ["--replay", file]);
    expect(replay).toMatchObject({ mode: "replay", cassette: file, variables: { key: {} } });
    expect(replay.variables.reach["HTTPS_PROXY"]).toBe(replay.url);
    const again = await ask(replay, ROLE);
    expect(Object.keys(JSON.parse(again.body))).toEqual(Object.keys(issued));
    expect(again.body).toContain("REDACTED");
    expect((await ask(replay, "http://100.100.100.200/latest/user-data")).body).toContain(
      "the cassette has no reply",
    );
  });

  test("say to a person where requests go", async () => {
    const file = join(folder, "calls.json");
    const { child, lines } = await simulate(folder, ["--record", file]);
    await expect.poll(() => lines.join("\n")).toContain("read it before you hand it on");
    expect(lines[0]).toContain("requests go to THE REAL CLOUD");
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    await ended;
    expect(existsSync(file)).toBe(false);
  });

  test.each([
    [["--record", "FILE"], "exists: remove it, or record into another file"],
    [["--replay", "FILE"], "a cassette is JSON, and this is not"],
    [["--replay", "none.json"], "ENOENT"],
    [["--record", "a", "--replay", "b"], "cannot be used with option"],
    [["--record", "a", "--speed", "0"], "cannot be used with option"],
    [["--record", "a", "--upstream", "ftp://a"], "Write an origin"],
    [["--upstream", "http://127.0.0.1:1"], "add --record FILE"],
    [["--record-host", "a.example"], "add --record FILE"],
  ])("refuse %j", async (args, message) => {
    const file = join(folder, "other.txt");
    await writeFile(file, "{");
    const { code, stderr } = await run(
      folder,
      ["simulate", ...args].map((arg) => (arg === "FILE" ? file : arg)),
    );
    expect(code).toBeGreaterThan(0);
    expect(stderr).toContain(message);
  });
});

test("alicred simulate --redact prints a reply without its secrets", async () => {
  const [node, args, options] = command(folder, ["simulate", "--redact"]);
  const child = spawn(node, args, options);
  child.stdin?.end('HTTP/1.1 200 OK\r\nSet-Cookie: a=secret-1\r\n\r\n{"AccessKeySecret":"secret-2"}\n');
  expect(await text(child.stdout ?? process.stdin)).toBe(
    'HTTP/1.1 200 OK\nSet-Cookie: a=REDACTED_Cookie_1\n\n{"AccessKeySecret":"REDACTED_Secret_1"}\n',
  );
});

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const CHILD = fileURLToPath(new URL("../support/thaw-child.ts", import.meta.url));
const LIFETIME_MS = 5_000;
/** Longer than every limit of the child and than the life of its credentials. */
const FROZEN_MS = 8_000;

/** Three invocations of a process that is stopped after the second, with a refresh in flight. */
async function invokeStopped(
  answerInFlight: (send: () => void) => void,
): Promise<{ answers: unknown[]; requests: number; tookMs: number }> {
  let requests = 0;
  let onRequest = (): void => undefined;
  const server = createServer((_request, response) => {
    const accessKeyId = `STS.${++requests}`;
    const expiration = Date.now() + LIFETIME_MS;
    const send = (): ServerResponse => response.end(JSON.stringify({ accessKeyId, expiration }));
    if (requests === 2) answerInFlight(send);
    else setTimeout(send, 150);
    onRequest();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const argv = ["--import", "tsx", CHILD, `http://127.0.0.1:${port}/`];
  const child = spawn(process.execPath, argv, { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const invoke = async (): Promise<unknown> => {
    child.stdin.write("\n");
    return (await lines.next()).value;
  };
  try {
    const answers = [await invoke()];
    const inFlight = new Promise<void>((resolve) => {
      onRequest = resolve;
    });
    answers.push(await invoke());
    await inFlight;
    child.kill("SIGSTOP");
    await sleep(FROZEN_MS);
    const thawedAtMs = performance.now();
    child.kill("SIGCONT");
    answers.push(await invoke());
    return { answers, requests, tookMs: performance.now() - thawedAtMs };
  } finally {
    child.kill("SIGKILL");
    server.closeAllConnections();
    server.close();
  }
}

describe.skipIf(process.platform === "win32" ? "Windows has no SIGSTOP" : "")(
  "a process that is stopped with a refresh in flight, and continues after its credentials have expired",
  () => {
    it.concurrent.each<[string, (send: () => void) => void]>([
      ["never", () => undefined],
      ["meanwhile, with credentials that have expired since", (send) => setTimeout(send, 300)],
    ])(
      "makes one call at its next invocation and succeeds, where the old one was answered %s",
      async (_, answerInFlight) => {
        const { answers, requests, tookMs } = await invokeStopped(answerInFlight);
        expect(answers).toEqual(["STS.1", "STS.1", "STS.3"]);
        expect(requests).toBe(3);
        expect(tookMs).toBeLessThan(2_500);
      },
    );
  },
);

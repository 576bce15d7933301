import { type AddressInfo, createServer, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { nodeProcesses } from "../../src/host/node-processes.ts";
import { hasTerminal } from "../../src/host/node-terminal.ts";
import { rejection } from "../support/outcome.ts";

// Wherever the tests are run: at a terminal a program stays in the group of the shell.
vi.mock("../../src/host/node-terminal.ts", () => ({ hasTerminal: vi.fn() }));

// Reports to the test by a connection that ends when the program does, and starts itself once more.
const FAMILY = `
  const [port, isChild] = process.argv.slice(1);
  const connection = require("node:net").connect(Number(port), "127.0.0.1");
  connection.on("data", () => process.stdout.write("x".repeat(200_000)));
  if (!isChild) {
    const args = ["-e", process.env.FAMILY, "--", port, "child"];
    require("node:child_process").spawn(process.execPath, args, { stdio: "ignore" });
  }
`;
const TIMEOUT_MS = 60_000;

/** The connections of the program and of its child, once both run. */
let members: Promise<Socket[]>;
let port: number;
let stop: () => void;

beforeEach(async () => {
  vi.stubEnv("FAMILY", FAMILY);
  const connected: Socket[] = [];
  let resolve: (sockets: Socket[]) => void;
  members = new Promise((settle) => {
    resolve = settle;
  });
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    if (connected.push(socket) === 2) resolve(connected);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  port = (server.address() as AddressInfo).port;
  stop = () => server.close();
});

afterEach(() => {
  stop();
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

function run(signal?: AbortSignal): Promise<unknown> {
  const options = { timeoutMs: TIMEOUT_MS, maxBytes: 100_000, signal };
  return nodeProcesses.run([process.execPath, "-e", FAMILY, "--", String(port)], options);
}

async function everyEnd(sockets: readonly Socket[]): Promise<void> {
  await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.on("close", resolve).resume())));
}

// A group has the id of the process that leads it, and signal 0 only asks whether there is one.
const LEADS_A_GROUP = `
  let leads = true;
  try { process.kill(-process.pid, 0) } catch { leads = false }
  process.stdout.write(String(leads));
`;

// Windows has no groups of processes.
describe.skipIf(process.platform === "win32")("a program that is run", () => {
  it.each([
    { terminal: true, leads: "false", where: "stays with the terminal, where a person answers and stops it" },
    {
      terminal: false,
      leads: "true",
      where: "leads a group elsewhere, so that it is ended with its children",
    },
  ])("$where", async ({ terminal, leads }) => {
    vi.mocked(hasTerminal).mockReturnValue(terminal);
    const limits = { timeoutMs: TIMEOUT_MS, maxBytes: 100 };
    expect((await nodeProcesses.run([process.execPath, "-e", LEADS_A_GROUP], limits)).stdout).toBe(leads);
  });
});

// Only Linux tells at a terminal which they are.
const AT_TERMINAL = process.platform === "linux" ? [true, false] : [false];

describe.each(AT_TERMINAL)("a program and its children are ended (at a terminal: %s)", (isAtTerminal) => {
  beforeEach(() => void vi.mocked(hasTerminal).mockReturnValue(isAtTerminal));

  it("when the time is over", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const failure = rejection(run());
    const sockets = await members;
    const ended = everyEnd(sockets);
    vi.advanceTimersByTime(TIMEOUT_MS);
    expect(await failure).toMatchObject({ code: "PROCESS_FAILED", retryable: true });
    expect((await failure).message).toContain("did not end within 60000 ms and was ended");
    await ended;
    expect(vi.getTimerCount()).toBe(0);
  });

  it("when the caller aborts, with the caller's reason", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const controller = new AbortController();
    const failure = rejection(run(controller.signal));
    const ended = everyEnd(await members);
    const reason = new Error("the caller is gone");
    controller.abort(reason);
    expect(await failure).toBe(reason);
    await ended;
    expect(vi.getTimerCount()).toBe(0);
  });

  it("when they print too much", async () => {
    const failure = rejection(run());
    const sockets = await members;
    const ended = everyEnd(sockets);
    for (const socket of sockets) socket.write("go");
    expect((await failure).message).toContain("printed more than 100000 bytes");
    await ended;
  });
});

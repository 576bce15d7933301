import { execFile } from "node:child_process";
import { constants } from "node:fs";
import { chmod, mkdir, mkdtemp, open, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { nodeHost } from "../../src/host/node.ts";
import { randomFraction } from "../../src/host.ts";
import { ConfigurationError, type Files } from "../../src/mod.ts";
import { CANARY, renderings } from "../support/canary.ts";
import { rejection } from "../support/outcome.ts";

vi.mock("node:os", async (original) => {
  const os = await original<typeof import("node:os")>();
  return { ...os, homedir: vi.fn(os.homedir) };
});

let folder: string;
let files: Files;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "alicred-files-"));
  const host = nodeHost();
  if (host.files === undefined) throw new Error("The host has no files.");
  files = host.files;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(name: string, text: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

describe("files of the node host", () => {
  it("are read whole, as UTF-8", async () => {
    expect(await files.readText(await file("text", "déjà vu\n"), 100)).toBe("déjà vu\n");
    expect(await files.readText(await file("empty", ""), 100)).toBe("");
  });

  it("are undefined when they are missing", async () => {
    expect(await files.readText(join(folder, "missing"), 100)).toBeUndefined();
    expect(await files.readText(join(folder, "missing", "deeper"), 100)).toBeUndefined();
    expect(await files.readText(join(await file("plain", "x"), "deeper"), 100)).toBeUndefined();
  });

  // Only Linux lists the open files of a process.
  it.skipIf(process.platform !== "linux")("are closed, read or not", async () => {
    const path = await file("closed", CANARY);
    const openFiles = async (): Promise<number> => (await readdir("/proc/self/fd")).length;
    const before = await openFiles();
    for (let i = 0; i < 40; i++) {
      await files.readText(path, 100);
      await rejection(files.readText(path, 1));
      await rejection(files.readText(folder, 100));
    }
    expect(await openFiles()).toBeLessThan(before + 20);
  });

  it.each([
    ["too long to be one", CANARY.repeat(300)],
    ["holds a zero byte", `${CANARY}\0`],
  ])("are undefined for what is no path: it %s", async (_, content) => {
    expect(await files.readText(content, 100)).toBeUndefined();
  });

  it("may be exactly as large as the limit, and not larger", async () => {
    const path = await file("large", CANARY.repeat(10));
    const size = CANARY.length * 10;
    expect(await files.readText(path, size)).toHaveLength(size);
    const error = await rejection(files.readText(path, size - 1));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error).toMatchObject({ code: "FILE_UNREADABLE", retryable: false });
    expect(error.message).toContain(`${path} holds more than the ${size - 1} bytes that are read`);
    for (const text of renderings(error)) expect(text).not.toContain(CANARY);
  });

  it("are unreadable when they are a directory", async () => {
    const path = join(folder, "directory");
    await mkdir(path);
    const error = await rejection(files.readText(path, 100));
    expect(error).toMatchObject({ code: "FILE_UNREADABLE" });
    expect(error).toMatchObject({ systemCode: "EISDIR" });
    expect(error.message).toContain(`${path} cannot be read (EISDIR)`);
  });

  it("are unreadable when links lead in a circle", async () => {
    const path = join(folder, "circle");
    await symlink(path, path);
    expect((await rejection(files.readText(path, 100))).message).toContain("(ELOOP)");
  });

  // The superuser reads everything.
  it.skipIf(process.getuid?.() === 0)("are unreadable without the permission", async () => {
    const path = await file("secret", CANARY);
    await chmod(path, 0o000);
    expect((await rejection(files.readText(path, 100))).message).toContain("cannot be read (EACCES)");
  });
});

describe("bytes of the node host's files", () => {
  it("are those of the file, clean UTF-8 or not", async () => {
    const bytes = Uint8Array.of(0xef, 0xbb, 0xbf, 0x61, 0xff);
    const path = await file("bytes", bytes);
    expect(new Uint8Array((await files.readBytes?.(path, 5)) ?? [])).toEqual(bytes);
    expect(await files.readText(path, 5)).toBe("\uFEFFa\uFFFD");
    expect(await files.readBytes?.(join(folder, "missing"), 5)).toBeUndefined();
  });

  it("are read in pieces", async () => {
    const bytes = new Uint8Array(200_000).map((_, at) => at % 251);
    const read = await files.readBytes?.(await file("pieces", bytes), bytes.length);
    expect(Buffer.compare(read ?? new Uint8Array(), bytes)).toBe(0);
  });
});

// Windows has none of them.
describe.skipIf(process.platform === "win32")("files without a size", () => {
  async function pipe(name: string): Promise<string> {
    const path = join(folder, name);
    await promisify(execFile)("mkfifo", [path]);
    return path;
  }

  // Only Linux has /proc.
  it.skipIf(process.platform !== "linux").each(["/proc/cpuinfo", "/proc/self/environ"])(
    "%s has its limit all the same",
    async (path) => {
      expect(await files.readText(path, 1_000_000)).not.toBe("");
      const error = await rejection(files.readText(path, 10));
      expect(error).toMatchObject({ code: "FILE_UNREADABLE" });
      expect(error.message).toContain("holds more than the 10 bytes that are read");
    },
  );

  it("are bounded when they have no end, and empty when they have nothing", async () => {
    const before = process.memoryUsage().arrayBuffers;
    const error = await rejection(files.readText("/dev/zero", 1_000_000));
    expect(error.message).toContain("holds more than the 1000000 bytes that are read");
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10_000_000);
    expect(await files.readText("/dev/null", 10)).toBe("");
  });

  it("hold up no file thread when nobody writes to them", async () => {
    const path = await pipe("unwritten");
    // More than there are threads.
    const reads = Array.from({ length: 9 }, () => rejection(files.readText(path, 100)));
    expect(await files.readText(await file("other", "read meanwhile"), 100)).toBe("read meanwhile");
    for (const error of await Promise.all(reads)) {
      expect(error).toMatchObject({ code: "FILE_UNREADABLE" });
      expect(error.message).toContain(`${path} is a pipe into which nobody writes`);
    }
  });

  /** Starts to read a pipe; the reader pauses only as the test lets time pass. */
  async function startReading(path: string): Promise<{ read: Promise<unknown>; nextPause(): Promise<void> }> {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    const read = files.readText(path, 100);
    const pause = async (): Promise<void> => {
      while (vi.getTimerCount() === 0) await new Promise((resolve) => setImmediate(resolve));
    };
    await pause();
    const nextPause = (): Promise<void> => {
      vi.advanceTimersToNextTimer();
      return pause();
    };
    return { read, nextPause };
  }

  it("wait a moment for a writer that is just starting, and are read as they are written, to the end", async () => {
    const path = await pipe("written");
    const { read, nextPause } = await startReading(path);
    await nextPause();
    const writer = await open(path, constants.O_WRONLY | constants.O_NONBLOCK);
    await nextPause();
    await writer.write("one ");
    await nextPause();
    await writer.write("two");
    await writer.close();
    vi.advanceTimersToNextTimer();
    expect(await read).toBe("one two");
  });

  it("are given up when they are silent", async () => {
    const path = await pipe("silent");
    const writer = await open(path, constants.O_RDWR | constants.O_NONBLOCK);
    onTestFinished(() => writer.close());
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    let error: { message: string } | undefined;
    void rejection(files.readText(path, 100)).then((thrown) => (error = thrown));
    while (error === undefined) {
      await vi.advanceTimersByTimeAsync(1_000);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(error.message).toContain(`${path} was silent for 15 seconds`);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("the environment of the node host", () => {
  it("is the process's, read at each call", () => {
    const { env } = nodeHost();
    expect(env?.("ALICRED_TEST_VARIABLE")).toBeUndefined();
    process.env["ALICRED_TEST_VARIABLE"] = "set later";
    try {
      expect(env?.("ALICRED_TEST_VARIABLE")).toBe("set later");
    } finally {
      delete process.env["ALICRED_TEST_VARIABLE"];
    }
    expect(env?.("ALICRED_TEST_VARIABLE")).toBeUndefined();
  });

  it("is the given one instead", () => {
    const { env, homeDirectory } = nodeHost({ env: { A: "1", B: undefined }, homeDirectory: "/home/me" });
    expect([env?.("A"), env?.("B"), env?.("PATH")]).toEqual(["1", undefined, undefined]);
    expect(homeDirectory?.()).toBe("/home/me");
  });

  it("has the operating system's home folder", () => {
    expect(nodeHost().homeDirectory?.()).toBe(process.env["HOME"]);
  });

  it("has no home folder where the system knows none", () => {
    vi.mocked(homedir).mockImplementationOnce(() => {
      throw Object.assign(new Error("uv_os_homedir returned ENOENT"), { code: "ERR_SYSTEM_ERROR" });
    });
    expect(nodeHost().homeDirectory?.()).toBeUndefined();
  });
});

it("the node host spreads by numbers of its own, or as the randomness that it is given says", () => {
  const { jitter } = nodeHost();
  const spread = Array.from({ length: 50 }, () => Number(jitter?.()));
  expect(Math.min(...spread)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...spread)).toBeLessThan(1);
  expect(new Set(spread).size).toBeGreaterThan(40);
  const half = nodeHost({ random: (length) => new Uint8Array(length).fill(128) });
  expect(randomFraction(half)).toBeCloseTo(0.5, 2);
});

it("the node host has the system's clock and random bytes, and says what it is", async () => {
  const { clock, random, runtime, requestScoped } = nodeHost();
  expect([runtime, requestScoped]).toEqual(["node", undefined]);
  expect(random(16)).toHaveLength(16);
  expect(random(16)).not.toEqual(random(16));
  const before = Date.now();
  await clock.sleep(1);
  expect(clock.now()).toBeGreaterThanOrEqual(before);
  const reason = new Error("enough");
  expect(await rejection(clock.sleep(1e6, AbortSignal.abort(reason)))).toBe(reason);
  const controller = new AbortController();
  const sleeping = rejection(clock.sleep(1e6, controller.signal));
  controller.abort(reason);
  expect(await sleeping).toBe(reason);
});

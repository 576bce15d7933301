import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { nodeHost } from "../../src/host/node.ts";
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

  it("are undefined when they are not there", async () => {
    expect(await files.readText(join(folder, "missing"), 100)).toBeUndefined();
    expect(await files.readText(join(folder, "missing", "deeper"), 100)).toBeUndefined();
    expect(await files.readText(join(await file("plain", "x"), "deeper"), 100)).toBeUndefined();
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
    expect(error.message).toContain(`${path} holds ${size} bytes, more than the ${size - 1} that are read`);
    for (const text of renderings(error)) expect(text).not.toContain(CANARY);
  });

  it("are unreadable when they are a directory", async () => {
    const path = join(folder, "directory");
    await mkdir(path);
    const error = await rejection(files.readText(path, 1_000_000));
    expect(error).toMatchObject({ code: "FILE_UNREADABLE" });
    expect(error.message).toContain(`${path} exists and cannot be read (EISDIR)`);
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

describe("the environment of the node host", () => {
  it("is the process's, read anew at each call", () => {
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

// Somebody else in the same folder: what stands in the place of a file or a lock is not followed to where it leads.
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AlicredError } from "@alicred/core";
import { nodeHost } from "@alicred/core/host/node";
import { withFileStore } from "@alicred/file-store";
import { beforeEach, expect, onTestFinished, test } from "vitest";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "alicred-races-"));
  const made = folder;
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
});

async function update(file: string): Promise<AlicredError | undefined> {
  const host = withFileStore(nodeHost({ env: {} }), { lockTimeoutMs: 20_000, lockStaleMs: 2_000 });
  try {
    await host.files?.updateJson?.(file, async () => [{ path: ["current"], value: "b" }], {
      maxBytes: 1_000_000,
    });
    return undefined;
  } catch (thrown) {
    if (thrown instanceof AlicredError) return thrown;
    throw thrown;
  }
}

test("a link in the place of the lock: what it leads to is neither read as a lock nor removed", async () => {
  const file = join(folder, "config.json");
  const victim = join(folder, "victim");
  mkdirSync(victim);
  writeFileSync(join(victim, "precious"), "1");
  writeFileSync(file, '{"current":"a"}');
  symlinkSync(victim, `${file}.lock`);
  expect(await update(file)).toBeUndefined();
  expect(readFileSync(file, "utf8")).toBe('{"current":"b"}');
  expect(readdirSync(victim)).toEqual(["precious"]);
});

test("a file that others could read is theirs no longer once it holds what was written", async () => {
  const file = join(folder, "config.json");
  writeFileSync(file, '{"current":"a"}');
  chmodSync(file, 0o644);
  expect(await update(file)).toBeUndefined();
  if (process.platform !== "win32") expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("a folder in the place of the file is an error, and stays", async () => {
  const file = join(folder, "config.json");
  mkdirSync(join(file, "inside"), { recursive: true });
  expect(await update(file)).toBeInstanceOf(AlicredError);
  expect(readdirSync(file)).toEqual(["inside"]);
});

test("a file that is replaced by a link while it is changed: the change goes to the file that was read", async () => {
  const file = join(folder, "config.json");
  const victim = join(folder, "victim.json");
  writeFileSync(file, '{"current":"a"}');
  writeFileSync(victim, '{"precious":1}');
  const host = withFileStore(nodeHost({ env: {} }));
  await host.files?.updateJson?.(
    file,
    async () => {
      if (statSync(file).isFile() && readFileSync(file, "utf8").includes('"a"')) {
        rmSync(file);
        symlinkSync(victim, file);
      }
      return [{ path: ["current"], value: "b" }];
    },
    { maxBytes: 1_000_000 },
  );
  // The text under the link was read anew, as that of any writer without the lock, and not overwritten with what was read before.
  expect(JSON.parse(readFileSync(victim, "utf8"))).toHaveProperty("precious", 1);
});

import { describe, expect, it } from "vitest";
import { type Files, type Host, refreshing } from "../src/mod.ts";
import { fakeSource } from "./support/fake-source.ts";
import { rejection } from "./support/outcome.ts";
import { testHost } from "./support/test-host.ts";

/** The part that is shown of a message that a source throws after it has read something through its host. */
async function shownAfter(
  read: (host: Host) => unknown,
  message: string,
  capabilities: Partial<Host>,
): Promise<string> {
  let isRead = false;
  const source = fakeSource(async ({ context }) => {
    await read(context.host);
    isRead = true;
    throw new Error(message);
  }, "vault");
  const host = { ...testHost(), ...capabilities };
  const error = await rejection(refreshing(source, { host }).get());
  expect(isRead).toBe(true);
  return error.message
    .replace(/^vault threw Error: /, "")
    .replace(". Check the source's code; the stack says where.", "");
}

const filesWith = (text: string | undefined): Files => ({ readText: async () => text });
const readFile = (host: Host): unknown => host.files?.readText("f", 99);
const shownAfterFile = (text: string, message: string): Promise<string> =>
  shownAfter(readFile, message, { files: filesWith(text) });

describe("a host that a source gets", () => {
  const given = async (capabilities: Partial<Host>): Promise<Host> => {
    const hosts: Host[] = [];
    const source = fakeSource(({ context }) => {
      hosts.push(context.host);
      throw new Error("no");
    });
    await rejection(refreshing(source, { host: { ...testHost(), ...capabilities } }).get());
    const [host] = hosts;
    if (host === undefined) throw new Error("The source was not asked.");
    return host;
  };

  it("reads what the program's own reads, and what is missing", async () => {
    const host = await given({
      env: (name) => (name === "TOKEN" ? "plain-words" : undefined),
      files: {
        readText: async (path, maxBytes) => (path === "f" ? `${maxBytes} at most` : undefined),
        readBytes: async (path) => (path === "f" ? new Uint8Array([7]) : undefined),
      },
    });
    expect([host.env?.("TOKEN"), host.env?.("OTHER")]).toEqual(["plain-words", undefined]);
    expect(await host.files?.readText("f", 99)).toBe("99 at most");
    expect(await host.files?.readText("g", 99)).toBeUndefined();
    expect(await host.files?.readBytes?.("f", 99)).toEqual(new Uint8Array([7]));
    expect(await host.files?.readBytes?.("g", 99)).toBeUndefined();
  });

  it("changes what the program's own changes", async () => {
    const done: unknown[] = [];
    const options = { maxBytes: 99 };
    const { files } = await given({
      files: {
        ...filesWith("{}"),
        async updateJson(path, change, given) {
          done.push(path, await change("[1]"), given);
        },
      },
    });
    await files?.updateJson?.("f", async (text) => [{ path: [0], value: text }], options);
    expect(done).toEqual(["f", [{ path: [0], value: "[1]" }], options]);
  });

  it("has no capability that the program's own lacks", async () => {
    const bare = await given({});
    expect([bare.env, bare.files]).toEqual([undefined, undefined]);
    const { files } = await given({ files: filesWith("") });
    expect([files?.readBytes, files?.updateJson]).toEqual([undefined, undefined]);
  });
});

describe("what a source has read is hidden", () => {
  it.each<[string, (host: Host) => unknown]>([
    ["a variable", (host) => host.env?.("TOKEN")],
    ["the text of a file", readFile],
    ["the bytes of a file", (host) => host.files?.readBytes?.("f", 99)],
    [
      "the text of a file that is changed",
      (host) => host.files?.updateJson?.("f", async () => [], { maxBytes: 99 }),
    ],
  ])("from %s", async (_, read) => {
    const secret = "correct horse battery";
    const capabilities: Partial<Host> = {
      env: () => secret,
      files: {
        ...filesWith(secret),
        readBytes: async () => new TextEncoder().encode(secret),
        updateJson: async (_path, change) => void (await change(secret)),
      },
    };
    const shown = await shownAfter(read, `refused ${secret} today`, capabilities);
    expect(shown).toBe("refused [not shown] today");
  });

  it("from six characters on", async () => {
    const env = (name: string): string => (name === "A" ? " abcdef\n" : "ghijk");
    const read = (host: Host): unknown => [host.env?.("A"), host.env?.("B")];
    expect(await shownAfter(read, "neither abcdef nor ghijk", { env })).toBe("neither [not shown] nor ghijk");
  });

  it.each([
    ["JSON", '{ "role_name": "plain-words", "others": ["further"] }'],
    ["INI", "[others]\nrole_name = plain-words\ntag=further"],
    ["INI without spaces", "[others]\nrole_name=plain-words\ntag=further"],
    ["YAML", "others:\n  role_name: plain-words\n  tags: [further]"],
    ["a value that ends as a key does", "role_name = plain-words=further="],
    ["such a value in quotes", '{ "role_name": "plain-words=further=" }'],
  ])("each value in a file, but no key: %s", async (_, text) => {
    const shown = await shownAfterFile(text, "the role_name plain-words or further");
    expect(shown).toBe("the role_name [not shown] or [not shown]");
  });

  it("of a file of up to 65,536 characters", async () => {
    const file = (length: number): string => `plain-words ${"x ".repeat(length)}`.slice(0, length);
    expect(await shownAfterFile(file(65_536), "refused plain-words")).toBe("refused [not shown]");
    expect(await shownAfterFile(file(65_537), "refused plain-words")).toBe("refused plain-words");
  });

  it("of the latest 1,000 values, where one that is read again counts as new", async () => {
    const name = (number: number): string => `value-${number}`;
    const numbers = [...Array(1_000).keys()];
    const env = (each: string): string => each;
    const message = `neither ${name(0)} nor ${name(1)}`;
    const readAll = (host: Host): unknown => numbers.map((number) => host.env?.(name(number)));
    expect(await shownAfter(readAll, message, { env })).toBe("neither [not shown] nor [not shown]");
    const readMore = (host: Host): unknown => [readAll(host), host.env?.(name(0)), host.env?.("another")];
    expect(await shownAfter(readMore, message, { env })).toBe(`neither [not shown] nor ${name(1)}`);
  });
});

import { createTestHost } from "@alicred/conformance";
import { createContext, InvalidAnswerError, type ResolveContext } from "@alicred/core";
import { describe, expect, it } from "vitest";
import { fixedSource } from "../src/mod.ts";

function freshContext(): ResolveContext {
  return createContext({ host: createTestHost(), signal: new AbortController().signal });
}

describe("a fixed source", () => {
  it("answers with the same snapshot each time, and says where each part came from", async () => {
    const init = { accessKeyId: "a", accessKeySecret: "b", securityToken: "c" };
    const source = fixedSource(init, (part) => `argument ${part}`);
    const context = freshContext();
    const [first, second] = [await source.resolve(context), await source.resolve(context)];
    expect(first).toEqual(second);
    expect(first).toMatchObject({ outcome: "credentials", credentials: init });
    expect(context.notes.supplied.slice(0, 3)).toEqual([
      { part: "accessKeyId", from: "argument accessKeyId" },
      { part: "accessKeySecret", from: "argument accessKeySecret" },
      { part: "securityToken", from: "argument securityToken" },
    ]);
  });

  it("does not mention a missing token", async () => {
    const context = freshContext();
    await fixedSource({ accessKeyId: "a", accessKeySecret: "b" }, String).resolve(context);
    expect(context.notes.supplied.map(({ part }) => part)).toEqual(["accessKeyId", "accessKeySecret"]);
  });

  it("refuses incomplete parts when it is made", () => {
    expect(() => fixedSource({ accessKeyId: "a", accessKeySecret: "" }, String)).toThrow(InvalidAnswerError);
  });
});

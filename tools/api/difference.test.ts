import { expect, it } from "vitest";
import { difference } from "./difference.ts";

it("nothing differs in equal texts", () => {
  expect(difference("a\nb\n", "a\nb\n")).toEqual([]);
});

it("a changed line is one that went and one that came, in its place", () => {
  expect(difference("a\nb\nc", "a\nx\nc\nd")).toEqual(["- b", "+ x", "+ d"]);
});

it("a report that does not exist yet is all new", () => {
  expect(difference("", "a\nb")).toEqual(["- ", "+ a", "+ b"]);
});

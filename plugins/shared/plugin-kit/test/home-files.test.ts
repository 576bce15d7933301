import { createTestHost } from "@alicred/conformance";
import { expect, test } from "vitest";
import { expandHome } from "../src/mod.ts";

const host = createTestHost({ homeDirectory: "/home/me" });

test.each([
  ["~", "/home/me"],
  ["~/a/b", "/home/me/a/b"],
  ["~\\a", "/home/me\\a"],
  ["~other/a", "~other/a"],
  ["a/~/b", "a/~/b"],
  ["/a", "/a"],
  ["", ""],
])("%s leads to %s", (path, expanded) => {
  expect(expandHome(host, path)).toBe(expanded);
});

test.each([
  ["undefined", undefined],
  ["none", () => undefined],
])(
  "where homeDirectory gives %s a path in it leads nowhere, and others where they did",
  (_name, homeDirectory) => {
    const homeless = { ...host, homeDirectory };
    expect(expandHome(homeless, "~/a")).toBeUndefined();
    expect(expandHome(homeless, "/a")).toBe("/a");
  },
);

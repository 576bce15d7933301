import { expect, test } from "vitest";
import { readHeader } from "../src/mod.ts";

const NAME = "x-token";

test.each<[string, unknown]>([
  ["a Request", new Request("https://app.test", { headers: { "X-Token": "t-1" } })],
  ["Headers", new Headers({ "X-Token": " t-1 " })],
  ["an IncomingMessage", { headers: { [NAME]: "t-1" } }],
  ["headers by name, in any case", { "X-TOKEN": "t-1" }],
  ["several values, of which the first counts", { headers: { [NAME]: ["t-1", "t-2"] } }],
])("a header of %s", (_name, carrier) => {
  expect(readHeader(carrier, NAME)).toBe("t-1");
});

test.each([
  undefined,
  null,
  7,
  "x-token: t-1",
  {},
  { headers: undefined },
  { [NAME]: " " },
  { [NAME]: 7 },
  new Headers(),
])("%j has none", (carrier) => {
  expect(readHeader(carrier, NAME)).toBeUndefined();
});

import { afterAll, beforeAll, test } from "vitest";
import { expectClocks, expectHammer, expectKills, expectLogins } from "./expectations.ts";
import { openWorkshop, type Workshop } from "./processes.ts";

// The full size is `npm run test:write-back`.

let workshop: Workshop;
beforeAll(async () => {
  workshop = await openWorkshop();
});
afterAll(() => workshop.close());

test("many processes write to one file, and nothing is lost", () =>
  expectHammer(workshop, 6, 2).then(() => undefined));

test("of many processes one spends the refresh token", () =>
  expectLogins(workshop, 3, 4).then(() => undefined));

test("processes with clocks an hour apart lose nothing", () =>
  expectClocks(workshop, 1, 6).then(() => undefined));

test("a process that is killed leaves a whole file", () =>
  expectKills(workshop, 10, 2).then(() => undefined));

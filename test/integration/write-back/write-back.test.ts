import { afterAll, beforeAll, test } from "vitest";
import { expectClocks, expectHammer, expectKills, expectLogins } from "./expectations.ts";
import { openWorkshop, type Workshop } from "./processes.ts";

// The full size is `npm run test:write-back`.

let workshop: Workshop;
beforeAll(async () => {
  workshop = await openWorkshop();
});
afterAll(() => workshop.close());

test("many processes write to one file, and nothing is lost", { timeout: 30_000 }, () =>
  expectHammer(workshop, 6, 2).then(() => undefined),
);

test("of many processes one spends the refresh token", { timeout: 30_000 }, () =>
  expectLogins(workshop, 3, 4).then(() => undefined),
);

test("processes with clocks an hour apart lose nothing", { timeout: 30_000 }, () =>
  expectClocks(workshop, 1, 6).then(() => undefined),
);

test("a process that is killed leaves a whole file", { timeout: 30_000 }, () =>
  expectKills(workshop, 10, 2).then(() => undefined),
);

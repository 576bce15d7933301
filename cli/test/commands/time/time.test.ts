import { expect, test } from "vitest";
import { timeLeft } from "../../../src/commands/time/run.ts";
import { homeFolder, runCommand } from "../../support/real-command.ts";

const NOW = Date.parse("2026-01-07T08:00:00Z");

test.each([
  ["", undefined],
  ["", ""],
  ["", "soon"],
  ["41min", "2026-01-07T08:41:59.999Z"],
  ["1min", "2026-01-07T08:01:00Z"],
  ["59s", "2026-01-07T08:00:59Z"],
  ["0s", "2026-01-07T08:00:00Z"],
  ["0s", "2026-01-06T08:00:00Z"],
  ["1h05min", "2026-01-07T09:05:00Z"],
  ["12h00min", "2026-01-07T20:00:00Z"],
  ["2d3h", "2026-01-09T11:30:00Z"],
])("is %j for %s", (left, expiration) => {
  expect(timeLeft({ ALICRED_EXPIRATION: expiration }, NOW)).toBe(left);
});

test("prints it for a prompt, reads no file, and is silent without a session", async () => {
  const home = homeFolder();
  const until = new Date(Date.now() + 41.5 * 60_000).toISOString();
  expect(await runCommand(home, ["time"], { ALICRED_EXPIRATION: until })).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^4[01]min\n$/),
    stderr: "",
  });
  expect(await runCommand(home, ["time"])).toMatchObject({ code: 0, stdout: "", stderr: "" });
});

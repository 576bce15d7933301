import { expect, test } from "vitest";
import { homeFolder, runCommand, SESSION_PROFILE } from "./support/real-command.ts";

test("ALICRED_DEBUG=1 prints events to standard error, a line for each, and leaves the output clean", async () => {
  const home = homeFolder();
  const args = ["resolve", "--format", "json", "--profile", "prod"];
  const plain = await runCommand(home, args);
  const { code, stdout, stderr } = await runCommand(home, args, { ALICRED_DEBUG: "1" });
  expect([code, stdout]).toEqual([0, plain.stdout]);
  expect(JSON.stringify(JSON.parse(stdout))).toContain(SESSION_PROFILE.sts_token);
  const lines = stderr.trim().split("\n");
  expect(lines.map((line) => /^alicred: (\S+) \{.*\}$/.exec(line)?.[1])).toEqual(
    expect.arrayContaining(["refresh-start", "attempt", "answer", "refresh-success", "hit"]),
  );
  for (const secret of [SESSION_PROFILE.access_key_secret, SESSION_PROFILE.sts_token])
    expect(stderr).not.toContain(secret);
});

test("--debug beside it prints each event once", async () => {
  const args = ["resolve", "--format", "json", "--profile", "prod"];
  const { stderr: once } = await runCommand(homeFolder(), args, { ALICRED_DEBUG: "1" });
  const { stderr: both } = await runCommand(homeFolder(), [...args, "--debug"], { ALICRED_DEBUG: "1" });
  const types = (stderr: string): readonly string[] =>
    stderr.split("\n").map((line) => line.split(" {")[0] ?? "");
  expect(types(both)).toEqual(types(once));
});

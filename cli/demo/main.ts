// npm run demo: profiles of a config.json become credentials that a simulated STS accepts, offline.
import { styleText } from "node:util";
import { nodeHost } from "@alicred/core/host/node";
import { createVirtualClock, simulateCloud } from "@alicred/simulators";
import { serve } from "@alicred/simulators/serve";
import { table } from "../../tools/table.ts";
import { describeSpan } from "../src/expiry.ts";
import { resolveByCommand } from "./command.ts";
import { type Day, liveThroughADay } from "./day.ts";
import { temporaryHome } from "./home.ts";
import { demoProfiles } from "./profiles.ts";

const cloud = simulateCloud({ clock: createVirtualClock({ startMs: Date.now() }) });
const sts = await serve(cloud);
const profiles = await demoProfiles(cloud, nodeHost({ clock: cloud.clock, env: {} }), sts.url);
const home = await temporaryHome(profiles);
say(
  `A simulated STS listens at ${sts.url}, and ${home.path}/.aliyun/config.json has ${profiles.length} profiles.`,
);

const failures: string[] = [];
try {
  heading("alicred resolve --profile NAME");
  const rows = [["profile", "mode", "who won", "access key id", "expires in"]];
  for (const { name, mode } of profiles) {
    const { accessKeyId, expiration, provenance } = await resolveByCommand(name, home.path);
    const expiresIn =
      expiration === undefined ? "not known" : describeSpan(Date.parse(expiration) - cloud.clock.now());
    rows.push([name, mode, provenance.join(" < "), accessKeyId, expiresIn]);
  }
  print(rows);

  heading("A day in the life of a program, by the library, a call every 5 minutes of virtual time");
  const names = profiles.map(({ name }) => name);
  const days = await liveThroughADay(cloud, home.path, names, sts.url);
  print([
    ["profile", "who STS says it is", "calls of get()", "AssumeRole calls", "sessions", "accepted"],
    ...days.map(dayRow),
  ]);
  say(
    "A pasted session cannot be refreshed: STS stops accepting it. The others are never late, and never early.",
  );

  for (const day of days) failures.push(...complaints(day));
  cloud.expectNoSecrets(cloud.journal.print());
} catch (error) {
  failures.push(error instanceof Error ? error.message : String(error));
} finally {
  await home.remove();
  await sts.close();
}

for (const failure of failures) console.error(styleText("red", `FAILED: ${failure}`));
if (failures.length > 0) process.exitCode = 1;
else say(styleText("green", "Everything above was offline, signed, verified and checked."));

function dayRow({ profile, arn, callers, upstreamCalls, sessions, refusedAtMinute }: Day): string[] {
  const accepted =
    refusedAtMinute === undefined ? "all day" : `for ${describeSpan(refusedAtMinute * 60_000)}`;
  return [profile, arn, String(callers), String(upstreamCalls), String(sessions.size), accepted];
}

/** What a day must have been like; every session here lives an hour, and is renewed 7.5 to 15 minutes early. */
function complaints({ profile, refusedAtMinute, upstreamCalls, arn }: Day): string[] {
  const found: string[] = [];
  if (arn === "") found.push(`${profile}: STS never accepted the credentials`);
  if (profile !== "pasted" && refusedAtMinute !== undefined)
    found.push(`${profile}: refused after ${refusedAtMinute} min`);
  const hops = { keys: 0, pasted: 0, admin: 1, reader: 2 }[profile] ?? 0;
  const most = hops * Math.ceil((24 * 60) / 45) + hops;
  if (upstreamCalls > most)
    found.push(`${profile}: ${upstreamCalls} AssumeRole calls in a day, at most ${most} expected`);
  return found;
}

function heading(text: string): void {
  console.log(`\n${styleText("bold", text)}\n`);
}

function print(rows: readonly (readonly string[])[]): void {
  for (const line of table(rows)) console.log(`  ${line}`);
}

function say(text: string): void {
  console.log(`\n${text}`);
}

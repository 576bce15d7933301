// npm run demo: profiles of a config.json become credentials that a simulated STS accepts, offline.
import { generateKeyPairSync } from "node:crypto";
import { join } from "node:path";
import { styleText } from "node:util";
import { nodeHost } from "@alicred/core/host/node";
import { createVirtualClock, simulateCloud } from "@alicred/simulators";
import { serve } from "@alicred/simulators/serve";
import { writeTokenFile } from "@alicred/simulators/token-file";
import { table } from "../../tools/table.ts";
import { describeSpan } from "../src/terminal/expiry.ts";
import { type Resolved, refusalOfCommand, resolveByCommand } from "./command.ts";
import { type Day, liveThroughADay } from "./day.ts";
import { temporaryHome } from "./home.ts";
import { demoProfiles, keylessProfiles } from "./profiles.ts";
import { demoWorld } from "./world.ts";

/** Modes whose services have fixed addresses on the internet: only the library can be led to the simulators. */
const FIXED_ADDRESSES: ReadonlySet<string> = new Set([
  "EcsRamRole",
  "RamRoleArnWithRoleName",
  "CloudSSO",
  "OAuth",
]);

const { publicKey, privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});
const clock = createVirtualClock({ startMs: Date.now() });
const cloud = simulateCloud({ clock, world: demoWorld(publicKey) });
const served = await serve(cloud);
const home = await temporaryHome();
const token = await writeTokenFile(cloud, { directory: join(home.path, "oidc") });
const host = nodeHost({ clock: cloud.clock, env: {} });
const surroundings = { cloud, host, origin: served.url, tokenFile: token.path, privateKeyPem: privateKey };
const profiles = await demoProfiles(surroundings);
await home.writeConfig([...profiles, ...keylessProfiles]);
say(
  `A simulated cloud listens at ${served.url}; ${home.path}/.aliyun/config.json has a profile for each of ${profiles.length + keylessProfiles.length} modes.`,
);

const failures: string[] = [];
try {
  heading("alicred resolve --profile NAME, as a program of its own");
  const reachable = profiles.filter(({ mode }) => !FIXED_ADDRESSES.has(mode));
  const resolved = await Promise.all(reachable.map(({ name }) => resolveByCommand(name, home.path)));
  print([
    ["profile", "mode", "who won", "access key id", "expires in"],
    ...reachable.map(({ name, mode }, index) => commandRow(name, mode, resolved[index])),
  ]);

  heading("The modes that have no access key, by design, and what alicred resolve says of them");
  const answers = await Promise.all(keylessProfiles.map(({ name }) => refusalOfCommand(name, home.path)));
  print([
    ["profile", "mode", "answer"],
    ...keylessProfiles.map(({ name, mode }, index) => [name, mode, answers[index] ?? ""]),
  ]);
  if (!answers.every((answer) => answer.startsWith("NO_ACCESS_KEY")))
    failures.push("a mode without an access key gave another answer than NO_ACCESS_KEY");

  heading("A day in the life of a program, by the library: a call every 5 minutes of virtual time");
  const names = profiles.map(({ name }) => name);
  const days = await liveThroughADay(cloud, home.path, names, served.url);
  print([
    ["profile", "mode", "who STS says it is", "get()", "requests", "sessions", "accepted"],
    ...days.map((day, index) => dayRow(day, profiles[index]?.mode ?? "")),
  ]);
  say("A pasted session and a CloudSSO login end when they end. The others are never late, and never early.");

  for (const day of days) failures.push(...complaints(day));
  cloud.expectNoSecrets(cloud.journal.print());
} catch (error) {
  failures.push(error instanceof Error ? error.message : String(error));
} finally {
  await token.stop();
  await home.remove();
  await served.close();
}

for (const failure of failures) console.error(styleText("red", `FAILED: ${failure}`));
if (failures.length > 0) process.exitCode = 1;
else say(styleText("green", "Everything above was offline, signed, verified and checked."));

function commandRow(name: string, mode: string, resolved: Resolved | undefined): string[] {
  const { accessKeyId = "", expiration, provenance = [] } = resolved ?? {};
  const remainingMs = Date.parse(expiration ?? "") - cloud.clock.now();
  const expiresIn = Number.isNaN(remainingMs) ? "not known" : describeSpan(remainingMs);
  return [name, mode, provenance.join(" < "), accessKeyId, expiresIn];
}

function dayRow(
  { profile, arn, callers, upstreamCalls, sessions, endedAtMinute }: Day,
  mode: string,
): string[] {
  const accepted = endedAtMinute === undefined ? "all day" : `for ${describeSpan(endedAtMinute * 60_000)}`;
  return [profile, mode, arn, String(callers), String(upstreamCalls), String(sessions.size), accepted];
}

/** Checks the result of a day. Sessions live an hour at least, and are renewed 15 minutes early at most. */
function complaints({ profile, endedAtMinute, upstreamCalls, arn }: Day): string[] {
  const found: string[] = [];
  if (arn === "") found.push(`${profile}: STS never accepted the credentials`);
  // Minutes for which a session that cannot be renewed is good.
  const ends = { pasted: 60, sso: 8 * 60 + 60 }[profile];
  if (endedAtMinute !== undefined && (ends === undefined || endedAtMinute < ends - 60)) {
    found.push(`${profile}: ended after ${endedAtMinute} min`);
  }
  const requestsPerRenewal = 2;
  const most = Math.ceil((24 * 60) / 45 + 1) * requestsPerRenewal;
  if (upstreamCalls > most)
    found.push(`${profile}: ${upstreamCalls} requests in a day, at most ${most} expected`);
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

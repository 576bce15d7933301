// Runs inside a namespace: tsx test/clients/run.ts FOLDER names|proxy, where FOLDER/plan.json says which clients.
import { execFile } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { table } from "../../tools/table.ts";
import { type Client, kinds, type Plan, ways } from "./client.ts";
import { defects } from "./defects.ts";
import { problemsOf } from "./judge.ts";
import type { Mode } from "./mode.ts";
import { credentialModes } from "./modes.ts";
import { openApiModes } from "./openapi-modes.ts";
import { ossModes } from "./oss-modes.ts";
import { profileModes } from "./profile-modes.ts";
import type { Answer } from "./programs/answer.ts";
import { stsModes } from "./sts-modes.ts";
import { startWorld } from "./world.ts";

const execute = promisify(execFile);
const clientTimeoutMs = 30_000;

const [folder = "", given] = process.argv.slice(2);
const way = ways.find((one) => one === given) ?? "names";
const { clients } = JSON.parse(await readFile(join(folder, "plan.json"), "utf8")) as Plan;
const facts = await startWorld(join(folder, "world"), way);
const { cloud } = facts;
const oidcToken = await cloud.oidcIssuer().mint();
const modesOf: Readonly<Record<Client["modes"], () => readonly Mode[]>> = {
  credentials: () => [...credentialModes(facts), ...profileModes(facts)],
  profiles: () => profileModes(facts).filter(({ name }) => name.startsWith("profile: ")),
  sts: () => stsModes(facts, oidcToken),
  oss: ossModes,
  openapi: () => openApiModes(facts),
};
const modesFor = (kind: Client["modes"]): readonly Mode[] => modesOf[kind]();

const outcomes = new Map<string, Map<string, string>>();
const failures: string[] = [];
const found: string[] = [];
let count = 0;

for (const client of clients) {
  if (client.trust !== undefined) await runCommand(client.trust, {}, filler(""));
  for (const mode of modesFor(client.modes)) {
    const outcome = await runMode(client, mode);
    const row = outcomes.get(mode.name) ?? new Map<string, string>();
    outcomes.set(mode.name, row.set(client.name, outcome));
    console.log(`${outcome.padEnd(8)} ${client.name}  ${mode.name}`);
  }
}

for (const kind of kinds) {
  const columns = clients.filter((client) => client.modes === kind).map(({ name }) => name);
  if (columns.length === 0) continue;
  const rows = modesFor(kind).map(({ name }) => [
    name,
    ...columns.map((column) => outcomes.get(name)?.get(column) ?? ""),
  ]);
  const title = way === "proxy" ? "By nothing but the proxy:" : "At the real addresses:";
  console.log(["", title, "", ...table([["mode", ...columns], ...rows])].join("\n"));
}
if (found.length > 0) console.log(["\nDefects of the clients, each asserted:", ...found].join("\n  "));
if (failures.length > 0) console.log(["\nFAILED:", ...failures].join("\n  "));
console.log(`\n${count - failures.length} passed, ${failures.length} failed`);
process.exit(failures.length > 0 ? 1 : 0);

async function runMode(client: Client, mode: Mode): Promise<string> {
  count += 1;
  const home = join(folder, "home");
  const fill = filler(home);
  await rm(home, { recursive: true, force: true });
  await mkdir(home, { recursive: true });
  for (const [path, text] of Object.entries(mode.files ?? {})) {
    await mkdir(dirname(join(home, path)), { recursive: true });
    await writeFile(join(home, path), fill(text));
  }
  const before = cloud.journal.entries().at(-1)?.seq ?? 0;
  const [command, ...args] = client.command;
  const config = JSON.stringify(mode.config);
  const answer = await runCommand(
    [command, ...args, config],
    { ...client.env, ...(way === "proxy" && client.proxyEnv), ...mode.env, HOME: home },
    fill,
  );
  const entries = cloud.journal.entries(({ seq }) => seq > before);
  const problems = problemsOf(cloud, mode, answer, entries);
  const defect = defects.find(
    (one) =>
      client.name.startsWith(one.client) &&
      one.mode === mode.name &&
      (one.way === undefined || one.way === way),
  );
  if (defect === undefined && problems.length === 0) return "ok";
  if (defect?.shows(answer, entries)) {
    found.push(`${client.name}, ${mode.name}: ${defect.defect}`);
    return "defect";
  }
  const seen = entries.map(
    (entry) => `${entry.host} ${entry.operation} ${entry.decision} ${entry.code ?? ""} ${entry.reason ?? ""}`,
  );
  const expected =
    defect === undefined ? problems : [`the defect does not show: ${defect.defect}`, ...problems];
  failures.push(
    [`${client.name}, ${mode.name}`, ...expected, ...seen.map((line) => `journal: ${line}`)].join("\n    "),
  );
  return "FAILED";
}

function filler(home: string): (text: string) => string {
  const { caFile, trustStore, proxyUrl = "", nodePreload } = facts;
  const files = { HOME_DIR: home, CA_FILE: caFile, TRUST_STORE: trustStore, NODE_PRELOAD: nodePreload };
  const all = { ...files, PROXY_URL: proxyUrl, PROXY_PORT: proxyUrl.split(":").at(-1) ?? "" };
  return (text) =>
    Object.entries(all).reduce((filled, [name, value]) => filled.replaceAll(name, value), text);
}

/** Runs a program with nothing of this one's environment but where to find programs. */
async function runCommand(
  [command, ...args]: readonly [string, ...string[]],
  env: Readonly<Record<string, string>>,
  fill: (text: string) => string,
): Promise<Answer> {
  const filled = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, fill(value)]));
  const options = { timeout: clientTimeoutMs, env: { PATH: process.env["PATH"], ...filled } };
  try {
    const { stdout } = await execute(command, args.map(fill), options);
    const line = stdout.trim().split("\n").at(-1) ?? "";
    return line.startsWith("{") ? (JSON.parse(line) as Answer) : { error: `no answer: ${line}` };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

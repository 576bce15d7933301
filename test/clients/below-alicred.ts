// Runs inside a namespace: tsx test/clients/below-alicred.ts FOLDER. The official clients below `alicred exec`, in homes whose own
// files would make them somebody else, and at `alicred serve --ecs` in the place of the metadata service.
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { table } from "../../tools/table.ts";
import { aliyunCli } from "./aliyun.ts";
import type { Client, Plan } from "./client.ts";
import { problemsOf } from "./judge.ts";
import type { Mode } from "./mode.ts";
import { odpsAtServe } from "./odps.ts";
import { profileModes } from "./profile-modes.ts";
import type { Answer } from "./programs/answer.ts";
import { accountId, startWorld } from "./world.ts";

const execute = promisify(execFile);
const timeout = 120_000;
const KINDS = ["exec", "exec --server"] as const;

const [folder = ""] = process.argv.slice(2);
const { clients } = JSON.parse(await readFile(join(folder, "plan.json"), "utf8")) as Plan;
const facts = await startWorld(join(folder, "world"), "names");
const { cloud, caFile, trustStore, metadata } = facts;
const main = fileURLToPath(new URL("../../cli/src/main.ts", import.meta.url));
const alicred = [process.execPath, "--import", "tsx", main];

/** The identity that every client must have: nobody else's session has this name. */
const OURS = `acs:ram::${accountId}:assumed-role/admin/ours`;
const configFile = join(folder, "ours.json");
const { accessKeyId, accessKeySecret } = cloud.accessKey("alice");
const ours = {
  name: "ours",
  mode: "RamRoleArn",
  access_key_id: accessKeyId,
  access_key_secret: accessKeySecret,
  ram_role_arn: `acs:ram::${accountId}:role/admin`,
  ram_session_name: "ours",
  region_id: "cn-hangzhou",
};
await writeFile(configFile, JSON.stringify({ current: "ours", profiles: [ours] }), { mode: 0o600 });

const situations: readonly Pick<Mode, "name" | "files">[] = [{ name: "no files" }, ...profileModes(facts)];
const homes: string[] = [];
// Sessions that an earlier run kept are of another cloud.
await rm(join(folder, "homes"), { recursive: true, force: true });
for (const [index, { files = {} }] of situations.entries()) {
  const home = join(folder, "homes", String(index));
  await mkdir(home, { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(home, path)), { recursive: true });
    await writeFile(join(home, path), text.replaceAll("HOME_DIR", home));
  }
  // The SDKs look for their INI file there.
  const { "credentials.ini": ini } = files;
  if (ini !== undefined) {
    await mkdir(join(home, ".alibabacloud"), { recursive: true });
    for (const name of ["credentials", "credentials.ini"])
      await writeFile(join(home, ".alibabacloud", name), ini);
  }
  homes.push(home);
}

const columns: string[] = [];
const cells = situations.map(({ name }) => [name]);
const failures: string[] = [];
let count = 0;

for (const client of clients.filter(({ modes }) => modes === "credentials")) {
  if (client.trust !== undefined) await runTrust(client.trust);
  for (const kind of KINDS) note(`${client.name.split(" ")[0]}, ${kind}`, await belowExec(client, kind));
}
const python = clients.find(({ name }) => name.startsWith("python"));
const terraform = clients.find(({ name }) => name.startsWith("terraform"));
if (terraform !== undefined)
  for (const kind of KINDS) note(`terraform, ${kind}`, await belowExec(terraform, kind));
const neighbours = await belowNeighbours();
const hasCli = clients.some(({ name }) => name.startsWith("aliyun"));
if (hasCli) for (const kind of KINDS) note(`aliyun CLI, ${kind}`, await cliBelowExec(kind));
console.log(
  ["", "Who was used below alicred:", "", ...table([["own files", ...columns], ...cells])].join("\n"),
);
if (neighbours.length > 0)
  console.log(
    ["", "By the variables of neighbours:", "", ...table([["tool", "exec"], ...neighbours])].join("\n"),
  );
if (terraform !== undefined)
  console.log(`terraform, by alicred serve: ${judged("serve, terraform", await atServe(terraform))}`);

if (python !== undefined) {
  const problem = await odpsAtServe(folder, environment(python.env), spawnAlicred);
  count += 1;
  if (problem !== undefined) failures.push(`serve, PyODPS\n    ${problem}`);
  console.log(`PyODPS, by alicred serve, through a refresh: ${problem === undefined ? "ours" : "FAILED"}`);
}

console.log(
  [
    "",
    "Who was used by a profile whose external command is alicred resolve --format external:",
    "",
    ...table([["client", ""], ...(await atExternal())]),
  ].join("\n"),
);

await metadata?.close();
const rows = await atMetadata();
console.log(
  [
    "",
    "Who was used at alicred serve --ecs:",
    "",
    ...table([["client", "version 2, else 1", "version 2 alone"], ...rows]),
  ].join("\n"),
);

if (failures.length > 0) console.log(["\nFAILED:", ...failures].join("\n  "));
console.log(`\n${count - failures.length} passed, ${failures.length} failed`);
process.exit(failures.length > 0 ? 1 : 0);

/** One run of `alicred`, in which the client runs once in each home. */
async function belowExec(client: Client, kind: string): Promise<readonly Answer[]> {
  const lines = homes.map((home) => {
    const words = [...client.command, "{}"].map((word) => filled(word, home));
    return `echo "@@"; HOME='${home}' ${words.map((word) => `'${word}'`).join(" ")} || true`;
  });
  const stdout = await run(
    [...kind.split(" "), "-c", configFile, "ours", "--", "sh", "-c", lines.join("\n")],
    client.env,
  );
  return stdout.split("@@\n").slice(1).map(parseAnswer);
}

/** The use that the neighbours of the SDKs make of their own variables, where Python is among the clients. */
async function belowNeighbours(): Promise<readonly (readonly string[])[]> {
  if (python === undefined) return [];
  const program = fileURLToPath(new URL("programs/neighbours.py", import.meta.url));
  const stdout = await run(["exec", "-c", configFile, "ours", "--", "python3", program], python.env);
  const answers: Readonly<Record<string, Answer>> = JSON.parse(stdout.trim().split("\n").at(-1) ?? "{}");
  return Object.entries(answers).map(([tool, answer]) => [tool, judged(`exec, ${tool}`, answer)]);
}

/** The CLI is run by `alicred` itself, which adds the option that leads it to the server. */
async function cliBelowExec(kind: string): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (const home of homes) {
    const call = [aliyunCli, "sts", "GetCallerIdentity", "--endpoint", "sts.aliyuncs.com"];
    const args = [...kind.split(" "), "-c", configFile, "ours", "--", ...call];
    const stdout = await run(args, { SSL_CERT_FILE: caFile, HOME: home }).catch((error: unknown) =>
      String(error),
    );
    const [, arn] = /"Arn": "(.*?)"/.exec(stdout) ?? [];
    answers.push(arn === undefined ? { error: stdout } : { arn });
  }
  return answers;
}

/** A client with the variables that `alicred serve` prints for a shell. */
async function atServe(client: Client): Promise<Answer> {
  const server = spawnAlicred(["serve", "ours", "-c", configFile, "--print-env", "bash"]);
  try {
    const lines = await new Promise<string>((resolve, reject) => {
      server.stdout?.once("data", (chunk) => resolve(String(chunk)));
      server.once("exit", (code) => reject(new Error(`alicred serve ended with ${code}`)));
    });
    const words = [...client.command, "{}"].map((word) => `'${filled(word, homes[0] ?? "")}'`);
    const script = `${lines}\n${words.join(" ")}`;
    const { stdout } = await execute("sh", ["-c", script], { timeout, env: environment(client.env) });
    return parseAnswer(stdout);
  } finally {
    server.kill();
  }
}

/** Each client with a profile whose external command is `alicred`. */
async function atExternal(): Promise<readonly (readonly string[])[]> {
  const home = join(folder, "homes", "external");
  await mkdir(join(home, ".aliyun"), { recursive: true });
  const process_command = [...alicred, "resolve", "ours", "-c", configFile, "--format", "external"].join(" ");
  const profile = { name: "default", mode: "External", process_command, region_id: "cn-hangzhou" };
  await writeFile(
    join(home, ".aliyun/config.json"),
    JSON.stringify({ current: "default", profiles: [profile] }),
  );
  const found: string[][] = [];
  for (const client of clients.filter(({ modes }) => modes === "credentials")) {
    const [file = "", ...args] = [...client.command, "{}"].map((word) => filled(word, home));
    const env = { ...environment(client.env), HOME: home, ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true" };
    const answer = parseAnswer((await execute(file, args, { timeout, env })).stdout);
    const isUnknown = /Unsupported profile mode 'External'/.test(answer.error ?? "");
    found.push([client.name, isUnknown ? "mode unknown to it" : judged(`external, ${client.name}`, answer)]);
  }
  return found;
}

/** Each client with an instance's role, by both versions of the protocol. */
async function atMetadata(): Promise<readonly (readonly string[])[]> {
  const address = ["--ecs", "--host", "100.100.100.200", "--port", "80", "--json"];
  const server = await startServer(["serve", "ours", "-c", configFile, ...address]);
  const found: string[][] = [];
  try {
    for (const client of clients.filter(({ modes }) => modes === "credentials")) {
      const answers: Answer[] = [];
      for (const v1Disabled of ["false", "true"]) {
        const [file = "", ...args] = [...client.command, JSON.stringify({ type: "ecs_ram_role" })].map(
          (word) => filled(word, homes[0] ?? ""),
        );
        const env = { ...environment(client.env), ALIBABA_CLOUD_IMDSV1_DISABLED: v1Disabled };
        const { stdout } = await execute(file, args, { timeout, env });
        answers.push(parseAnswer(stdout));
      }
      found.push([client.name, ...answers.map((answer) => judged(`serve --ecs, ${client.name}`, answer))]);
    }
  } finally {
    server.kill();
  }
  return found;
}

/** Starts a server, and waits until it says where it is. */
function startServer(args: readonly string[]): Promise<ChildProcess> {
  const child = spawnAlicred(args);
  return new Promise((resolve, reject) => {
    child.stdout?.once("data", () => resolve(child));
    child.once("exit", (code) => reject(new Error(`alicred serve ended with ${code}`)));
  });
}

function spawnAlicred(args: readonly string[]): ChildProcess {
  const [file = "", ...first] = alicred;
  return spawn(file, [...first, ...args], { env: environment({}), stdio: ["ignore", "pipe", "inherit"] });
}

async function run(args: readonly string[], env: Readonly<Record<string, string>>): Promise<string> {
  const [file = "", ...first] = alicred;
  const { stdout } = await execute(file, [...first, ...args], { timeout, env: environment(env) });
  return stdout;
}

function environment(env: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const [home = ""] = homes;
  const given = Object.entries(env).map(([name, value]) => [name, filled(value, home)]);
  return { PATH: process.env["PATH"], HOME: home, NODE_EXTRA_CA_CERTS: caFile, ...Object.fromEntries(given) };
}

function filled(text: string, home: string): string {
  return text
    .replaceAll("HOME_DIR", home)
    .replaceAll("CA_FILE", caFile)
    .replaceAll("TRUST_STORE", trustStore);
}

async function runTrust([command, ...args]: readonly [string, ...string[]]): Promise<void> {
  await execute(
    command,
    args.map((arg) => filled(arg, "")),
  );
}

function parseAnswer(stdout: string): Answer {
  const line = stdout.trim().split("\n").at(-1) ?? "";
  return line.startsWith("{") ? (JSON.parse(line) as Answer) : { error: `no answer: ${line}` };
}

function note(column: string, answers: readonly Answer[]): void {
  columns.push(column);
  for (const [index, cell] of cells.entries())
    cell.push(judged(`${column}, ${situations[index]?.name}`, answers[index] ?? { error: "no answer" }));
}

function judged(title: string, answer: Answer): string {
  count += 1;
  const problems = problemsOf(cloud, { name: title, config: {}, identity: OURS, calls: [] }, answer, []);
  if (problems.length === 0) return "ours";
  failures.push([title, ...problems].join("\n    "));
  return "FAILED";
}

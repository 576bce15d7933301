// From nothing to credentials: whole processes, over a bare `node`, from the packages as they are published. Subjects:
// alicred by its front door and by the scoped packages, the command, and the official SDK, in alternating order.
import { spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createVirtualClock, simulateCloud } from "@alicred/simulators";
import { createCertificateAuthority, serve } from "@alicred/simulators/serve";
import { command } from "../tools/command.ts";
import { table } from "../tools/table.ts";
import { rootDir } from "../tools/workspace.ts";

interface Subject {
  readonly name: string;
  /** The arguments of node: a program of its own, or the command. */
  readonly argv: readonly string[];
}

interface Row {
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
  readonly subjects: readonly Subject[];
}

interface Sample {
  readonly wallMs: number;
  readonly cpuMs: number;
}

const ROUNDS = Number(process.env["ROUNDS"] ?? 21);
const BARE = "bare node";
/** The end of every program: what it took must have been for something. */
const CHECK = "if (!accessKeyId) process.exit(1);\n";
/** Loaded into each process, the bare one too: says at the end how much of the processors it took. */
const CPU = `process.on("exit", () => {
  const { user, system } = process.cpuUsage();
  process.stderr.write("cpu " + (user + system) / 1000 + "\\n");
});
`;

const folder = mkdtempSync(join(tmpdir(), "alicred-cold-start-"));
const authority = await createCertificateAuthority();
const cloud = simulateCloud({ clock: createVirtualClock({ startMs: Date.now(), speed: 1 }) });
const http = await serve(cloud);
const https = await serve(cloud, { authority });
try {
  await install();
  for (const row of rows()) await print(row, await measure(row));
} finally {
  await http.close();
  await https.close();
  rmSync(folder, { recursive: true, force: true });
}

async function install(): Promise<void> {
  const packages = join(rootDir, "build/packages");
  if (!existsSync(packages)) await command("npm", ["run", "--silent", "build"], { cwd: rootDir });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
  writeFileSync(join(folder, "ca.pem"), authority.certificate);
  writeFileSync(join(folder, "cpu.cjs"), CPU);
  const tarballs = readdirSync(packages).map((file) => join(packages, file));
  const flags = ["--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"];
  await command("npm", ["install", ...flags, ...tarballs, "@alicloud/credentials@2.4.7"], { cwd: folder });
}

function rows(): readonly Row[] {
  const alice = cloud.accessKey("alice");
  const key = `accessKeyId: "${alice.accessKeyId}", accessKeySecret: "${alice.accessKeySecret}"`;
  const variables = {
    ALIBABA_CLOUD_ACCESS_KEY_ID: alice.accessKeyId,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: alice.accessKeySecret,
  };
  const host = new URL(https.url).host;
  const uri = `${http.url}/credentials-uri/reader`;
  const role = "acs:ram::1000000000000001:role/reader";
  const home = join(folder, "home");
  mkdirSync(join(home, ".aliyun"), { recursive: true });
  const profile = {
    name: "dev",
    mode: "AK",
    access_key_id: alice.accessKeyId,
    access_key_secret: alice.accessKeySecret,
  };
  writeFileSync(
    join(home, ".aliyun/config.json"),
    JSON.stringify({ current: "dev", profiles: [{ ...profile, region_id: "cn-hangzhou" }] }),
  );
  const main = join(folder, "node_modules/alicred/dist/main.js");
  return [
    row("default chain, key in the environment", variables, {
      "front door": front("resolver()"),
      "scoped packages": scoped("sdkDefault()", "presets/sdk-default", "sdkDefault"),
      "official SDK": official(""),
    }),
    row(
      "static key",
      {},
      {
        "front door": front(`resolver({ source: staticCredentials({ ${key} }) })`, "staticCredentials"),
        "scoped packages": scoped(`staticCredentials({ ${key} })`, "static", "staticCredentials"),
        "official SDK": official(`new Config({ type: "access_key", ${key} })`),
      },
    ),
    row(
      "AssumeRole",
      {},
      {
        "front door": front(
          `resolver({ source: assumeRole({ from: staticCredentials({ ${key} }), roleArn: "${role}", sts: { endpoint: "${host}" } }) })`,
          "assumeRole, staticCredentials",
        ),
        "scoped packages": scoped(
          `assumeRole({ from: staticCredentials({ ${key} }), roleArn: "${role}", sts: { endpoint: "${host}" } })`,
          "assume-role",
          "assumeRole",
          `import { staticCredentials } from "@alicred/static";`,
        ),
        "official SDK": official(
          `new Config({ type: "ram_role_arn", ${key}, roleArn: "${role}", roleSessionName: "bench", stsEndpoint: "${host}" })`,
        ),
      },
    ),
    row(
      "credentials URI",
      {},
      {
        "front door": front(`resolver({ source: credentialsUri({ uri: "${uri}" }) })`, "credentialsUri"),
        "scoped packages": scoped(`credentialsUri({ uri: "${uri}" })`, "credentials-uri", "credentialsUri"),
        "official SDK": official(`new Config({ type: "credentials_uri", credentialsURI: "${uri}" })`),
      },
    ),
    {
      name: "the command, a static profile",
      env: { HOME: home },
      subjects: [
        { name: BARE, argv: [program(BARE, "")] },
        { name: "alicred resolve --json", argv: [main, "resolve", "--json"] },
        { name: "alicred --help", argv: [main, "--help"] },
        { name: "alicred exec -- true", argv: [main, "exec", "dev", "--", "true"] },
        { name: "TAB", argv: [main, "__complete", "bash", ":=", "alicred resolve --profile d"] },
        { name: "official SDK, in a script", argv: [program("official-profile", official(""))] },
      ],
    },
  ];
}

function row(name: string, env: Row["env"], programs: Readonly<Record<string, string>>): Row {
  const subjects = Object.entries({ [BARE]: "", ...programs }).map(([subject, code]) => ({
    name: subject,
    argv: [program(`${name} ${subject}`, code)],
  }));
  return { name, env, subjects };
}

/** Writes a program, and returns its path. */
function program(name: string, code: string): string {
  const path = join(folder, `${name.replaceAll(/\W+/g, "-")}.mjs`);
  writeFileSync(path, code);
  return path;
}

function front(expression: string, names = ""): string {
  return `import { resolver, ${names} } from "alicred";\nconst { accessKeyId } = await ${expression}.get();\n${CHECK}`;
}

function scoped(expression: string, where: string, names: string, more = ""): string {
  return `import { refreshing } from "@alicred/core";
import { nodeHost } from "@alicred/core/host/node";
import { ${names} } from "@alicred/${where}";
${more}
const { accessKeyId } = await refreshing(${expression}, { host: nodeHost() }).get();
${CHECK}`;
}

function official(config: string): string {
  return `import credentials from "@alicloud/credentials";
const { default: Client, Config } = credentials;
const { accessKeyId } = await new Client(${config}).getCredential();
${CHECK}`;
}

async function measure({ env, subjects }: Row): Promise<ReadonlyMap<string, readonly Sample[]>> {
  const samples = new Map(subjects.map(({ name }) => [name, [] as Sample[]]));
  for (let round = -1; round < ROUNDS; round++) {
    for (const { name, argv } of round % 2 === 0 ? subjects : [...subjects].reverse()) {
      const sample = await once(argv, env);
      // The first round fills the caches of the file system.
      if (round >= 0) samples.get(name)?.push(sample);
    }
  }
  return samples;
}

function environment(env: Row["env"]): Row["env"] {
  const { PATH = "" } = process.env;
  return { PATH, HOME: folder, NODE_EXTRA_CA_CERTS: join(folder, "ca.pem"), ...env };
}

/** How many different files of the packages a process opens; unknown where there is no strace. */
async function filesOpened({ argv }: Subject, env: Row["env"]): Promise<string> {
  const log = join(folder, "opened.txt");
  // A file for each thread: in one, the lines of threads are cut by each other.
  const traced = ["-ff", "-e", "trace=open,openat", "-o", log, process.execPath, ...argv];
  const child = spawn("strace", traced, { cwd: folder, stdio: "ignore", env: environment(env) });
  const code = await new Promise((resolve) => child.on("close", resolve).on("error", resolve));
  if (code !== 0) return "";
  const logs = readdirSync(folder).filter((file) => file.startsWith("opened.txt."));
  const text = logs.map((file) => readFileSync(join(folder, file), "utf8")).join("\n");
  for (const file of logs) rmSync(join(folder, file));
  const paths = text.matchAll(/"([^"]*\/node_modules\/[^"]*)".* = \d+$/gm);
  return String(new Set([...paths].map(([, path]) => path)).size);
}

/** One process, from its start to its end; it tells what time it took from the processors. */
function once(argv: readonly string[], env: Row["env"]): Promise<Sample> {
  return new Promise((resolve, reject) => {
    const startedMs = performance.now();
    const child = spawn(process.execPath, ["--require", "./cpu.cjs", ...argv], {
      cwd: folder,
      stdio: ["ignore", "ignore", "pipe"],
      env: environment(env),
    });
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    child.on("error", reject);
    child.on("close", (code) => {
      const wallMs = performance.now() - startedMs;
      const cpuMs = Number(/^cpu ([\d.]+)$/m.exec(said)?.[1]);
      // A program that takes the place of the process, as with exec from Node 22 on, says nothing.
      if (code === 0 && (cpuMs > 0 || argv.includes("exec"))) resolve({ wallMs, cpuMs });
      else reject(new Error(`${argv.join(" ")}: exit code ${code}\n${said}`));
    });
  });
}

async function print(
  { name, env, subjects }: Row,
  samples: ReadonlyMap<string, readonly Sample[]>,
): Promise<void> {
  const over = (subject: string, part: keyof Sample): number =>
    median(samples.get(subject) ?? [], part) - median(samples.get(BARE) ?? [], part);
  const peer = subjects.at(-1)?.name ?? BARE;
  const files = new Map<Subject, string>();
  for (const subject of subjects) files.set(subject, await filesOpened(subject, env));
  const rows = subjects.map((subject) => [
    subject.name,
    ...(["wallMs", "cpuMs"] as const).flatMap((part) =>
      subject.name === BARE
        ? [`(${median(samples.get(BARE) ?? [], part).toFixed(0)})`, ""]
        : [over(subject.name, part).toFixed(1), (over(subject.name, part) / over(peer, part)).toFixed(2)].map(
            (figure) => (figure === "NaN" ? "" : figure),
          ),
    ),
    files.get(subject) ?? "",
  ]);
  console.log(`\n${name}: ms over bare node, and times the official SDK; medians of ${ROUNDS}\n`);
  const heads = ["subject", "wall", "times the SDK", "CPU", "times the SDK", "files"];
  for (const line of table([heads, ...rows])) console.log(`  ${line}`);
}

function median(samples: readonly Sample[], part: keyof Sample): number {
  const sorted = samples.map((sample) => sample[part]).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

// Fetches the clients and builds their programs: all that needs a network, before the namespace that has none.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { prepareAliyun } from "./aliyun.ts";
import { buildGo, buildJava, installPython, programs } from "./build.ts";
import type { Client, Plan } from "./client.ts";

const execute = promisify(execFile);
const timeout = 300_000;

const versions = {
  python: "1.0.12",
  java: "1.0.3",
  go: "1.4.12",
  "python-oss": "2.19.1",
  "java-oss": "3.18.5",
  "go-oss": "1.6.1",
  pyodps: "0.13.2",
  "python-oss-v2": "1.4.1",
};

/** Variables that most programs obey. */
const proxyVariables = { HTTPS_PROXY: "PROXY_URL", HTTP_PROXY: "PROXY_URL" };

interface Language {
  readonly name: string;
  /** Its tools, as commands that only say their version. */
  readonly tools: readonly (readonly [string, ...string[]])[];
  /** The files that it is built from; it is not rebuilt while these are the same. */
  readonly sources: readonly string[];
  build(folder: string): Promise<void>;
  clients(folder: string): readonly Client[];
}

const tsx = [process.execPath, "--import", "tsx"] as const;

const node: Language = {
  name: "node",
  tools: [],
  sources: [],
  build: async () => undefined,
  clients: () => [
    {
      name: "node @alicloud/credentials 2.4.7",
      modes: "credentials",
      command: [...tsx, join(programs, "node.ts")],
      env: { NODE_EXTRA_CA_CERTS: "CA_FILE" },
      proxyEnv: { ...proxyVariables, NODE_OPTIONS: "--import=NODE_PRELOAD" },
    },
    {
      name: "node @alicloud/sts20150401 1.2.0",
      modes: "sts",
      command: [...tsx, join(programs, "node-sts.ts")],
      env: { NODE_EXTRA_CA_CERTS: "CA_FILE" },
      proxyEnv: { ...proxyVariables, NODE_OPTIONS: "--import=NODE_PRELOAD" },
    },
  ],
};

const go: Language = {
  name: "go",
  tools: [["go", "version"]],
  sources: ["go/main.go", "go/go.mod", "go/go.sum"],
  build: (folder) => buildGo("go", folder),
  clients: (folder) => [
    {
      name: `go credentials-go ${versions.go}`,
      modes: "credentials",
      command: [join(folder, "client")],
      env: { SSL_CERT_FILE: "CA_FILE" },
      proxyEnv: proxyVariables,
    },
  ],
};

const python: Language = {
  name: "python",
  tools: [
    ["python3", "--version"],
    ["python3", "-m", "pip", "--version"],
  ],
  sources: ["client.py", "neighbours.py", "odps-uri.py"],
  async build(folder) {
    await installPython(`alibabacloud_credentials==${versions.python}`, folder);
    // Of programs/neighbours.py and odps-uri.py.
    await installPython(`pyodps==${versions.pyodps}`, folder);
    await installPython(`alibabacloud-oss-v2==${versions["python-oss-v2"]}`, folder);
  },
  clients: (folder) => [
    {
      name: `python alibabacloud_credentials ${versions.python}`,
      modes: "credentials",
      command: ["python3", join(programs, "client.py")],
      env: { PYTHONPATH: folder, PYTHONWARNINGS: "ignore" },
      proxyEnv: proxyVariables,
      // The client reads the bundle of certifi and nothing else.
      trust: ["cp", "CA_FILE", join(folder, "certifi", "cacert.pem")],
    },
  ],
};

const java: Language = {
  name: "java",
  tools: [
    ["javac", "-version"],
    ["mvn", "--version"],
  ],
  sources: ["java/ClientProgram.java", "java/pom.xml"],
  build: (folder) => buildJava("java", "ClientProgram", folder),
  clients: (folder) => [
    {
      name: `java credentials-java ${versions.java}`,
      modes: "credentials",
      command: javaCommand("ClientProgram", folder),
      env: {},
      proxyEnv: { JAVA_TOOL_OPTIONS: ["http", "https"].map(javaProxy).join(" ") },
    },
  ],
};

const nodeOss: Language = {
  ...node,
  name: "node-oss",
  clients: () => [
    {
      name: "node ali-oss 6.23.0",
      modes: "oss",
      command: [...tsx, join(programs, "node-oss.ts")],
      env: { NODE_EXTRA_CA_CERTS: "CA_FILE" },
      proxyEnv: { ...proxyVariables, NODE_OPTIONS: "--import=NODE_PRELOAD" },
    },
  ],
};

const nodeOpenApi: Language = {
  ...node,
  name: "node-openapi",
  clients: () => [
    {
      name: "node @alicloud/openapi-core",
      modes: "openapi",
      command: [...tsx, join(programs, "node-openapi.ts")],
      env: { NODE_EXTRA_CA_CERTS: "CA_FILE" },
      proxyEnv: { ...proxyVariables, NODE_OPTIONS: "--import=NODE_PRELOAD" },
    },
  ],
};

const goOss: Language = {
  ...go,
  name: "go-oss",
  sources: ["go-oss/main.go", "go-oss/go.mod", "go-oss/go.sum"],
  build: (folder) => buildGo("go-oss", folder),
  clients: (folder) => [
    {
      name: `go alibabacloud-oss-go-sdk-v2 ${versions["go-oss"]}`,
      modes: "oss",
      command: [join(folder, "client")],
      env: { SSL_CERT_FILE: "CA_FILE" },
      proxyEnv: proxyVariables,
    },
  ],
};

const pythonOss: Language = {
  ...python,
  name: "python-oss",
  sources: ["oss.py"],
  build: (folder) => installPython(`oss2==${versions["python-oss"]}`, folder),
  clients: (folder) => [
    {
      name: `python oss2 ${versions["python-oss"]}`,
      modes: "oss",
      command: ["python3", join(programs, "oss.py")],
      env: { PYTHONPATH: folder, PYTHONWARNINGS: "ignore", SSL_CERT_FILE: "CA_FILE" },
      proxyEnv: proxyVariables,
      trust: ["cp", "CA_FILE", join(folder, "certifi", "cacert.pem")],
    },
  ],
};

const javaOss: Language = {
  ...java,
  name: "java-oss",
  sources: ["java-oss/OssProgram.java", "java-oss/pom.xml"],
  build: (folder) => buildJava("java-oss", "OssProgram", folder),
  clients: (folder) => [
    {
      name: `java aliyun-sdk-oss ${versions["java-oss"]}`,
      modes: "oss",
      command: javaCommand("OssProgram", folder),
      env: {},
      proxyEnv: { JAVA_TOOL_OPTIONS: ["http", "https"].map(javaProxy).join(" ") },
    },
  ],
};

function javaCommand(program: string, folder: string): readonly [string, ...string[]] {
  return [
    "java",
    "-XX:TieredStopAtLevel=1",
    "-Dfile.encoding=UTF-8",
    "-Djavax.net.ssl.trustStore=TRUST_STORE",
    "-Duser.home=HOME_DIR",
    "-cp",
    `${folder}:${join(folder, "lib", "*")}`,
    program,
  ];
}

function javaProxy(scheme: string): string {
  return `-D${scheme}.proxyHost=127.0.0.1 -D${scheme}.proxyPort=PROXY_PORT`;
}

const languages: readonly Language[] = [
  node,
  go,
  python,
  java,
  nodeOss,
  nodeOpenApi,
  goOss,
  pythonOss,
  javaOss,
];
/** Not a language, but asked for like one. */
const aliyunName = "aliyun";
export const languageNames: readonly string[] = [...languages.map(({ name }) => name), aliyunName];

/** Readies the clients of these languages below a folder, which keeps what was built. */
export async function prepare(build: string, only: readonly string[] | undefined): Promise<Plan> {
  const clients: Client[] = [];
  const missing: string[] = [];
  for (const language of languages.filter(({ name }) => only === undefined || only.includes(name))) {
    const folder = join(build, language.name);
    const absent = await firstAbsent(language);
    const failed = absent ?? (await made(language, folder));
    if (failed === undefined) clients.push(...language.clients(folder));
    else missing.push(`${language.name}: ${failed}`);
  }
  const leftOut: string[] = [];
  const tool = only === undefined || only.includes(aliyunName) ? await prepareAliyun() : undefined;
  if (typeof tool === "string") leftOut.push(tool);
  else if (tool !== undefined) clients.push(tool);
  return { clients, missing, leftOut };
}

async function firstAbsent({ tools }: Language): Promise<string | undefined> {
  for (const [command, ...args] of tools) {
    const runs = await execute(command, args, { timeout }).then(
      () => true,
      () => false,
    );
    if (!runs) return `${command} does not run here`;
  }
  return undefined;
}

async function made(language: Language, folder: string): Promise<string | undefined> {
  const stamp = join(folder, "made-from");
  const wanted = await fingerprint(language);
  if ((await readFile(stamp, "utf8").catch(() => "")) === wanted) return undefined;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  try {
    await language.build(folder);
  } catch (error) {
    const { stderr = "", message } = error as { stderr?: string; message: string };
    return `its client cannot be fetched or built: ${(stderr || message).trim().split("\n")[0]}`;
  }
  await writeFile(stamp, wanted);
  return undefined;
}

async function fingerprint({ name, sources }: Language): Promise<string> {
  const hash = createHash("sha256").update(JSON.stringify([name, versions]));
  for (const source of sources) hash.update(await readFile(join(programs, source)));
  return hash.digest("hex");
}

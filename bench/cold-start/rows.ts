// The programs whose start is measured.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { binPath } from "../../tools/workspace.ts";
import type { Folder } from "./folder.ts";

export interface StartSubject {
  readonly name: string;
  readonly kind: "own" | "floor" | "peer";
  readonly argv: readonly [string, ...string[]];
}

/** Subjects that get the same credentials. The first is the bare runtime. */
export interface StartRow {
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
  readonly subjects: readonly StartSubject[];
}

type Programs = Readonly<Record<string, readonly [kind: StartSubject["kind"], code: string]>>;

/** The end of every program: what it took must have been for something. */
const CHECK = "if (!accessKeyId) process.exit(1);\n";

export const OFFICIAL = "official SDK";

export function startRows(folder: Folder, quick: boolean): readonly StartRow[] {
  const { cloud, httpUrl, httpsUrl } = folder;
  const alice = cloud.accessKey("alice");
  const key = `accessKeyId: "${alice.accessKeyId}", accessKeySecret: "${alice.accessKeySecret}"`;
  const variables = {
    ALIBABA_CLOUD_ACCESS_KEY_ID: alice.accessKeyId,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: alice.accessKeySecret,
    AWS_ACCESS_KEY_ID: alice.accessKeyId,
    AWS_SECRET_ACCESS_KEY: alice.accessKeySecret,
  };
  const role = `roleArn: "acs:ram::1000000000000001:role/reader"`;
  const host = new URL(httpsUrl).host;
  const assumed = `assumeRole({ from: staticCredentials({ ${key} }), ${role}, sts: { endpoint: "${host}" } })`;
  const uri = `${httpUrl}/credentials-uri/reader`;
  const chain: Programs = {
    "front door": ["own", front("resolver()")],
    "scoped packages": ["own", scoped("sdkDefault()", "presets/sdk-default", "sdkDefault")],
    "AWS provider chain": ["peer", awsChain],
    [OFFICIAL]: ["peer", official("")],
  };
  const node = (name: string, env: StartRow["env"], programs: Programs): StartRow =>
    row(folder, name, env, programs, [process.execPath, "--require", "./cpu.cjs"]);
  const rows = [
    node("default chain, key in the environment", variables, chain),
    commandRow(folder, variables),
  ];
  if (quick) return rows.map((each) => ({ ...each, subjects: each.subjects.filter(isCompared) }));
  const runtimes = [
    ["Deno", [binPath("deno"), "run", "-A", "--node-modules-dir=manual"]],
    ["Bun", [binPath("bun")]],
  ] as const;
  return [
    ...rows,
    node(
      "static key",
      {},
      {
        "front door": [
          "own",
          front(`resolver({ source: staticCredentials({ ${key} }) })`, "staticCredentials"),
        ],
        "scoped packages": ["own", scoped(`staticCredentials({ ${key} })`, "static", "staticCredentials")],
        "smithy memoize": ["peer", smithy(key)],
        "google-auth-library": ["peer", google],
        [OFFICIAL]: ["peer", official(`new Config({ type: "access_key", ${key} })`)],
      },
    ),
    node(
      "AssumeRole",
      {},
      {
        "front door": ["own", front(`resolver({ source: ${assumed} })`, "assumeRole, staticCredentials")],
        "scoped packages": [
          "own",
          scoped(
            assumed,
            "assume-role",
            "assumeRole",
            `import { staticCredentials } from "@alicred/static";`,
          ),
        ],
        [OFFICIAL]: [
          "peer",
          official(
            `new Config({ type: "ram_role_arn", ${key}, ${role}, roleSessionName: "bench", stsEndpoint: "${host}" })`,
          ),
        ],
      },
    ),
    node(
      "credentials URI",
      {},
      {
        "front door": [
          "own",
          front(`resolver({ source: credentialsUri({ uri: "${uri}" }) })`, "credentialsUri"),
        ],
        "scoped packages": [
          "own",
          scoped(`credentialsUri({ uri: "${uri}" })`, "credentials-uri", "credentialsUri"),
        ],
        [OFFICIAL]: ["peer", official(`new Config({ type: "credentials_uri", credentialsURI: "${uri}" })`)],
      },
    ),
    ...runtimes.map(([name, argv]) => row(folder, `default chain in ${name}`, variables, chain, argv)),
  ];
}

/** Whether a goal compares it. */
function isCompared({ name }: StartSubject): boolean {
  return name !== "AWS provider chain" && name !== "TAB";
}

function row(
  folder: Folder,
  name: string,
  env: StartRow["env"],
  programs: Programs,
  argv: readonly [string, ...string[]],
): StartRow {
  const bare: Programs = { "bare runtime": ["floor", ""] };
  const subjects = Object.entries({ ...bare, ...programs }).map(([subject, [kind, code]]): StartSubject => {
    const file = folder.program(`${name} ${subject}`, code);
    return { name: subject, kind, argv: [...argv, file] };
  });
  return { name, env, subjects };
}

function commandRow(folder: Folder, variables: Readonly<Record<string, string>>): StartRow {
  const home = join(folder.path, "home");
  mkdirSync(join(home, ".aliyun"), { recursive: true });
  const profile = {
    name: "dev",
    mode: "AK",
    access_key_id: variables["ALIBABA_CLOUD_ACCESS_KEY_ID"],
    access_key_secret: variables["ALIBABA_CLOUD_ACCESS_KEY_SECRET"],
    region_id: "cn-hangzhou",
  };
  writeFileSync(join(home, ".aliyun/config.json"), JSON.stringify({ current: "dev", profiles: [profile] }));
  const main = join(folder.path, "node_modules/alicred/dist/main.js");
  const node = [process.execPath, "--require", "./cpu.cjs"] as const;
  const own = (name: string, ...words: readonly string[]): StartSubject => ({
    name,
    kind: "own",
    argv: [...node, main, ...words],
  });
  return {
    name: "the command, a static profile",
    env: { HOME: home },
    subjects: [
      { name: "bare runtime", kind: "floor", argv: [...node, folder.program("bare-command", "")] },
      own("alicred resolve --json", "resolve", "--json"),
      own("alicred --help", "--help"),
      own("alicred exec -- true", "exec", "dev", "--", "true"),
      own("TAB", "__complete", "bash", ":=", "alicred resolve --profile d"),
      { name: OFFICIAL, kind: "peer", argv: [...node, folder.program("official-profile", official(""))] },
    ],
  };
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

/** CommonJS: here the default export is a property of the default import, in Bun and in bundles it is the import. */
export const OFFICIAL_IMPORT = `import * as imported from "@alicloud/credentials";
const { default: Client, Config } = imported.default.default ? imported.default : imported;
`;

function official(config: string): string {
  return `${OFFICIAL_IMPORT}const { accessKeyId } = await new Client(${config}).getCredential();
${CHECK}`;
}

const awsChain = `import { fromNodeProviderChain } from "@aws-sdk/credential-providers";
const { accessKeyId } = await fromNodeProviderChain()();
${CHECK}`;

function smithy(key: string): string {
  return `import { memoize } from "@smithy/property-provider";
const { accessKeyId } = await memoize(async () => ({ ${key} }))();
${CHECK}`;
}

const google = `import { OAuth2Client } from "google-auth-library";
const client = new OAuth2Client();
client.setCredentials({ access_token: "token" });
const { token: accessKeyId } = await client.getAccessToken();
${CHECK}`;

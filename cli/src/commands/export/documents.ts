import { wrongUse } from "../../command/command-error.ts";
import { quoteIfNeeded } from "../../terminal/quote.ts";
import { visible } from "../../terminal/terminal.ts";
import type { Identity } from "../exec/variables.ts";
import { configDocument } from "../resolve/documents.ts";
import type { FormName, Way } from "./forms.ts";
import { exportText } from "./text.ts";

/** The values that a document is made from. */
export interface Material {
  /** For a snapshot. */
  readonly identity?: Identity | undefined;
  readonly region: string | undefined;
  /** The command of an external way, as one line. */
  readonly command: string;
  readonly uri: string | undefined;
  readonly profile: string | undefined;
}

/** A tool with a file of its own. */
export interface Form {
  /** The ways that it can do, the best first. */
  readonly ways: readonly [Way, ...Way[]];
  /** The file where the tool looks; `undefined`: nowhere by itself. */
  readonly file?: string;
  /** The file as text. */
  readonly document: (way: Way, material: Material) => string;
  /** The next line to type. */
  readonly next: (file: string) => string;
  /** The program and arguments that show whether it works. */
  readonly check?: (file: string) => readonly [program: string, ...args: string[]];
}

/** Every tool but those that read profiles of `config.json`. */
export const DOCUMENT_FORMS: Readonly<Record<Exclude<FormName, "config">, Form>> = {
  "serverless-devs": {
    ways: ["snapshot", "uri"],
    file: "~/.alicred/serverless-devs.json",
    // It reads the current profile, and its dialect of external commands is one of its own.
    document: (way, material) => (way === "uri" ? uriConfig(material) : configDocument(identityOf(material))),
    next: (file) => `export ALIBABACLOUD_CONFIG=${file}  # and in s.yaml: access: \${aliyun-cli}`,
  },
  ossutil: {
    ways: ["snapshot", "uri"],
    file: "~/.ossutilconfig",
    document(way, material) {
      const endpoint = `oss-${regionOf("ossutil", material)}.aliyuncs.com`;
      if (way === "uri")
        return ini({ Credentials: { language: "EN", endpoint }, AkService: { ecsAk: material.uri } });
      const { accessKeyId, accessKeySecret, securityToken } = identityOf(material).credentials;
      return ini({
        Credentials: {
          language: "EN",
          endpoint,
          accessKeyID: accessKeyId,
          accessKeySecret,
          stsToken: securityToken,
        },
      });
    },
    next: (file) => `ossutil ls --config-file ${file}`,
    check: (file) => ["ossutil", "ls", "--config-file", file],
  },
  ossutil2: {
    ways: ["snapshot"],
    file: "~/.ossutilconfig",
    document(_way, material) {
      const { accessKeyId, accessKeySecret, securityToken } = identityOf(material).credentials;
      return ini({
        default: {
          mode: securityToken === undefined ? "AK" : "StsToken",
          "access-key-id": accessKeyId,
          "access-key-secret": accessKeySecret,
          "sts-token": securityToken,
          region: regionOf("ossutil2", material),
        },
      });
    },
    next: (file) => `ossutil ls --config-file ${file}`,
    check: (file) => ["ossutil", "ls", "--config-file", file],
  },
  odpscmd: {
    ways: ["external"],
    file: "~/.odpscmd/odps_config.ini",
    document: (_way, material) =>
      lines({
        project_name: "",
        account_provider: "external",
        processCommand: material.command,
        processCommandTimeout: "60",
        end_point: `https://service.${regionOf("odpscmd", material)}.maxcompute.aliyun.com/api`,
      }),
    next: (file) => `odpscmd --config=${file} --project=PROJECT`,
    check: (file) => ["odpscmd", `--config=${file}`, "-e", "whoami;"],
  },
  pyodps: {
    ways: ["snapshot"],
    document(_way, material) {
      const { accessKeyId, accessKeySecret, securityToken, expiration } = identityOf(material).credentials;
      return `${JSON.stringify({ accessKeyId, accessKeySecret, securityToken, expiration }, null, 2)}\n`;
    },
    next: (file) => `export ODPS_STS_ACCOUNT_FILE=${file}`,
  },
  aliyunlog: {
    ways: ["snapshot"],
    file: "~/.aliyunlogcli",
    document(_way, material) {
      const { accessKeyId, accessKeySecret, securityToken } = identityOf(material).credentials;
      return ini({
        main: {
          "access-id": accessKeyId,
          "access-key": accessKeySecret,
          "region-endpoint": `${regionOf("aliyunlog", material)}.log.aliyuncs.com`,
          "sts-token": securityToken && `${accessKeyId}::${securityToken}`,
        },
      });
    },
    next: () => "aliyunlog log list_project",
    check: () => ["aliyunlog", "log", "list_project", "--size=1"],
  },
  packer: {
    ways: ["snapshot"],
    file: "./alicred.auto.pkrvars.hcl",
    document(_way, material) {
      const { accessKeyId, accessKeySecret, securityToken } = identityOf(material).credentials;
      const values = {
        access_key: accessKeyId,
        secret_key: accessKeySecret,
        security_token: securityToken ?? "",
        region: regionOf("packer", material),
      };
      return Object.entries(values)
        .map(([name, value]) => `${name} = ${JSON.stringify(value).replace(/[$%](?=\{)/g, "$&$&")}\n`)
        .join("");
    },
    next: () => `packer build .  # ${exportText().packerDeclares}`,
  },
  compose: {
    ways: ["uri"],
    document: (_way, { profile }) =>
      [
        `# ${visible(exportText().composeFirst(profile === undefined ? "" : ` ${quoteIfNeeded(profile)}`))}`,
        `# ${exportText().composeGets}`,
        "services:",
        "  app:",
        "    image: your-image",
        "    env_file: alicred.env",
        "",
      ].join("\n"),
    next: () => "docker compose up",
  },
};

function identityOf({ identity, region }: Material): Identity {
  // A snapshot is resolved before its document is made.
  if (identity === undefined) throw new TypeError("there is no identity for a snapshot");
  return { ...identity, region };
}

function regionOf(tool: string, { region }: Material): string {
  if (region === undefined) throw wrongUse(exportText().needsRegion(tool));
  return region;
}

function uriConfig({ uri, region }: Material): string {
  const name = "alicred";
  const profile = { name, mode: "CredentialsURI", credentials_uri: uri, region_id: region };
  return `${JSON.stringify({ current: name, profiles: [profile] }, null, 2)}\n`;
}

function ini(sections: Readonly<Record<string, Readonly<Record<string, string | undefined>>>>): string {
  return Object.entries(sections)
    .map(([name, values]) => `[${name}]\n${lines(values)}`)
    .join("");
}

/** @throws {ConfigurationError} `INVALID_OPTION` for a value that ends the line. */
function lines(values: Readonly<Record<string, string | undefined>>): string {
  return Object.entries(values)
    .map(([name, value]) => {
      if (value === undefined) return "";
      if (/[\p{Cc}]/u.test(value)) throw wrongUse(exportText().unfit(name));
      return `${name}=${value}\n`;
    })
    .join("");
}

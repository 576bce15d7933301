import { deepEqual, equal, match, ok } from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { parse, parseAllDocuments } from "yaml";
import { command } from "../command.ts";
import { publicPackages, rootDir } from "../workspace.ts";

interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, { readonly env: Readonly<Record<string, string>> }>>;
}

interface Mount {
  readonly name: string;
  readonly mountPath: string;
}

interface Container {
  readonly name: string;
  readonly env?: readonly { readonly name: string; readonly value: string }[];
  readonly volumeMounts?: readonly Mount[];
  readonly command: readonly string[];
}

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec?: {
    readonly selector: { readonly matchLabels: object };
    readonly template: {
      readonly metadata: { readonly labels: object };
      readonly spec: {
        readonly serviceAccountName: string;
        readonly initContainers?: readonly Container[];
        readonly containers: readonly Container[];
        readonly volumes: readonly {
          readonly name: string;
          readonly projected?: { readonly sources: readonly { readonly serviceAccountToken: Token }[] };
        }[];
      };
    };
  };
}

interface Token {
  readonly audience: string;
  readonly expirationSeconds: number;
  readonly path: string;
}

/** Throws unless the workflow and the manifests of the examples are well formed and name what the code reads. */
export async function checkRecipeFiles(): Promise<string> {
  const known = sourceTexts();
  const isRead = (variable: string): boolean => known.some((text) => text.includes(`"${variable}"`));
  const read = (file: string): string => readFileSync(join(rootDir, "examples", file), "utf8");

  const { permissions, jobs }: Workflow = parse(read("github-actions/deploy.yml"));
  equal(permissions["id-token"], "write");
  for (const [name, { env }] of Object.entries(jobs)) {
    const variables = Object.keys(env).filter((variable) => variable.startsWith("ALIBABA_CLOUD_"));
    ok(variables.length > 0, `job ${name} names no role`);
    for (const variable of variables) ok(isRead(variable), `no code reads ${variable}`);
  }
  for (const file of ["rrsa.yaml", "sidecar.yaml"]) {
    const documents = parseAllDocuments(read(`kubernetes/${file}`));
    for (const document of documents) {
      deepEqual(document.errors, []);
      checkManifest(document.toJS() as Manifest, isRead);
    }
  }
  const linter = [join(homedir(), "go/bin/actionlint"), "/usr/local/bin/actionlint"].find(existsSync);
  if (linter === undefined) return "actionlint is not installed";
  await command(linter, [join(rootDir, "examples/github-actions/deploy.yml")], { cwd: rootDir });
  return "with actionlint";
}

function checkManifest({ kind, metadata, spec }: Manifest, isRead: (variable: string) => boolean): void {
  ok(["Namespace", "ServiceAccount", "Deployment"].includes(kind), `${kind} is another kind`);
  if (kind !== "Deployment" || spec === undefined) return;
  const { template, selector } = spec;
  const { containers, initContainers = [], volumes, serviceAccountName } = template.spec;
  deepEqual(selector.matchLabels, template.metadata.labels);
  equal(metadata.namespace, "shop");
  equal(serviceAccountName, "web");
  for (const { name, env = [], volumeMounts = [], command: argv } of [...initContainers, ...containers]) {
    for (const mount of volumeMounts)
      ok(
        volumes.some((volume) => volume.name === mount.name),
        `${name}: no volume ${mount.name}`,
      );
    for (const { name: variable, value } of env) {
      ok(isRead(variable), `${name}: no code reads ${variable}`);
      if (variable !== "ALIBABA_CLOUD_OIDC_TOKEN_FILE") continue;
      const mount = volumeMounts.find(({ mountPath }) => value.startsWith(`${mountPath}/`));
      const volume = volumes.find((each) => each.name === mount?.name);
      const token = volume?.projected?.sources[0]?.serviceAccountToken;
      equal(value, `${mount?.mountPath}/${token?.path}`);
      equal(token?.audience, "sts.aliyuncs.com");
      ok((token?.expirationSeconds ?? 0) >= 600, "Kubernetes refuses tokens of less than 600 s");
    }
    // A file that one container writes is in a place that the other sees.
    for (const [file] of argv.join(" ").matchAll(/\/run\/[\w/]+/g)) {
      ok(
        volumeMounts.some(({ mountPath }) => file.startsWith(mountPath)),
        `${name}: ${file} is in no volume`,
      );
      match(file, /^\/run\/alicred\/env$/);
    }
  }
}

/** All sources of the packages. */
function sourceTexts(): readonly string[] {
  return publicPackages().flatMap(({ dir }) => {
    const source = join(rootDir, dir, "src");
    const files = readdirSync(source, { recursive: true, encoding: "utf8" });
    return files
      .filter((file) => file.endsWith(".ts"))
      .map((file) => readFileSync(join(source, file), "utf8"));
  });
}

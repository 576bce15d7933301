// A Worker's first reply in workerd, from the start of the runtime: a bare Worker, and Workers that resolve a key.
import { join } from "node:path";
import { build } from "esbuild";
import { Miniflare } from "miniflare";
import type { Folder } from "./folder.ts";
import type { Sample } from "./processes.ts";
import { OFFICIAL, OFFICIAL_IMPORT, type StartSubject } from "./rows.ts";

interface WorkerSubject extends Omit<StartSubject, "argv"> {
  readonly code: string;
}

const BINDINGS = { ALIBABA_CLOUD_ACCESS_KEY_ID: "LTAI5tExample", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "secret" };

const SUBJECTS: readonly WorkerSubject[] = [
  {
    name: "bare runtime",
    kind: "floor",
    code: `export default { fetch: (request, env) => new Response(env.ALIBABA_CLOUD_ACCESS_KEY_ID) };`,
  },
  {
    name: "front door",
    kind: "own",
    code: `import { resolver } from "alicred/edge";
export default { async fetch(request, env) { return new Response((await resolver({ env }).get()).accessKeyId); } };`,
  },
  {
    name: "scoped packages",
    kind: "own",
    code: `import { refreshing } from "@alicred/core";
import { webHost } from "@alicred/core/host/web";
import { edge } from "@alicred/presets/edge";
export default { async fetch(request, env) {
  return new Response((await refreshing(edge(), { host: webHost({ env }) }).get()).accessKeyId);
} };`,
  },
  {
    name: OFFICIAL,
    kind: "peer",
    code: `${OFFICIAL_IMPORT}export default { async fetch(request, env) {
  const config = new Config({ type: "access_key", accessKeyId: env.ALIBABA_CLOUD_ACCESS_KEY_ID, accessKeySecret: "secret" });
  return new Response((await new Client(config).getCredential()).accessKeyId);
} };`,
  },
];

/** The samples of each Worker, with the bytes of its bundle. */
export async function workerSamples(
  folder: Folder,
  rounds: number,
): Promise<
  ReadonlyMap<Omit<StartSubject, "argv">, { readonly samples: readonly Sample[]; readonly bytes: number }>
> {
  const bundles = await Promise.all(SUBJECTS.map((subject) => bundle(folder, subject)));
  const measured = SUBJECTS.map((subject, index) => {
    const script = bundles[index] ?? "";
    return { subject, script, bytes: Buffer.byteLength(script), samples: [] as Sample[] };
  });
  for (let round = -1; round < rounds; round++) {
    for (const one of round % 2 === 0 ? measured : measured.toReversed()) {
      const wallMs = await firstReplyMs(one.script);
      if (round >= 0) one.samples.push({ wallMs, cpuMs: Number.NaN });
    }
  }
  return new Map(measured.map(({ subject, samples, bytes }) => [subject, { samples, bytes }]));
}

async function firstReplyMs(script: string): Promise<number> {
  const startMs = performance.now();
  const server = new Miniflare({
    modules: true,
    script,
    compatibilityDate: "2026-04-01",
    compatibilityFlags: ["nodejs_compat", "nodejs_compat_populate_process_env"],
    bindings: BINDINGS,
    cf: false,
  });
  try {
    const reply = await server.dispatchFetch("http://worker.test/");
    const text = await reply.text();
    if (text !== BINDINGS.ALIBABA_CLOUD_ACCESS_KEY_ID) throw new Error(`a Worker answered ${text}`);
    return performance.now() - startMs;
  } finally {
    await server.dispose();
  }
}

async function bundle({ path }: Folder, { code }: WorkerSubject): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: path, loader: "js" },
    absWorkingDir: path,
    nodePaths: [join(path, "node_modules")],
    bundle: true,
    minify: true,
    format: "esm",
    platform: "node",
    conditions: ["workerd", "worker", "browser"],
    mainFields: ["module", "main"],
    external: ["node:*", "cloudflare:*"],
    // CommonJS packages ask for Node's modules by require.
    banner: {
      js: `import { createRequire } from "node:module"; const require = createRequire("file:///worker.js");`,
    },
    target: "es2022",
    write: false,
    logLevel: "silent",
  });
  return outputFiles[0]?.text ?? "";
}

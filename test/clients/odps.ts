// PyODPS, which takes its credentials from `alicred serve` by a credentials URI, through a refresh.
import { type ChildProcess, execFile } from "node:child_process";
import { createHmac } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const execute = promisify(execFile);
const program = fileURLToPath(new URL("programs/odps-uri.py", import.meta.url));
/** How long a session lives: a refresh comes soon. */
const LIFE_MS = 5_000;
const TIMEOUT_MS = 120_000;

interface Session {
  readonly id: string;
  readonly secret: string;
  readonly token: string;
  readonly endsAtMs: number;
}

/**
 * Runs PyODPS at `alicred serve`, whose profile has sessions that live for a few seconds, against an endpoint that checks
 * each signature and whose session it is.
 *
 * @param spawnAlicred starts `alicred` with these words
 * @returns what is wrong; `undefined` if each request was signed by a living session, and there were two of them or more
 */
export async function odpsAtServe(
  folder: string,
  env: NodeJS.ProcessEnv,
  spawnAlicred: (args: readonly string[]) => ChildProcess,
): Promise<string | undefined> {
  const sessions = new Map<string, Session>();
  const used = new Set<string>();
  const problems: string[] = [];
  const service = await listen((_request, response) => {
    const session = newSession(sessions.size);
    sessions.set(session.id, session);
    response.end(documentOf(session));
  });
  const endpoint = await listen((request, response) => {
    const [, id = "", signature] = /^ODPS ([^:]+):(.+)$/.exec(request.headers.authorization ?? "") ?? [];
    const session = sessions.get(id);
    if (session === undefined) problems.push(`nobody has the access key ${id}`);
    else {
      used.add(id);
      if (signature !== signatureOf(request, session.secret)) problems.push(`${id} signed something else`);
      if (request.headers["authorization-sts-token"] !== session.token)
        problems.push(`the token is not ${id}'s`);
      if (session.endsAtMs < Date.now()) problems.push(`${id} signed after its end`);
    }
    response.end();
  });
  const configFile = join(folder, "short-lived.json");
  const profile = { name: "short", mode: "CredentialsURI", credentials_uri: `${addressOf(service)}/` };
  await writeFile(configFile, JSON.stringify({ current: "short", profiles: [profile] }), { mode: 0o600 });
  const serving = spawnAlicred(["serve", "short", "-c", configFile, "--json"]);
  try {
    const uri = await uriOf(serving);
    await execute("python3", [program, `${addressOf(endpoint)}/api`, uri], { env, timeout: TIMEOUT_MS });
  } catch (thrown) {
    problems.push(String(thrown));
  } finally {
    serving.kill();
    for (const server of [service, endpoint]) {
      server.close();
      server.closeAllConnections();
    }
  }
  if (used.size < 2) problems.push(`it signed with ${used.size} sessions`);
  return problems.length > 0 ? [...new Set(problems)].join("; ") : undefined;
}

function newSession(number: number): Session {
  const endsAtMs = Math.floor((Date.now() + LIFE_MS) / 1_000) * 1_000;
  return {
    id: `STS.odps${number}`,
    secret: `odpsSecret${number}`,
    token: `CAISodpsToken${number}==`,
    endsAtMs,
  };
}

function documentOf({ id, secret, token, endsAtMs }: Session): string {
  return JSON.stringify({
    Code: "Success",
    AccessKeyId: id,
    AccessKeySecret: secret,
    SecurityToken: token,
    Expiration: new Date(endsAtMs).toISOString().replace(".000Z", "Z"),
  });
}

/** The signature of MaxCompute's REST API, by its documents. */
function signatureOf({ method = "", url = "", headers }: IncomingMessage, secret: string): string {
  const { pathname, searchParams } = new URL(url, "http://localhost");
  const query = [...searchParams].sort().map(([name, value]) => (value === "" ? name : `${name}=${value}`));
  const own = Object.entries(headers).filter(([name]) => name.startsWith("x-odps-"));
  const lines = [
    method,
    headers["content-md5"] ?? "",
    headers["content-type"] ?? "",
    headers.date ?? "",
    ...own.sort().map(([name, value]) => `${name}:${value}`),
    [pathname.replace(/^\/api/, ""), query.join("&")].filter(Boolean).join("?"),
  ];
  return createHmac("sha1", secret).update(lines.join("\n")).digest("base64");
}

/** The credentials URI that `alicred serve` says. */
function uriOf(serving: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    serving.stdout?.once("data", (chunk) => resolve(JSON.parse(String(chunk)).profiles[0].uri));
    serving.once("exit", (code) => reject(new Error(`alicred serve ended with ${code}`)));
  });
}

async function listen(answer: RequestListener): Promise<Server> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

function addressOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

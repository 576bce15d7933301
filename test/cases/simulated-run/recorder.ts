import { createVirtualClock, simulateCloud } from "@alicred/simulators";
import { type SigningKey, signAcs3, signRpc } from "@alicred/sts";

/** Texts as they came back, by service; and how the journal reads at the end. */
export type Transcript = Readonly<Record<string, string>>;

/** A cloud, and a client that writes down every byte of what it answers. */
export interface Recorder {
  readonly cloud: ReturnType<typeof simulateCloud>;
  /** Sends a request and writes the reply down under the name of a service. */
  send(service: string, url: string, init?: RequestInit): Promise<string>;
  /** A signed STS call; `change` comes after signing. */
  sts(style: "acs3" | "rpc", parameters: Parameters, change?: Change): Promise<string>;
  note(service: string, text: string): void;
  transcript(): Transcript;
}

type Parameters = Readonly<Record<string, string>>;

interface Change {
  readonly key?: SigningKey;
  readonly nonce?: string;
  readonly timestampMs?: number;
  /** Sent beside what was signed. */
  readonly unsigned?: Parameters;
}

const endpoint = "https://sts.cn-hangzhou.aliyuncs.com/";
const version = "2015-04-01";

/** One seed, one instant to begin at. */
export function createRecorder(): Recorder {
  const clock = createVirtualClock({ startMs: Date.UTC(2026, 0, 7, 8) });
  const cloud = simulateCloud({ clock, seed: "the same everywhere", serverClockOffsetMs: 1500 });
  const alice = cloud.accessKey("alice");
  const lines = new Map<string, string[]>();
  let calls = 0;

  function note(service: string, text: string): void {
    lines.set(service, [...(lines.get(service) ?? []), text]);
  }

  async function send(service: string, url: string, init?: RequestInit): Promise<string> {
    const { text, ...head } = await read(() => cloud.fetch(url, { redirect: "manual", ...init }));
    note(service, JSON.stringify([init?.method ?? "GET", url, head, text]));
    return text;
  }

  async function sts(style: "acs3" | "rpc", parameters: Parameters, change: Change = {}): Promise<string> {
    calls += 1;
    const { key = alice, nonce = `nonce-${calls}`, timestampMs = clock.now(), unsigned = {} } = change;
    const stamp = { nonce, timestampMs };
    if (style === "rpc") {
      const signed = await signRpc(
        { method: "POST", parameters: { Version: version, ...parameters } },
        key,
        stamp,
      );
      return send("sts", endpoint, { method: "POST", body: new URLSearchParams({ ...signed, ...unsigned }) });
    }
    const { Action = "", ...others } = parameters;
    const url = `${endpoint}?${new URLSearchParams(others).toString().replaceAll("+", "%20")}`;
    const headers = { "x-acs-action": Action, "x-acs-version": version };
    const signed = await signAcs3({ method: "POST", url, headers }, key, stamp);
    return send("sts", url, { method: "POST", headers: { ...signed, ...unsigned } });
  }

  return {
    cloud,
    send,
    sts,
    note,
    transcript() {
      const entries = cloud.journal.entries().map((entry) => JSON.stringify(entry));
      lines.set("journal", [...entries, cloud.journal.print()]);
      return Object.fromEntries([...lines].map(([service, texts]) => [service, texts.join("\n")]));
    },
  };
}

/** A reply, or where it broke. What an error says differs from runtime to runtime. */
async function read(
  send: () => Promise<Response>,
): Promise<{ status?: number; headers?: [string, string][]; text: string; broke?: string }> {
  let reply: Response;
  try {
    reply = await send();
  } catch (error) {
    return { text: "", broke: `before the reply: ${nameOf(error)}` };
  }
  const head = { status: reply.status, headers: [...reply.headers].sort(([a], [b]) => (a < b ? -1 : 1)) };
  try {
    return { ...head, text: await reply.text() };
  } catch (error) {
    return { ...head, text: "", broke: `in the body: ${nameOf(error)}` };
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}

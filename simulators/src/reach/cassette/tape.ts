import { createClientFetch } from "../../cloud/client-fetch.ts";
import type { CloudBase } from "../../cloud/cloud.ts";
import type { JournalRecord } from "../../cloud/journal/entry.ts";
import { ReceivedRequest } from "../../cloud/request.ts";

/** The finding of a tape about a request, for the journal. */
export interface TapeFinding {
  readonly operation: string | undefined;
  readonly decision: JournalRecord["decision"];
  readonly reason?: string | undefined;
}

/** Answers for hosts in place of the services of a cloud: a recorder, or a replay. */
export interface Tape {
  /** Hosts that it answers for; `*.` in front stands for everything below a name. */
  readonly hosts: readonly string[];
  /** @returns the reply, without the names of the connection, and what the journal is to say. */
  receive(request: Request): Promise<{ readonly reply: Response; readonly finding: TapeFinding }>;
  /** Begins again with the first reply, when the cloud is reset. */
  rewind?(): void;
}

/**
 * A cloud whose services are left out: a tape answers for its own hosts, and nothing for others. Clock, journal and control
 * are those of the cloud; requests reach it at real addresses alone, so on a port as a proxy.
 */
export function withTape<Cloud extends CloudBase>(cloud: Cloud, tape: Tape): Cloud {
  async function receive(request: Request): Promise<Response> {
    const received = new ReceivedRequest(request);
    const { method, host, path } = received;
    const at = new Date(cloud.clock.now()).toISOString();
    const record = (status: number, finding: TapeFinding): void =>
      cloud.world.record({ at, service: "none", method, host, path, status, ...pick(finding) });
    if (!coversHost(tape.hosts, host)) {
      const reason = `no reply for the host ${host}: requests come by the proxy, for ${tape.hosts.join(", ")}`;
      record(421, { operation: undefined, decision: "unmatched", reason });
      return refusal(reason);
    }
    const { reply, finding } = await tape.receive(request);
    record(reply.status, finding);
    return reply;
  }

  return {
    ...cloud,
    receive,
    fetch: createClientFetch(async (request, finish) => finish(await receive(request), request)),
    handshake: (host) => (coversHost(tape.hosts, host) ? "pass" : undefined),
    serviceHosts: () => tape.hosts,
    isServiceHost: (host) => coversHost(tape.hosts, host),
    rebuild: (changes) => withTape(cloud.rebuild(changes), tape),
    reset() {
      cloud.reset();
      tape.rewind?.();
    },
  };
}

/** Whether a host, with or without a port, is one of these. */
export function coversHost(hosts: readonly string[], host: string): boolean {
  const name = host.replace(/:\d*$/, "").toLowerCase();
  return hosts.some((one) => (one.startsWith("*.") ? name.endsWith(one.slice(1)) : name === one));
}

/** 421 Misdirected Request, as the cloud answers where no service is. */
export function refusal(reason: string): Response {
  return new Response(JSON.stringify({ error: "misdirected_request", reason }), {
    status: 421,
    headers: { "content-type": "application/json" },
  });
}

function pick({ operation, decision, reason }: TapeFinding): Required<TapeFinding> {
  return { operation, decision, reason };
}

import type { Clock, Fetch, FetchInit } from "@alicred/core";

/** Replies that Vault gives instead of its answer, as seen in the wild. */
const TROUBLES = {
  throttled: () => reply(429, { errors: ["rate limit quota exceeded"] }, { "retry-after": "120" }),
  sealed: () => reply(503, { errors: ["Vault is sealed"] }),
  page: () => new Response("<html>Sign in to the proxy</html>", { status: 200 }),
  empty: () => reply(200, {}),
};

export interface FakeVault {
  readonly fetch: Fetch;
  /** The actions, in order: `issue 1`, `renew 1`, `revoke 1`, `refuse`. */
  readonly done: string[];
  /** The next requests are answered by this trouble. Default: none. */
  trouble: keyof typeof TROUBLES | undefined;
  /** Resolves once a revocation has arrived, or after many microtasks without one. */
  revoked(): Promise<void>;
}

export interface FakeVaultOptions {
  readonly clock: Clock;
  /** The only token that it accepts. */
  readonly token: string;
  /** The life of a lease. Default: one hour. */
  readonly ttlSeconds?: number;
  /** The longest life of a lease, with all its renewals. Default: two hours. */
  readonly maxTtlSeconds?: number;
}

interface Lease {
  readonly id: string;
  readonly number: number;
  readonly issuedAtMs: number;
  expiresAtMs: number;
}

/** Vault's secrets engine `alicloud` with the roles `deploy`, of a RAM user, and `assumed`, of a RAM role. */
export function createFakeVault(options: FakeVaultOptions): FakeVault {
  const { clock, token, ttlSeconds = 3_600, maxTtlSeconds = 7_200 } = options;
  const leases = new Map<string, Lease>();
  let issued = 0;

  function issue(role: string): Response {
    issued += 1;
    vault.done.push(`issue ${issued}`);
    const expiresAtMs = clock.now() + ttlSeconds * 1_000;
    const lease = {
      id: `alicloud/creds/${role}/${issued}`,
      number: issued,
      issuedAtMs: clock.now(),
      expiresAtMs,
    };
    if (role === "assumed") {
      const data = {
        access_key: `STS.key${issued}`,
        secret_key: `canary-secret-${issued}`,
        security_token: `canary-session-${issued}`,
        expiration: new Date(expiresAtMs).toISOString(),
      };
      return reply(200, { lease_id: lease.id, lease_duration: ttlSeconds, renewable: false, data });
    }
    leases.set(lease.id, lease);
    const data = { access_key: `LTAIkey${issued}`, secret_key: `canary-secret-${issued}` };
    return reply(200, { lease_id: lease.id, lease_duration: ttlSeconds, renewable: true, data });
  }

  function renew(lease: Lease, increment: number): Response {
    vault.done.push(`renew ${lease.number}`);
    const latestMs = lease.issuedAtMs + maxTtlSeconds * 1_000;
    lease.expiresAtMs = Math.min(clock.now() + increment * 1_000, latestMs);
    const seconds = Math.floor((lease.expiresAtMs - clock.now()) / 1_000);
    return reply(200, { lease_id: lease.id, lease_duration: seconds, renewable: true });
  }

  function answer(method: string, path: string, body: { lease_id?: string; increment?: number }): Response {
    const [, role] = /^\/v1\/alicloud\/creds\/(deploy|assumed)$/.exec(path) ?? [];
    if (method === "GET" && role !== undefined) return issue(role);
    const lease = leases.get(body.lease_id ?? "");
    if (lease === undefined || lease.expiresAtMs <= clock.now())
      return reply(400, { errors: ["lease not found"] });
    if (path === "/v1/sys/leases/renew") return renew(lease, body.increment ?? ttlSeconds);
    if (path !== "/v1/sys/leases/revoke") return reply(404, { errors: [] });
    vault.done.push(`revoke ${lease.number}`);
    leases.delete(lease.id);
    return new Response(null, { status: 204 });
  }

  const vault: FakeVault = {
    done: [],
    trouble: undefined,
    async revoked() {
      for (let turn = 0; turn < 1_000 && !vault.done.some((each) => each.startsWith("revoke")); turn++)
        await Promise.resolve();
    },
    async fetch(url: string, { method, headers, body = "{}", signal }: FetchInit): Promise<Response> {
      signal.throwIfAborted();
      if (vault.trouble !== undefined) return TROUBLES[vault.trouble]();
      if (headers["x-vault-token"] === token) return answer(method, new URL(url).pathname, JSON.parse(body));
      vault.done.push("refuse");
      // Vault's own texts may hold what was sent.
      return reply(403, { errors: [`permission denied for ${headers["x-vault-token"]}`] });
    },
  };
  return vault;
}

function reply(status: number, body: object, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers });
}

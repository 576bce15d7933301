/**
 * The connection failed below HTTP. In process the request is rejected with it, as `fetch` does; a server tears the connection down.
 * `cause.code` is what Node gives for the same failure.
 */
export class TransportFailure extends TypeError {
  readonly kind: "connection-reset" | "tls-failure";

  constructor(kind: "connection-reset" | "tls-failure") {
    const [code, message] =
      kind === "tls-failure"
        ? ["DEPTH_ZERO_SELF_SIGNED_CERT", "self-signed certificate"]
        : ["ECONNRESET", "connection reset"];
    super("fetch failed", { cause: Object.assign(new Error(message), { code }) });
    this.kind = kind;
  }
}

/** Never answers; rejects when the client gives up. */
export function hang(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) return reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\]|.+\.localhost)$/i;

/** Host name of a `Host` header, without its port. */
export function hostName(host: string): string {
  return host.replace(/:\d*$/, "").toLowerCase();
}

/** Whether a host, with or without a port, is this machine. */
export function isLoopback(host: string): boolean {
  return loopback.test(hostName(host));
}

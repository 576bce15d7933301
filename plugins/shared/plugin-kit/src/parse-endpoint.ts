import { hostKind } from "./host-kind.ts";

/** The origin that an endpoint names; `undefined` when it names none, or plain HTTP to another machine. */
export function parseEndpoint(endpoint: string): string | undefined {
  const address = endpoint.includes("://") ? endpoint : `https://${endpoint}`;
  if (!URL.canParse(address)) return undefined;
  const { protocol, origin, hostname, href } = new URL(address);
  const isSafe = protocol === "https:" || (protocol === "http:" && hostKind(hostname) === "loopback");
  return isSafe && href === `${origin}/` ? origin : undefined;
}

/**
 * A header of the request that is served.
 *
 * @param carrier a `Request`, an `IncomingMessage`, `Headers`, or headers by name; anything else has none
 * @param name in lower case
 * @returns the first value, without the white space around it; `undefined` when it is empty or missing
 */
export function readHeader(carrier: unknown, name: string): string | undefined {
  const { headers = carrier }: { readonly headers?: unknown } = Object(carrier);
  const given: { get?: unknown } = Object(headers);
  const value =
    typeof given.get === "function"
      ? given.get(name)
      : Object.entries(given).find(([key]) => key.toLowerCase() === name)?.[1];
  const [first]: readonly unknown[] = Array.isArray(value) ? value : [value];
  return (typeof first === "string" && first.trim()) || undefined;
}

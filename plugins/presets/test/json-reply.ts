import type { FetchResponse } from "@alicred/core";

/** A reply that holds a text, or anything else as JSON. */
export function jsonReply(content: unknown, status: number = 200): FetchResponse {
  const text = typeof content === "string" ? content : JSON.stringify(content);
  const chunks = [new TextEncoder().encode(text)];
  return {
    status,
    headers: { get: () => null },
    body: {
      getReader: () => ({
        read: async () => {
          const value = chunks.shift();
          return { done: value === undefined, value };
        },
        cancel: async () => undefined,
      }),
    },
  };
}

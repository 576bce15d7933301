import { createTestHost } from "@alicred/conformance";
import { createContext, RefusedError, type ResolveContext, UnavailableError } from "@alicred/core";
import { createVirtualClock } from "@alicred/simulators";
import { expect, test } from "vitest";
import { callWithToken } from "../src/mod.ts";

const DAY_MS = 86_400_000;
const clock = createVirtualClock();
const context = (): ResolveContext =>
  createContext({ host: createTestHost({ clock }), signal: new AbortController().signal });
const expired = (agoMs: number): RefusedError =>
  new RefusedError("LOGIN_REQUIRED", `expired ${agoMs} ms ago`);

/** Whether a token that expires so long from now is sent, after the server's time is known or before. */
async function isSent(leftMs: number, timeIsKnown: boolean): Promise<boolean> {
  const asked = context();
  let calls = 0;
  const call = async (): Promise<number> => ++calls;
  if (timeIsKnown) await callWithToken(asked, undefined, expired, call);
  const before = calls;
  const outcome = await callWithToken(asked, clock.now() + leftMs, expired, call).catch(String);
  const sent = calls > before;
  expect(outcome).toBe(sent ? calls : `RefusedError: expired ${-leftMs} ms ago`);
  return sent;
}

test.each([
  [1, true, true],
  // A token that expires now has expired.
  [0, true, false],
  [-1, true, false],
  [0, false, true],
  [1 - DAY_MS, false, true],
  [-DAY_MS, false, false],
])(
  "a token with %i ms left, while the server's time is known: %s. Is it sent? %s",
  async (leftMs, known, sent) => {
    expect(await isSent(leftMs, known)).toBe(sent);
  },
);

test.each([
  [1, "no"],
  [0, "expired 0 ms ago"],
  [-5, "expired 5 ms ago"],
])("a refusal of one with %i ms left is told as: %s", async (leftMs, message) => {
  const refused = (): Promise<never> =>
    Promise.reject(new RefusedError("UPSTREAM_REFUSED", "no", { status: 401 }));
  const outcome = callWithToken(context(), clock.now() + leftMs, expired, refused);
  await expect(outcome).rejects.toMatchObject({ message });
});

test("a call without a reply tells nothing of the time", async () => {
  const asked = context();
  const unreached = (): Promise<never> => Promise.reject(new UnavailableError("NETWORK_ERROR", "unreached"));
  for (let attempt = 0; attempt < 2; attempt++)
    await expect(callWithToken(asked, clock.now() - 5, expired, unreached)).rejects.toThrow("unreached");
});

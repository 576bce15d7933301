import type { VirtualClock } from "@alicred/simulators";
import { beforeEach, vi } from "vitest";

/**
 * Makes virtual clocks wait for WebCrypto's imports and signatures. An RSA signature takes a thread of the runtime
 * longer than the turns of the event loop that a clock waits for by itself; time that moves meanwhile comes to the
 * deadlines before the request is sent.
 *
 * @returns adds a clock.
 */
export function announceCrypto(): (clock: VirtualClock) => void {
  const clocks: VirtualClock[] = [];
  const announced =
    <Args extends unknown[], T>(work: (...args: Args) => Promise<T>) =>
    async (...args: Args): Promise<T> => {
      const activities = clocks.map((clock) => clock.begin());
      try {
        return await work(...args);
      } finally {
        for (const activity of activities) activity.end();
      }
    };
  const { subtle } = crypto;
  const importKey = announced(subtle.importKey.bind(subtle));
  const sign = announced(subtle.sign.bind(subtle));
  // Mocks are restored before each test.
  beforeEach(() => {
    vi.spyOn(subtle, "importKey").mockImplementation(importKey);
    vi.spyOn(subtle, "sign").mockImplementation(sign);
  });
  return (clock) => void clocks.push(clock);
}

import { createTestHost, type Resolution, resolveOnce, type TestHostOptions } from "@alicred/conformance";
import type { Host } from "@alicred/core";
import { type Cloud, type SimulateCloudOptions, simulateCloud } from "@alicred/simulators";
import { type CredentialsUriOptions, credentialsUri } from "../src/mod.ts";

/** Where the simulator's documents are, on a loopback host. */
export const BASE = "http://127.0.0.1:8080/credentials-uri";

export interface Bench {
  readonly cloud: Cloud;
  readonly host: Host;
  resolve(options?: CredentialsUriOptions): Promise<Resolution>;
  /** Waits for what runs behind the callers. */
  settle(): Promise<void>;
}

export function bench(hostOptions: TestHostOptions = {}, options: SimulateCloudOptions = {}): Bench {
  const cloud = simulateCloud(options);
  const behind: Promise<unknown>[] = [];
  const host: Host = {
    ...createTestHost({ clock: cloud.clock, fetch: (url, init) => cloud.fetch(url, init), ...hostOptions }),
    waitUntil: (promise) => void behind.push(promise),
  };
  return {
    cloud,
    host,
    resolve: (given) => resolveOnce(credentialsUri(given), host),
    async settle() {
      await Promise.all(behind.splice(0));
    },
  };
}

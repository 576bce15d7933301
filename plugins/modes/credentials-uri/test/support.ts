import {
  createTestHost,
  type Resolution,
  resolveOnce,
  type TestHost,
  type TestHostOptions,
} from "@alicred/conformance";
import { type Cloud, type SimulateCloudOptions, simulateCloud } from "@alicred/simulators";
import { type CredentialsUriOptions, credentialsUri } from "../src/mod.ts";

/** Where the simulator's documents are, on a loopback host. */
export const BASE = "http://127.0.0.1:8080/credentials-uri";

export interface Bench {
  readonly cloud: Cloud;
  readonly host: TestHost;
  resolve(options?: CredentialsUriOptions): Promise<Resolution>;
}

export function bench(hostOptions: TestHostOptions = {}, options: SimulateCloudOptions = {}): Bench {
  const cloud = simulateCloud(options);
  const host = createTestHost({
    clock: cloud.clock,
    fetch: (url, init) => cloud.fetch(url, init),
    ...hostOptions,
  });
  return {
    cloud,
    host,
    resolve: (given) => resolveOnce(credentialsUri(given), host),
  };
}

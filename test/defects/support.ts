import { createRequire } from "node:module";
import { createTestHost, type TestHostOptions } from "@alicred/conformance";
import type { Host } from "@alicred/core";
import { type Cloud, simulateCloud } from "@alicred/simulators";
import { vi } from "vitest";

const require = createRequire(import.meta.url);

/** A provider of the official SDK. `doRequest` is its own seam for tests: all the rest is its real code. */
export interface OfficialProvider {
  getCredentials(): Promise<OfficialCredentials>;
  getProviderName(): string;
  doRequest: (request: OfficialRequest) => Promise<OfficialResponse>;
}

export interface OfficialCredentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken?: string;
}

interface OfficialRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly bodyForm?: Readonly<Record<string, string>>;
  toRequestURL(): string;
}

interface OfficialResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Any builder of the SDK: `with…` methods that return it, and `build`. */
export interface Builder {
  build(): OfficialProvider;
}

/** A provider of `@alicloud/credentials` 2.4.7 by the name of its file, made with options by the names of its builder. */
export function official(file: string, options: Readonly<Record<string, unknown>> = {}): OfficialProvider {
  const { default: Provider } = require(`@alicloud/credentials/dist/src/providers/${file}.js`) as {
    default: { builder(): Builder };
  };
  const builder = Provider.builder();
  for (const [name, value] of Object.entries(options))
    (builder as unknown as Record<string, (value: unknown) => void>)[`with${name}`]?.(value);
  return builder.build();
}

export function officialModule<T>(path: string): T {
  return require(`@alicloud/credentials/dist/src/${path}.js`) as T;
}

/** Sends what a provider requests to the cloud. */
export function through(cloud: Pick<Cloud, "fetch">, provider: OfficialProvider): OfficialProvider {
  provider.doRequest = async (request) => {
    const headers = Object.entries(request.headers).filter(([, value]) => value !== undefined);
    const { method, bodyForm } = request;
    const reply = await cloud.fetch(request.toRequestURL(), {
      method,
      headers: Object.fromEntries(headers) as Record<string, string>,
      ...(bodyForm && { body: new URLSearchParams(bodyForm).toString() }),
    });
    return {
      statusCode: reply.status,
      headers: Object.fromEntries(reply.headers),
      body: Buffer.from(await reply.arrayBuffer()),
    };
  };
  return provider;
}

export interface Bench {
  readonly cloud: Cloud;
  readonly host: Host;
  /** Moves the cloud's time, which is alicred's, and the machine's, which is the official SDK's. */
  advance(duration: string): Promise<void>;
}

/** A simulated cloud; from here to the end of the test the machine's date is the cloud's. */
export function bench(options: TestHostOptions = {}): Bench {
  const cloud = simulateCloud();
  vi.useFakeTimers({ toFake: ["Date"], now: cloud.clock.now() });
  return {
    cloud,
    host: createTestHost({ clock: cloud.clock, fetch: (url, init) => cloud.fetch(url, init), ...options }),
    async advance(duration) {
      await cloud.advance(duration);
      vi.setSystemTime(cloud.clock.now());
    },
  };
}

export const ADMIN = "acs:ram::1000000000000001:role/admin";

/** The official RAM role provider on the key of alice. */
export function officialRole(
  cloud: Cloud,
  options: Readonly<Record<string, unknown>> = {},
): OfficialProvider {
  const { accessKeyId, accessKeySecret } = cloud.accessKey("alice");
  const key = official("static_ak", { AccessKeyId: accessKeyId, AccessKeySecret: accessKeySecret });
  return through(cloud, official("ram_role_arn", { CredentialsProvider: key, RoleArn: ADMIN, ...options }));
}

/** As many calls at once; what each gave or why it failed. */
export async function atOnce<T>(count: number, call: () => Promise<T>): Promise<readonly (T | Error)[]> {
  return Promise.all(Array.from({ length: count }, () => call().catch((error: Error) => error)));
}

export async function inSequence<T>(count: number, call: () => Promise<T>): Promise<readonly T[]> {
  const results: T[] = [];
  for (let index = 0; index < count; index++) results.push(await call());
  return results;
}

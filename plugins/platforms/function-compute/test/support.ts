import { createTestHost, type TestHost } from "@alicred/conformance";
import type { FunctionComputeContext } from "../src/mod.ts";

export interface Session {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken: string;
}

/** The session of an invocation, whose parts carry its number. */
export function session(number: number | string): Session {
  return {
    accessKeyId: `STS.invocation${number}`,
    accessKeySecret: `canary-secret-${number}`,
    securityToken: `canary-token-${number}`,
  };
}

/** The context of a handler. */
export function contextOf(number: number): FunctionComputeContext & { readonly requestId: string } {
  return { requestId: `r-${number}`, credentials: session(number) };
}

/** The headers of a custom runtime. */
export function headersOf({ accessKeyId, accessKeySecret, securityToken }: Session): Record<string, string> {
  return {
    "x-fc-request-id": "r-1",
    "x-fc-access-key-id": accessKeyId,
    "x-fc-access-key-secret": accessKeySecret,
    "x-fc-security-token": securityToken,
  };
}

/** The variables of an instance, with the session that it was started with. */
export const INSTANCE: Readonly<Record<string, string>> = {
  FC_INSTANCE_ID: "c-1",
  ALIBABA_CLOUD_ACCESS_KEY_ID: "STS.instance",
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: "canary-secret-instance",
  ALIBABA_CLOUD_SECURITY_TOKEN: "canary-token-instance",
};

export function instance(env: Readonly<Record<string, string>> = INSTANCE): TestHost {
  return createTestHost({ env });
}

/** The error of a promise that rejects. */
export async function errorOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => new Error("it did not reject"),
    (thrown: unknown) => thrown,
  );
}

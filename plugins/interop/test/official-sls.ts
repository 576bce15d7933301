import { createRequire } from "node:module";
import type { SigningKey } from "@alicred/sts";

/** A request as the official client reads it. */
export interface OfficialSlsRequest {
  readonly method: string;
  readonly pathname: string;
  readonly project: string | undefined;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
}

interface Gateway {
  modifyConfiguration(context: object, attributes: object): Promise<void>;
  modifyRequest(context: object, attributes: object): Promise<void>;
}

const require = createRequire(import.meta.url);
const { default: Client } = require("@alicloud/gateway-sls") as { default: new () => Gateway };
const gateway = new Client();

/** The headers that the official client of Log Service sends. */
export async function officialSlsHeaders(
  key: SigningKey,
  { project, ...request }: OfficialSlsRequest,
  endpoint: string,
): Promise<Readonly<Record<string, string>>> {
  const context = {
    request: {
      ...request,
      query: { ...request.query },
      headers: { ...request.headers },
      action: "Any",
      reqBodyType: "binary",
      signatureVersion: "v4",
      hostMap: project === undefined ? undefined : { project },
      credential: { getCredential: async () => key },
      userAgent: "official",
    },
    configuration: { endpoint },
  };
  await gateway.modifyConfiguration(context, {});
  await gateway.modifyRequest(context, {});
  return context.request.headers;
}

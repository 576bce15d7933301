import { principalArn } from "../../cloud/ram/principal.ts";
import { type Caller, checkTimestamp, demand } from "../../cloud/rpc/authenticate.ts";
import type { OpenApiContext } from "./action.ts";
import { OpenApiError } from "./errors.ts";

const BEARER = "BEARERTOKEN";

/** Whether a request brings a bearer token instead of a signature. */
export function isBearer({ request, exchange }: Pick<OpenApiContext, "request" | "exchange">): boolean {
  const { headers } = exchange.received;
  return request.params.get("SignatureType") === BEARER || headers.get("x-acs-signature-type") === BEARER;
}

/** The owner of the bearer token. @throws `OpenApiError` when time, nonce or token do not hold. */
export function authenticateBearer(context: OpenApiContext): Caller {
  const { world, exchange, request, nonces } = context;
  const token = exchange.received.headers.get("x-acs-bearer-token") ?? request.params.get("BearerToken");
  exchange.report({ credentialKind: "token" });
  checkTimestamp(context);
  const nonce = demand(request, "SignatureNonce", request.nonce);
  const use = nonces.refuseUsed(exchange, "bearer", nonce);
  if (!token) throw new OpenApiError({ row: "Missing{0}", subject: "BearerToken" });
  const held = world.description.openapi?.bearerTokens?.find((one) => one.token === token);
  if (held === undefined) throw new OpenApiError({ row: "InvalidBearerTokenException" });
  if (held.expiration !== undefined && Date.parse(held.expiration) <= exchange.now())
    throw new OpenApiError({ row: "InvalidBearerTokenException:expired" });
  const principal = world.directory.principals().find((one) => {
    return one.type === "RAMUser" ? one.userName === held.user : one.accountId === held.user;
  });
  if (principal === undefined)
    throw new OpenApiError({
      row: "InvalidBearerTokenException",
      reason: `the world has no user ${held.user}, to whom the token belongs`,
    });
  nonces.remember(use, exchange.now());
  exchange.report({ identity: principalArn(principal) });
  return { principal, sessionPolicy: undefined };
}

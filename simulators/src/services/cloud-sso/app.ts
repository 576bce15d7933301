import type { Context, Hono } from "hono";
import { refusalName } from "../../cloud/errors.ts";
import { hostName, type ReceivedRequest } from "../../cloud/request.ts";
import type { ServiceEnv, ServiceTraits } from "../../cloud/service.ts";
import type { World } from "../../cloud/world/world.ts";
import { createCloudCredential, listAccessConfigurations, listAccounts } from "./assignments.ts";
import { errorReply, type SsoContext, successReply } from "./context.ts";
import { createAccessToken, startDeviceAuthorization } from "./device-flow.ts";
import { decideOnDevicePage, showDevicePage } from "./device-page.ts";
import { createSsoDirectory } from "./directory.ts";
import { SSO_ERRORS, SsoError } from "./errors.ts";
import { CLOUD_SSO_HOSTS, signInUrl } from "./hosts.ts";
import { createSsoLogins, type SsoLogins } from "./logins.ts";
import type { CloudSsoWorld } from "./world.ts";

const OPERATIONS: Readonly<Record<string, string>> = {
  "POST /device-authorization": "StartDeviceAuthorization",
  "POST /token": "CreateAccessToken",
  "GET /access-assignments/accounts": "ListAccounts",
  "GET /access-assignments/access-configurations": "ListAccessConfigurations",
  "POST /cloud-credentials": "CreateCloudCredential",
  "GET /device/code": "ShowDevicePage",
  "POST /device/code": "DecideOnDevice",
};

/** Clients are configured with this one too. */
const OTHER_SIGN_IN_PATH = "/device/login";

/** The sign-in portal of a CloudSSO directory. */
export function createCloudSso(world: World<CloudSsoWorld>): ServiceTraits {
  const directory = createSsoDirectory(world.description);
  const logins = world.use(createSsoLogins);
  function contextOf(c: Context<ServiceEnv>): SsoContext {
    const exchange = c.env.exchange;
    const { secure, host, path } = exchange.received;
    const mount = path.slice(0, path.length - c.req.path.length);
    return { world, directory, logins, exchange, baseUrl: `${secure ? "https" : "http"}://${host}${mount}` };
  }

  function answer(
    act: (context: SsoContext) => Record<string, unknown>,
  ): (c: Context<ServiceEnv>) => Response {
    return (c) => {
      const context = contextOf(c);
      try {
        return successReply(context.exchange, act(context));
      } catch (error) {
        if (!(error instanceof SsoError)) throw error;
        return errorReply(world, context.exchange, error);
      }
    };
  }

  const address = signInUrl(world.description);

  function addRoutes(app: Hono<ServiceEnv>): void {
    app.use(async (c, next) => {
      const { exchange } = c.env;
      const { host, secure } = exchange.received;
      if (!secure && isSecureHost(hostName(host), address))
        exchange.breakConnection("the sign-in portal is reached by https: alone");
      await next();
    });
    app.post("/device-authorization", answer(startDeviceAuthorization));
    app.post("/token", answer(createAccessToken));
    app.get("/access-assignments/accounts", answer(listAccounts));
    app.get("/access-assignments/access-configurations", answer(listAccessConfigurations));
    app.post("/cloud-credentials", answer(createCloudCredential));
    app.get("/device/code", (c) => showDevicePage(contextOf(c)));
    app.post("/device/code", (c) => decideOnDevicePage(contextOf(c)));
    for (const path of new Set([address.pathname, OTHER_SIGN_IN_PATH])) {
      app.get(path, (c) => {
        const { exchange, baseUrl } = contextOf(c);
        exchange.report({ decision: "allowed" });
        return c.redirect(`${baseUrl}/device/code`);
      });
    }
  }

  return {
    addRoutes,
    identify: (received, path) => ({
      operation: OPERATIONS[`${received.method} ${path}`],
      clientKey: clientOf(logins, received),
    }),
    refuse: (exchange, refusal) =>
      errorReply(world, exchange, new SsoError(refusalName("CloudSSO", SSO_ERRORS, refusal))),
  };
}

/** Whether a host, without a port, is one of a portal that has no plain HTTP. */
function isSecureHost(name: string, { protocol, hostname }: URL): boolean {
  return CLOUD_SSO_HOSTS.includes(name) || (protocol === "https:" && name === hostname);
}

function clientOf(logins: SsoLogins, { headers, body }: ReceivedRequest): string | undefined {
  if (headers.bearer !== undefined) return logins.token(headers.bearer)?.clientId;
  return /"ClientId"\s*:\s*"([\w.-]+)"/.exec(new TextDecoder().decode(body))?.[1];
}

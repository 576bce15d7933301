/**
 * The control API of a simulated cloud, and its dashboard: a page for people to do the same.
 *
 * @example
 * ```ts
 * import { simulateCloud } from "@alicred/simulators";
 * import { createControl } from "@alicred/simulators/control";
 * import { serve } from "@alicred/simulators/serve";
 *
 * const token = crypto.randomUUID();
 * const control = createControl(simulateCloud(), { token });
 * const { url } = await serve(control.cloud, { control });
 * console.log(`${url}/_alicred/#token=${token}`); // the dashboard
 * ```
 *
 * @module
 */
import { Hono } from "hono";
import { bearerAuth } from "hono/bearer-auth";
import { HTTPException } from "hono/http-exception";
import type { CloudBase } from "../../cloud/cloud.ts";
import type { Cloud } from "../../simulate-cloud.ts";
import { type ControlContext, refuse } from "./context.ts";
import { renderDashboard } from "./dashboard/page.ts";
import { openApi } from "./openapi.ts";
import { controlRoutes } from "./routes.ts";
import { refuseUnasked } from "./unasked.ts";

export type { ClockReport } from "./clock.ts";
export type { CredentialsReport } from "./credentials.ts";
export type { FaultReport } from "./faults.ts";
export type { JournalPage } from "./journal.ts";

/** Options of {@link createControl}. */
export interface ControlOptions {
  /** The token that callers must send, as `Authorization: Bearer …`. At least 16 of the characters `A-Z a-z 0-9 . _ ~ + / -`. */
  readonly token: string;
  /** Certificate of the authority that clients are to trust, PEM: `GET /_alicred/ca.pem` gives it out, without a token. */
  readonly certificate?: string | undefined;
}

/** An API by which programs and people turn a cloud's clock, break things and look on. */
export interface Control<C extends CloudBase = Cloud> {
  /** Answers requests below `/_alicred/` at local hosts. */
  fetch(request: Request): Promise<Response>;
  /** The cloud as it is now; `PUT /_alicred/world` puts another in its place. */
  cloud(): C;
}

/** @throws `TypeError` for a token that is too short or has other characters. */
export function createControl<C extends CloudBase>(
  cloud: C,
  { token, certificate }: ControlOptions,
): Control<C> {
  if (!/^[\w.~+/-]{16,}$/.test(token))
    throw new TypeError("the token must be at least 16 letters, digits or any of . _ ~ + / -");
  let current = cloud;
  let advancing = new AbortController();
  const context: ControlContext = {
    cloud: () => current,
    rebuild(changes) {
      current = current.rebuild(changes);
    },
    advancing: () => advancing.signal,
    stopAdvancing() {
      advancing.abort();
      advancing = new AbortController();
    },
  };

  const app = new Hono({ strict: false }).basePath("/_alicred");
  app.use(async (c, next) => {
    const host = c.req.header("host") ?? new URL(c.req.url).host;
    // A page of another site that had its name pointed here would still send that name.
    if (!current.isLocalHost(host)) return refuse(c, 421, "misdirected_request", "not a local host");
    await next();
    c.res.headers.set("cache-control", "no-store");
    c.res.headers.set("x-content-type-options", "nosniff");
    return undefined;
  });
  app.get("/", () => renderDashboard());
  app.get("/openapi.json", (c) => c.json(openApi()));
  app.get("/health", (c) => c.json({ status: "ok" }));
  app.get("/ca.pem", (c) =>
    certificate === undefined
      ? refuse(c, 404, "not_found", "this cloud is served without certificates")
      : c.body(certificate, 200, { "content-type": "application/x-pem-file" }),
  );
  app.use(bearerAuth({ token }));
  app.use(refuseUnasked);
  app.route("/", controlRoutes(context));
  app.notFound((c) => refuse(c, 404, "not_found", `nothing at ${c.req.method} ${c.req.path}`));
  app.onError((error, c) => {
    if (!(error instanceof HTTPException)) throw error;
    if (error.status === 401)
      return refuse(c, 401, "unauthorized", "send the token that was printed at the start", {
        "www-authenticate": "Bearer",
      });
    const code = CODES[error.status] ?? "invalid_request";
    return refuse(c, error.status, code, current.world.canaries.redact(error.message));
  });
  return { fetch: async (request) => app.fetch(request), cloud: () => current };
}

/** The error of a status, where it is not that the request is invalid. */
const CODES: Readonly<Record<number, string>> = { 404: "not_found", 409: "refuted", 413: "too_large" };

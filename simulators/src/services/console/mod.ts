/**
 * Sign-in to the console with the session of a role, simulated.
 *
 * @example
 * ```ts
 * import { simulateCloud } from "@alicred/simulators";
 * import { consoleApp } from "@alicred/simulators/console";
 *
 * const app = consoleApp(simulateCloud());
 * const reply = await app.request("http://anywhere.example/federation?Action=Login");
 * ```
 *
 * @module
 */

import type { Hono } from "hono";
import type { CloudBase } from "../../cloud/cloud.ts";
import { defineService, type ServiceDefinition } from "../../cloud/define-service.ts";
import { serviceApp } from "../../cloud/service-app.ts";
import { CONSOLE_OPERATIONS, createConsole, FEDERATION_PATH } from "./app.ts";
import { CONSOLE_ERRORS } from "./errors.ts";
import { CONSOLE_HOSTS } from "./request.ts";
import { type ConsoleSignIn, createConsoleSignIns } from "./sign-ins.ts";
import { type ConsoleWorld, consoleSchema } from "./world.ts";

export type { ConsoleSignIn } from "./sign-ins.ts";

/** Members that the console adds to a cloud. */
export interface ConsoleMembers {
  /** The console, as its operator sees it. */
  readonly console: {
    /** The people who are signed in now, oldest first. */
    signIns(): readonly ConsoleSignIn[];
  };
}

/** The federation endpoint of the console, at both sites. */
export const consoleSignIn: ServiceDefinition<ConsoleWorld, ConsoleMembers> = defineService({
  name: "console",
  hosts: [],
  sharedHosts: CONSOLE_HOSTS,
  paths: [FEDERATION_PATH],
  operations: CONSOLE_OPERATIONS,
  errors: CONSOLE_ERRORS,
  worldSchema: { console: consoleSchema.optional() },
  defaultWorld: {},
  create: createConsole,
  control: (world) => ({
    console: {
      signIns: () => world.use(createConsoleSignIns).signedIn(world.clock.now() + world.serverClockOffsetMs),
    },
  }),
});

/**
 * The federation endpoint of a cloud's console.
 *
 * @param cloud - or a function that returns it, called for each request.
 * @returns an app that answers every request this way, whatever its host:
 * `app.route("/console", consoleApp(cloud))`.
 */
export function consoleApp(cloud: CloudBase | (() => CloudBase)): Hono {
  return serviceApp(cloud, "console");
}

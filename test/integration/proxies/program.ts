// Run by each runtime: `program.ts CONTROL`. Fetches CONTROL by the runtime's own fetch, then resolves the role of an ECS
// instance and a document of credentials through the runtime's host, and prints what came of it.
import process from "node:process";
import { refreshing } from "@alicred/core";
import { denoHost } from "@alicred/core/host/deno";
import { nodeHost } from "@alicred/core/host/node";
import { credentialsUri } from "@alicred/credentials-uri";
import { ecsRamRole } from "@alicred/ecs-ram-role";

const [control = ""] = process.argv.slice(2);
const host = "Deno" in globalThis ? denoHost() : nodeHost();
await fetch(control).catch(() => undefined);
const sources = [ecsRamRole(), credentialsUri()];
const credentials = await Promise.all(sources.map((source) => refreshing(source, { host }).get()));
console.log(JSON.stringify(credentials.map(({ provenance }) => provenance)));
process.exit();

// Serves the default world with some faults: serve-program.ts [https|proxy]. Says in lines of JSON where, when a request
// hangs, and, when its input ends, what it saw.
import process from "node:process";
import { simulateCloud } from "../../src/mod.ts";
import { createCertificateAuthority, serve } from "../../src/reach/serve/node.ts";

const cloud = simulateCloud();
cloud.faults.add({ kind: "connection-reset", operation: "AssumeRoleWithSAML" });
cloud.faults.add({ kind: "truncated-body", service: "credentials-uri" });
const hang = cloud.faults.add({ kind: "hang", service: "ecs-metadata" });
const [, , mode] = process.argv;
const authority = mode === undefined ? undefined : await createCertificateAuthority();
const served = await serve(cloud, mode === "https" ? { authority } : { proxyAuthority: authority });
const { url } = served;
say({ url, alice: cloud.accessKey("alice"), certificate: authority?.certificate });
const watch = setInterval(() => {
  if (hang.hits() === 0) return;
  clearInterval(watch);
  say("hanging");
}, 5);
process.stdin.resume().on("end", async () => {
  await served.close();
  say(cloud.journal.entries().map(({ decision, status }) => [decision, status ?? null]));
  process.exit();
});

function say(what: unknown): void {
  console.log(JSON.stringify(what));
}

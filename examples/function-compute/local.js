// Stands in for Function Compute: invokes both functions, each with a session of the role, as the platform does.
import { once } from "node:events";
import { assumeRole } from "@alicred/assume-role";
import { refreshing } from "@alicred/core";
import { nodeHost } from "@alicred/core/host/node";
import { envCredentials } from "@alicred/env";

const roleArn = "acs:ram::1000000000000001:role/admin";
const role = refreshing(assumeRole({ from: envCredentials(), roleArn }), { host: nodeHost() });
const { accessKeyId, accessKeySecret, securityToken } = await role.get();

// An instance has these; the key of the environment is that of a session.
process.env.FC_INSTANCE_ID = "local";
delete process.env.ALIBABA_CLOUD_ACCESS_KEY_ID;
delete process.env.ALIBABA_CLOUD_ACCESS_KEY_SECRET;

const { handler } = await import("./handler.js");
const credentials = { accessKeyId, accessKeySecret, securityToken };
console.log(`handler: ${await handler("hello", { requestId: "1", credentials })}`);

process.env.FC_CUSTOM_LISTEN_PORT = "0";
const { server } = await import("./server.js");
await once(server, "listening");
const headers = {
  "x-fc-request-id": "2",
  "x-fc-access-key-id": accessKeyId,
  "x-fc-access-key-secret": accessKeySecret,
  "x-fc-security-token": securityToken,
};
const reply = await fetch(`http://127.0.0.1:${server.address().port}/`, {
  method: "POST",
  headers,
  body: "hello",
});
console.log(`custom runtime: ${await reply.text()}`);
server.close();

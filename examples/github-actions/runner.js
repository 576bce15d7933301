// Stands in for GitHub's runner: offers the endpoint for tokens, and runs the last step of the workflow.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";

const endpoint = createServer(async (request, response) => {
  const isAllowed = request.headers.authorization === "Bearer of-the-job";
  const value = (await readFile("token", "utf8")).trim();
  response.writeHead(isAllowed ? 200 : 401).end(JSON.stringify(isAllowed ? { value } : {}));
}).listen(0, "127.0.0.1");
await once(endpoint, "listening");

const job = spawn("node", ["deploy.js"], {
  stdio: "inherit",
  env: {
    ...process.env,
    ACTIONS_ID_TOKEN_REQUEST_URL: `http://127.0.0.1:${endpoint.address().port}/token?api-version=2.0`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: "of-the-job",
    ALIBABA_CLOUD_ROLE_ARN: "acs:ram::1000000000000001:role/deploy",
    ALIBABA_CLOUD_OIDC_PROVIDER_ARN: "acs:ram::1000000000000001:oidc-provider/deploy",
    ALIBABA_CLOUD_STS_ENDPOINT: "http://127.0.0.1:4400",
    OSS_ENDPOINT: "http://127.0.0.1:4400",
    OSS_BUCKET: "site",
  },
});
[process.exitCode] = await once(job, "exit");
endpoint.close();

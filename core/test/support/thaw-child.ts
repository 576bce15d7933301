// A serverless function: one line of standard input is one invocation, answered by one line. The address of the upstream
// is its argument.
import { createInterface } from "node:readline";
import { nodeHost } from "../../src/host/node.ts";
import { type AlicredError, type CredentialSource, found, refreshing, sendRequest } from "../../src/mod.ts";

const [, , url = ""] = process.argv;
const source: CredentialSource = {
  name: "upstream",
  async resolve(context) {
    const limits = { attemptTimeoutMs: 2_000, timeoutMs: 3_000 };
    const { text } = await sendRequest(context, () => ({ method: "GET", url }), limits);
    const { accessKeyId, expiration } = JSON.parse(text) as { accessKeyId: string; expiration: number };
    return found({ accessKeyId, accessKeySecret: "s", securityToken: "t", expiration });
  },
};
const resolver = refreshing(source, {
  host: nodeHost(),
  refreshTimeoutMs: 4_000,
  // Each invocation that finds a snapshot starts a refresh behind it.
  windows: (lifetimeMs) => ({ advisoryMs: lifetimeMs * 2, mandatoryMs: 0 }),
});
for await (const _ of createInterface({ input: process.stdin })) {
  const answer = await resolver.get().then(
    ({ accessKeyId }) => accessKeyId,
    ({ code }: AlicredError) => code,
  );
  process.stdout.write(`${answer}\n`);
}

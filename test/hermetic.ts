// Runs before each test file: the tests see no credentials of the machine they run on, and no network but loopback.
import { tmpdir } from "node:os";
import { join } from "node:path";

for (const name of Object.keys(process.env)) {
  if (/^(ALIBABA_?CLOUD|ALICLOUD|ALIYUN)/i.test(name)) delete process.env[name];
}

const home = join(tmpdir(), "alicred-no-such-home");
process.env["HOME"] = home;
process.env["USERPROFILE"] = home;

const realFetch = globalThis.fetch;
globalThis.fetch = async (input, init) => {
  const { hostname } = new URL(input instanceof Request ? input.url : input);
  if (!["127.0.0.1", "localhost", "[::1]"].includes(hostname)) {
    throw new TypeError(`A test tried to reach ${hostname}; tests may talk to loopback only.`);
  }
  return realFetch(input, init);
};

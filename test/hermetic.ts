// Runs before each test file: the tests see no credentials of the machine they run on, and no network but loopback.
import { Socket, type SocketConnectOpts } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hostOfConnect } from "./host-of-connect.ts";
import { MACHINE_VARIABLES } from "./machine-variables.ts";

for (const name of Object.keys(process.env)) {
  if (MACHINE_VARIABLES.test(name)) delete process.env[name];
}

const home = join(tmpdir(), "alicred-no-such-home");
process.env["HOME"] = home;
process.env["USERPROFILE"] = home;

// Test files share a process, whose network is closed once.
const isClosed = Symbol.for("alicred.tests.loopback-only");
if (!Reflect.has(Socket.prototype, isClosed)) {
  const { connect } = Socket.prototype;
  // fetch, node:http and node:tls all come through here.
  Socket.prototype.connect = function (this: Socket, ...args: unknown[]): Socket {
    const host = hostOfConnect(args);
    if (["127.0.0.1", "::1", "localhost"].includes(host)) return Reflect.apply(connect, this, args);
    const error = new Error(`a test tried to reach ${host}: tests talk to loopback only`);
    // As a name that cannot be resolved, which every caller handles.
    const blocked: SocketConnectOpts = {
      host: "blocked.invalid",
      port: 1,
      lookup: (_host, _options, done) => done(error, ""),
    };
    return Reflect.apply(connect, this, [blocked]);
  };
  Reflect.set(Socket.prototype, isClosed, true);
}

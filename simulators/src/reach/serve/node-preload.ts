/**
 * The source of a module for `node --import`, from Node 20 on: it sends `fetch` and every request of `node:http` and
 * `node:https`, whatever agent it has, through the proxy that `HTTPS_PROXY` names. Most clients for Node obey no variable.
 * Hosts in `NO_PROXY` and this machine are reached as they are.
 */
export const nodePreload: string = `
import http from "node:http";
import https from "node:https";
import tls from "node:tls";

const proxy = new URL(process.env.HTTPS_PROXY || process.env.https_proxy || "");
const direct = (process.env.NO_PROXY || process.env.no_proxy || "").split(",").map((name) => name.trim());

function isDirect(host) {
  return /^(localhost|127\\..*|\\[?::1\\]?)$/.test(host) || direct.includes(host);
}

function openTunnel(host, port, done) {
  const request = http.request({
    host: proxy.hostname,
    port: proxy.port,
    method: "CONNECT",
    path: host + ":" + port,
    headers: { host: host + ":" + port },
    createConnection: plain,
  });
  request.once("error", done);
  request.once("connect", (reply, socket) => {
    if (reply.statusCode === 200) return done(null, socket);
    socket.destroy();
    done(new Error("the proxy of the simulated cloud: " + reply.statusMessage));
  });
  request.end();
}

const plain = http.Agent.prototype.createConnection;
const secure = https.Agent.prototype.createConnection;

http.Agent.prototype.createConnection = function (options, done) {
  if (options.socketPath || isDirect(options.host)) return plain.call(this, options, done);
  openTunnel(options.host, options.port, done);
};

https.Agent.prototype.createConnection = function (options, done) {
  if (options.socketPath || isDirect(options.host)) return secure.call(this, options, done);
  openTunnel(options.host, options.port, (error, socket) =>
    error ? done(error) : done(null, secure.call(this, { ...options, socket })),
  );
};

// The dispatcher of fetch is made at its first use; an address that cannot be parsed is one without a request.
await fetch("data:,").catch(() => {});
// Later releases of Node keep it under another name, and a wrapper under the old one, for libraries that know only that.
const [old, latest] = [1, 2].map((version) => Symbol.for("undici.globalDispatcher." + version));
const { constructor: Dispatcher } = globalThis[latest] ?? globalThis[old] ?? {};
if (Dispatcher) {
  const { constructor: Old } = globalThis[old] ?? {};
  const dispatcher = new Dispatcher({
    connect({ hostname, port, protocol, servername }, done) {
      const isSecure = protocol === "https:";
      const at = port || (isSecure ? 443 : 80);
      const finish = (socket) => {
        if (!isSecure) return done(null, socket);
        const wrapped = tls.connect({ socket, servername: servername || hostname, ALPNProtocols: ["http/1.1"] });
        wrapped.once("error", done).once("secureConnect", () => done(null, wrapped.off("error", done)));
      };
      if (!isDirect(hostname)) return openTunnel(hostname, at, (error, socket) => (error ? done(error) : finish(socket)));
      const options = { host: hostname.replace(/^\\[|\\]$/g, ""), port: at };
      const socket = plain.call(http.globalAgent, options);
      socket.once("error", done).once("connect", () => finish(socket.off("error", done)));
    },
  });
  if (globalThis[latest]) globalThis[latest] = dispatcher;
  if (Old) globalThis[old] = Old === Dispatcher ? dispatcher : new Old(dispatcher);
}
`;

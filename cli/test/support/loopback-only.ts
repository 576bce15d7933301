// Loaded into a program under test: a connection to any other machine fails, and is told on standard error.
import { Socket } from "node:net";
import { hostOfConnect } from "../../../test/host-of-connect.ts";

const { connect } = Socket.prototype;

Socket.prototype.connect = function (this: Socket, ...args: unknown[]): Socket {
  const host = hostOfConnect(args);
  if (host === "127.0.0.1") return Reflect.apply(connect, this, args);
  process.stderr.write(`tried to reach ${host}\n`);
  throw new Error(`tried to reach ${host}`);
};

// Google's client of a machine's service account, led to the upstream as its metadata server.
import { Compute } from "google-auth-library";
import type { Contender } from "../harness/peer.ts";

export const google: Contender = {
  name: "google-auth-library",
  kind: "peer",
  transport: "HTTP",
  package: "google-auth-library",
  windowMs: 300_000,
  idOf: (value) => String(Reflect.get(Object(value), "token")),
  create({ url }) {
    process.env["GCE_METADATA_HOST"] = new URL(url).host;
    const client = new Compute();
    return { get: () => client.getAccessToken() };
  },
};

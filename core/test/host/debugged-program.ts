// A program as users write it, for the tests of ALICRED_DEBUG.
import { denoHost } from "../../src/host/deno.ts";
import { nodeHost } from "../../src/host/node.ts";
import { Credentials, found, refreshing } from "../../src/mod.ts";

const credentials = new Credentials({
  accessKeyId: "LTAI5tExample",
  accessKeySecret: "canary-secret-4711",
});
const host = "Deno" in globalThis ? denoHost() : nodeHost();
const resolver = refreshing({ name: "fixed", resolve: async () => found(credentials) }, { host });
console.log((await resolver.get()).accessKeyId);
resolver.close();

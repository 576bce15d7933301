import { ConfigurationError } from "@alicred/core";
import type { Platform } from "../platform.ts";

/** A program that is its own issuer, for platforms that have none, such as Cloudflare Workers. */
export const selfIssued: Platform = {
  name: "self-issued",
  takes: ["issuer"],
  carriers: () => ["argument issuer"],
  hint: "Pass an issuer, made by createIssuer.",
  isDetectable: false,
  locate({ host, serverClock }, { issuer }) {
    if (issuer === undefined) {
      const message =
        "platform self-issued: argument issuer is missing. Make one: createIssuer of @alicred/platform-oidc/issuer.";
      throw new ConfigurationError("INCOMPLETE_CONFIGURATION", message);
    }
    const token = (): Promise<string> => issuer.token({ nowMs: serverClock.now(), random: host.random });
    return { value: token, from: "argument issuer" };
  },
};

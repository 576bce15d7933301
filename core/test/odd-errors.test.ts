import { describe, expect, it } from "vitest";
import { type CredentialSource, chain, found, RefusedError, refreshing } from "../src/mod.ts";
import { fakeSource, throws } from "./support/fake-source.ts";
import { rejection } from "./support/outcome.ts";
import { testHost } from "./support/test-host.ts";

describe("an error that a source throws", () => {
  it("passes even if it is frozen, and then names no source", async () => {
    const error = Object.freeze(new RefusedError("VAULT_SEALED", "No."));
    const source = chain([fakeSource(throws(error), "vault")]);
    expect(await rejection(refreshing(source, { host: testHost() }).get())).toMatchObject({
      code: "VAULT_SEALED",
      message: "No.",
    });
    expect(await refreshing(source, { host: testHost() }).explain()).toMatchObject({
      error: { code: "VAULT_SEALED" },
    });
  });

  it("may throw itself when it is read, and the next refresh succeeds", async () => {
    const host = testHost();
    const evil: Error = new Error("no");
    for (const name of ["name", "code", "message"])
      Object.defineProperty(evil, name, {
        get() {
          throw evil;
        },
      });
    let isEvil = true;
    const source: CredentialSource = {
      name: "vault",
      async resolve() {
        if (isEvil) throw evil;
        return found({ accessKeyId: "LTAIvault", accessKeySecret: "secret" });
      },
    };
    const resolver = refreshing(source, { host });
    expect(await rejection(resolver.get())).toMatchObject({ code: "SOURCE_THREW", source: "vault" });
    isEvil = false;
    await host.clock.advance(5_000);
    expect((await resolver.get()).accessKeyId).toBe("LTAIvault");
  });
});

import { expect, it } from "vitest";
import { ConfigurationError, type CredentialSource, found, refreshing } from "../../src/mod.ts";
import { generation } from "../support/fake-source.ts";
import { HOUR_MS, rejection, SECOND_MS, watch } from "../support/outcome.ts";
import { testHost } from "../support/test-host.ts";

it.each([false, true])(
  "a call that fails by its own input leaves later ones together, request-scoped: %s",
  async (requestScoped) => {
    const host = testHost({ requestScoped });
    let exchanges = 0;
    const source: CredentialSource = {
      name: "platform",
      async resolve(context) {
        const message = "no token in this request";
        if (context.input === null) throw new ConfigurationError("INCOMPLETE_CONFIGURATION", message);
        exchanges += 1;
        await context.host.clock.sleep(100, context.signal);
        context.concerns("every-call");
        return found({ ...generation(1), expiration: host.clock.now() + HOUR_MS });
      },
    };
    const resolver = refreshing(source, { host });
    expect((await rejection(resolver.get({ input: null }))).code).toBe("INCOMPLETE_CONFIGURATION");
    const calls = Array.from({ length: 10 }, (_each, index) => watch(resolver.get({ input: index })));
    await host.clock.advance(SECOND_MS);
    for (const { value } of calls) expect(value?.accessKeyId).toBe(generation(1).accessKeyId);
    expect(exchanges).toBe(1);
    resolver.close();
  },
);

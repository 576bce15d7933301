import { AlicredError, createContext, type Resolver, refreshing } from "@alicred/core";
import type { Cloud } from "@alicred/simulators";
import { getCallerIdentity } from "@alicred/sts";
import type { RuntimeTest } from "../case.ts";
import { type Prepared, type Situation, type Trouble, troubleCodes } from "./mode.ts";

type Check = (t: RuntimeTest, prepared: Prepared) => Promise<void>;

/** Checks for each situation. */
export const situations: Readonly<Record<Situation, Check>> = {
  async success(t, prepared) {
    await checkOwner(t, prepared, resolverOf(prepared), prepared.owner);
  },

  async refresh(t, prepared) {
    const { cloud, replace } = prepared;
    const resolver = resolverOf(prepared);
    const first = await resolver.get();
    const calls = prepared.calls();
    if (first.expiresAtMs === undefined) {
      const owner = replace?.() ?? prepared.owner;
      resolver.invalidate(first);
      await checkOwner(t, prepared, resolver, owner);
      return;
    }
    await cloud.advance(first.expiresAtMs - cloud.clock.now() - 30_000);
    const second = await resolver.get();
    t.ok(second.accessKeyId !== first.accessKeyId, "another key before the first one expires");
    t.ok(prepared.calls() > calls, "the upstream was asked again");
    await checkOwner(t, prepared, resolver, prepared.owner);
  },

  async "upstream down"(t, prepared) {
    const { cloud } = prepared;
    if (prepared.codes?.down === "none") {
      prepared.inject("down");
      t.ok((await resolverOf(prepared).get()).accessKeyId, "credentials without any network");
      return;
    }
    const resolver = resolverOf(prepared);
    let restore = prepared.inject("down");
    t.ok((await fails(t, prepared, resolver, "down")).retryable, "the error may pass by itself");
    restore();
    await cloud.advance("61s");
    const first = await resolver.get();
    restore = prepared.inject("down");
    await cloud.advance((first.expiresAtMs ?? 0) - cloud.clock.now() - 90_000);
    t.equal((await resolver.get()).accessKeyId, first.accessKeyId, "served while valid");
    await cloud.advance("2m");
    await fails(t, prepared, resolver, "down");
    restore();
    await cloud.advance("61s");
    t.ok((await resolver.get()).accessKeyId !== first.accessKeyId, "another key when it is up again");
  },

  async "permanent refusal"(t, prepared) {
    const resolver = resolverOf(prepared);
    prepared.inject("refused");
    t.ok(!(await fails(t, prepared, resolver, "refused")).retryable, "the error will not pass by itself");
    const calls = prepared.calls();
    await fails(t, prepared, resolver, "refused");
    t.equal(prepared.calls(), calls, "the second caller is told without another call: calls");
  },

  async "malformed reply"(t, prepared) {
    prepared.inject("malformed");
    await fails(t, prepared, resolverOf(prepared), "malformed");
  },

  async "expired reply"(t, prepared) {
    prepared.inject("expired");
    const resolver = resolverOf(prepared);
    await fails(t, prepared, resolver, "expired");
    t.equal(resolver.peek(), undefined, "what is cached");
  },

  async abort(t, prepared) {
    const { cloud } = prepared;
    const resolver = resolverOf(prepared);
    const controller = new AbortController();
    if (prepared.codes?.hang === "none") {
      controller.abort(new Error("left"));
      const reason = await resolver.get({ signal: controller.signal }).catch((thrown: unknown) => thrown);
      t.equal((reason as Error).message, "left", "why the one who left before got nothing");
      return;
    }
    prepared.inject("hang");
    const leaving = resolver.get({ signal: controller.signal }).catch((reason: unknown) => reason);
    const staying = resolver.get().catch((reason: unknown) => reason);
    await cloud.advance(100);
    controller.abort(new Error("left"));
    t.equal(((await leaving) as Error).message, "left", "why the one who left got nothing");
    resolver.close();
    // Where requests own their promises, the refresh ends by its own time limit.
    await cloud.advance("25s");
    t.equal(((await staying) as AlicredError).code, "RESOLVER_CLOSED", "why the one who stayed got nothing");
    t.equal(cloud.clock.pendingTimers(), 0, "timers left behind");
  },
};

function resolverOf({ host, source }: Prepared): Resolver {
  return refreshing(source, { host });
}

/** A failing `get`, through all its retries; the error has the code that it should and shows no secret. */
async function fails(
  t: RuntimeTest,
  { cloud, codes }: Prepared,
  resolver: Resolver,
  trouble: Trouble,
): Promise<AlicredError> {
  const code = codes?.[trouble] ?? troubleCodes[trouble];
  const error = await whileTimePasses(cloud, t.rejects(resolver.get(), code));
  cloud.expectNoSecrets(error, error.stack);
  if (error instanceof AlicredError) return error;
  throw error;
}

/**
 * Lets virtual time pass until a promise settles, in small steps, and the runtime finish between them what it has under
 * way: in some the bodies of replies are read by the event loop, which no virtual clock can wait for.
 */
async function whileTimePasses<T>(cloud: Cloud, promise: Promise<T>): Promise<T> {
  let isSettled = false;
  const settle = (): void => {
    isSettled = true;
  };
  void promise.then(settle, settle);
  for (let step = 0; !isSettled && step < 100; step++) {
    for (let turn = 0; !isSettled && turn < 10; turn++)
      await new Promise((resolve) => setTimeout(resolve, 0));
    if (!isSettled) await cloud.advance(400);
  }
  return promise;
}

/** Whether STS takes the credentials, and for whose. */
async function checkOwner(
  t: RuntimeTest,
  { host }: Prepared,
  resolver: Resolver,
  owner: string,
): Promise<void> {
  const context = createContext({ host, signal: new AbortController().signal });
  const { arn } = await getCallerIdentity(context, await resolver.get());
  t.ok(arn.endsWith(owner), `the owner is ${arn}, and should end with ${owner}`);
}

import type { ContextInit, Credentials } from "@alicred/core";
import {
  type ContractCases,
  type ContractCheck,
  expect,
  inTime,
  isKebabCase,
  resolve,
  soon,
} from "./checking.ts";
import { globalNames, globalsUsedBy } from "./globals.ts";
import { hangingHost } from "./hostile.ts";
import { observedHost } from "./observe.ts";
import { type Resolution, resolveOnce } from "./resolve-once.ts";

/** The checks of a source for which everything is configured, and whose upstream works. */
export function checksOfComplete(cases: ContractCases): readonly ContractCheck[] {
  const { complete, expected = {}, harmless } = cases;
  const before = globalNames();
  return [
    {
      name: "answers credentials when everything is configured, and says what supplied them",
      run: async () => {
        const { answer, trace } = await resolve(complete(), cases);
        expect(answer.outcome === "credentials", `answered ${answer.outcome}`);
        expect(
          trace.supplied.length + trace.children.length > 0,
          "the trace does not say what supplied the parts",
        );
        const { credentials } = answer as { credentials: Credentials };
        for (const [part, value] of Object.entries(expected))
          expect(Reflect.get(credentials, part) === value, `${part} is not the one that was expected`);
      },
    },
    {
      name: "has a kebab-case name",
      run: async () => {
        expect(isKebabCase(complete().source.name), "its name is not kebab-case: `vault`, `my-vault`");
      },
    },
    {
      name: "acquires again each time it is asked",
      run: async () => {
        const { source, host } = complete();
        const [observed, uses] = observedHost(host);
        // The resolver already has the latest, so a session kept in a file is not an answer either.
        let held: Credentials | undefined;
        const askFor = async (input?: unknown): Promise<void> => {
          const { answer } = await resolveOnce(source, observed, undefined, { held, input });
          if (answer.outcome === "credentials") held = answer.credentials;
        };
        await askFor();
        const first = { ...uses };
        await askFor();
        // A source that was given its credentials looks nowhere.
        expect(
          first.total === 0 || uses.total > first.total,
          "the source looked nowhere the second time; caching is the kernel's",
        );
        expect(
          first.requests === 0 || uses.requests > first.requests,
          "the source sent no request the second time; caching is the kernel's",
        );
        for (const input of [{ request: 1 }, { request: 2 }]) {
          const { requests } = uses;
          await askFor(input);
          expect(
            first.requests === 0 || uses.requests > requests,
            "the source sent no request for a call with another input: its answer may be somebody else's",
          );
        }
      },
    },
    {
      name: "ends with the signal's reason when it aborts",
      run: async () => {
        const { source, host } = complete();
        const reason = new Error("the caller gave up");
        const outcome = await resolveOnce(source, host, AbortSignal.abort(reason)).catch(
          (thrown: unknown) => thrown,
        );
        const { answer } = outcome as Partial<Resolution>;
        // A source that need not wait may still answer.
        expect(
          outcome === reason || answer?.outcome === "credentials",
          "the abort came out as something else",
        );
      },
    },
    {
      name: "ends when the signal aborts while its upstream hangs",
      run: async () => {
        const { source, host } = complete();
        const [observed, uses] = observedHost(hangingHost(host));
        const controller = new AbortController();
        const reason = new Error("the caller gave up");
        const ending = resolveOnce(source, observed, controller.signal).catch((thrown: unknown) => thrown);
        for (let turn = 0; turn < 50 && uses.requests === 0; turn++) await soon();
        if (uses.requests === 0) return;
        controller.abort(reason);
        const outcome = await inTime(ending);
        expect(outcome === reason, "the source ignores its signal: pass it to whatever it waits for");
      },
    },
    {
      name: "follows no redirect",
      run: async () => {
        const { source, host } = complete();
        const [observed, uses] = observedHost(host);
        await resolveOnce(source, observed);
        expect(!uses.isFollowing, "the source follows redirects, with its secrets: use sendRequest");
      },
    },
    {
      name: "sends no secret in an address",
      run: async () => {
        const { source, host } = complete();
        const [observed, uses] = observedHost(host);
        await resolveOnce(source, observed);
        const addresses = uses.addresses.flatMap((url) => [url, decodeURIComponent(url)]).join("\n");
        const isShown = cases.secrets.some((secret) => addresses.includes(secret));
        expect(!isShown, "a planted secret shows in the address of a request, which logs and proxies keep");
      },
    },
    {
      name: "hands out no key again that a service rejected",
      run: async () => {
        const { source, host } = complete();
        const ask = async (init: Partial<ContextInit> = {}): Promise<Credentials | undefined> => {
          const { answer } = await resolveOnce(source, host, undefined, init);
          return answer.outcome === "credentials" ? answer.credentials : undefined;
        };
        const [first, second] = [await ask(), await ask()];
        // A service that has one key only, or a fake one that always gives the same, has no other.
        if (second === undefined || isSameKey(first, second)) return;
        const third = await ask({ held: second, rejected: second });
        expect(
          !isSameKey(third, second),
          "the source answers with the key that a service rejected: look at context.rejected before renewing",
        );
      },
    },
    {
      name: "closes without a failure after its signal has aborted",
      run: async () => {
        const { source, host } = complete();
        const controller = new AbortController();
        await resolveOnce(source, host, controller.signal);
        controller.abort(new Error("the resolver was closed"));
        const closing = Promise.resolve().then(() => source.close?.());
        const failure = await inTime(
          closing.then(
            () => undefined,
            (thrown: unknown) => thrown ?? "nothing",
          ),
        );
        expect(
          failure === undefined,
          `close fails with ${failure}: it needs a context of its own, createContext({ host, signal })`,
        );
      },
    },
    {
      name: "uses its host, not the runtime's globals",
      run: async () => {
        const { source, host } = complete();
        const used = await globalsUsedBy(host, before, (guarded) => resolveOnce(source, guarded));
        expect(used.length === 0, `the source uses ${used.join(", ")}: the host has what it needs`);
      },
    },
    {
      name: "says in a dry run what it would answer",
      run: async () => {
        const ask = async (explaining: boolean): Promise<string | undefined> => {
          const { source, host } = complete();
          const { answer } = await resolveOnce(source, host, undefined, { explaining });
          return answer.outcome === "credentials" ? answer.credentials.accessKeyId : answer.outcome;
        };
        const [real, again, dry] = [await ask(false), await ask(false), await ask(true)];
        expect(
          dry !== "not-configured" && dry !== "failed",
          `a dry run is ${dry}, where credentials would be the answer`,
        );
        // One that issues a key or a session each time has another each time.
        const isOther = real === again && dry !== real && dry !== "would-answer";
        expect(!isOther, "a dry run answers with another key");
      },
    },
    {
      name: "changes nothing for a dry run",
      run: async () => {
        const { source, host } = complete();
        const [observed, { changes }] = observedHost(host, harmless);
        const keys = new Set<string>();
        for (let run = 0; run < 2; run++) {
          const { answer } = await resolveOnce(source, observed, undefined, { explaining: true });
          if (answer.outcome === "credentials") keys.add(answer.credentials.accessKeyId);
        }
        expect(changes.length === 0, `a dry run changes something: ${changes.join(", ")}`);
        const isIssuing = keys.size > 1 && [...keys].every((id) => !/^(STS|TMP)/.test(id));
        expect(!isIssuing, "a dry run makes a key each time: answer wouldAnswer() when context.explaining");
      },
    },
  ];
}

function isSameKey(one: Credentials | undefined, other: Credentials): boolean {
  return one?.accessKeyId === other.accessKeyId && one.accessKeySecret === other.accessKeySecret;
}

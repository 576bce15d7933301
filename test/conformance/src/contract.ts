import type { Answer, ContextInit, CredentialSource, Credentials, Host, NotConfigured } from "@alicred/core";
import { AlicredError } from "@alicred/core";
import { type Hostility, hangingHost, hostileHost, hostilities } from "./hostile.ts";
import { eventText, globalNames, globalsUsedBy, observedHost } from "./observe.ts";
import { textsOf } from "./refusal.ts";
import { type Resolution, resolveOnce } from "./resolve-once.ts";

/** One situation that a source must handle. Each call makes a new source and a new host. */
export interface ContractCase {
  readonly source: CredentialSource;
  readonly host: Host;
}

/** The situations of the contract; leave out one that the source cannot be in. */
export interface ContractCases {
  /** Nothing is configured. */
  readonly unset?: (() => ContractCase) | undefined;
  /** Half of what is needed is configured. */
  readonly partial?: (() => ContractCase) | undefined;
  /** Everything is configured. */
  readonly complete: () => ContractCase;
  /** Secrets planted in the situations above: none may show outside the credentials. */
  readonly secrets: readonly string[];
  /** Parts that the credentials of `complete` must have. Default: any. */
  readonly expected?:
    | Partial<Pick<Credentials, "accessKeyId" | "accessKeySecret" | "securityToken">>
    | undefined;
  /**
   * Requests that only begin a session, although their method changes things, as `METHOD URL`: those for the token of ECS
   * metadata, for instance. Default: none.
   */
  readonly harmless?: RegExp | undefined;
  /** Checks that do not apply to this source, by their names, each with the reason. */
  readonly except?: Readonly<Record<string, string>> | undefined;
}

/** One check of the contract: rejects with an `Error` that says what is broken. */
export interface ContractCheck {
  readonly name: string;
  readonly run: () => Promise<void>;
}

/** How long a source may take to end after an abort, or to answer a test, in milliseconds. */
const PATIENCE_MS = 2_000;

/**
 * The contract of every source, as checks for any test runner:
 * `for (const { name, run } of sourceContract(cases)) test(name, run)`.
 *
 * @throws {Error} when `except` names a check that does not exist.
 */
export function sourceContract(cases: ContractCases): readonly ContractCheck[] {
  const { unset, partial, except = {} } = cases;
  const checks = [
    ...checksOfComplete(cases),
    ...hostilities.map((hostility) => hostileCheck(cases, hostility)),
    ...(unset ? [unsetCheck(unset, cases)] : []),
    ...(partial ? [partialCheck(partial, cases)] : []),
  ];
  const unknown = Object.keys(except).filter((name) => !checks.some((check) => check.name === name));
  if (unknown.length > 0) throw new Error(`no check is named ${unknown.join(", ")}`);
  return checks.filter(({ name }) => !(name in except));
}

function checksOfComplete(cases: ContractCases): readonly ContractCheck[] {
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

/** Each hostility at the first request of a source, and at its last. */
function hostileCheck(cases: ContractCases, hostility: Hostility): ContractCheck {
  return {
    name: `fails without a secret when its upstream ${hostility.what}`,
    run: async () => {
      const { source, host } = cases.complete();
      const [counting, uses] = observedHost(host);
      await resolveOnce(source, counting);
      for (const from of new Set([1, uses.requests])) {
        if (uses.requests === 0) return;
        const made = cases.complete();
        const bad = hostileHost(made.host, hostility, from, cases.secrets);
        // As on a retry, each request is sent once, so that no pause is waited for.
        const { answer } = await inTime(resolve({ ...made, host: bad }, cases, { isRetry: true }));
        expect(answer.outcome !== "credentials", "it answered with credentials anyway");
        if (answer.outcome !== "failed") continue;
        const { error } = answer;
        expect(error.code !== "SOURCE_THREW", `the source threw no AlicredError: ${error.message}`);
        const complaint = hostility.complaint?.(error);
        expect(complaint === undefined, String(complaint));
      }
    },
  };
}

function unsetCheck(unset: () => ContractCase, cases: ContractCases): ContractCheck {
  return {
    name: "answers not configured when nothing is, and says what it looked for",
    run: async () => {
      const { answer } = await resolve(unset(), cases);
      expect(answer.outcome === "not-configured", `answered ${answer.outcome}`);
      const { lookedFor = [] } = answer as Partial<NotConfigured>;
      expect(
        lookedFor.length > 0 && lookedFor.every((what) => what.trim() !== ""),
        "the answer does not say what the source looked for",
      );
    },
  };
}

function partialCheck(partial: () => ContractCase, cases: ContractCases): ContractCheck {
  return {
    name: "fails when half of it is configured, with what is missing",
    run: async () => {
      const { answer } = await resolve(partial(), cases);
      expect(answer.outcome === "failed", `answered ${answer.outcome}`);
      expect(
        answer.outcome === "failed" && answer.error.code !== "SOURCE_THREW",
        "the source threw no AlicredError, so that its message is withheld",
      );
    },
  };
}

/** Asks once, and looks for the planted secrets in everything but the credentials. */
async function resolve(
  { source, host }: ContractCase,
  { secrets }: ContractCases,
  init: Partial<ContextInit> = {},
): Promise<Resolution> {
  const events = eventText();
  const resolution = await resolveOnce(source, host, undefined, { ...init, onEvent: events.onEvent });
  const shown = JSON.stringify([resolution, errorText(resolution.answer)]);
  for (const secret of secrets) {
    expect(!shown.includes(secret), "a planted secret shows in the answer, error or trace");
    expect(!events.text().includes(secret), "a planted secret shows in an event");
  }
  return resolution;
}

function errorText(answer: Answer): unknown {
  if (answer.outcome !== "failed") return undefined;
  const { error } = answer;
  expect(error instanceof AlicredError, "the error is not an AlicredError");
  return textsOf(error);
}

export function isKebabCase(name: string): boolean {
  return /^[a-z][a-z\d]*(-[a-z\d]+)*$/.test(name);
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    const message = `the source did not answer within ${PATIENCE_MS} ms`;
    timer = setTimeout(() => reject(new Error(message)), PATIENCE_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function soon(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

export function expect(condition: boolean, complaint: string): void {
  if (!condition) throw new Error(complaint);
}

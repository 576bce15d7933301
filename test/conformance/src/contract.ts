import type { Failed, NotConfigured } from "@alicred/core";
import {
  type ContractCase,
  type ContractCases,
  type ContractCheck,
  expect,
  inTime,
  resolve,
} from "./checking.ts";
import { checksOfComplete } from "./complete-checks.ts";
import { type Hostility, hostileHost, hostilities, MOST_MORE_REQUESTS } from "./hostile.ts";
import { observedHost } from "./observe.ts";
import { resolveOnce } from "./resolve-once.ts";

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
        const [bad, sent] = observedHost(hostileHost(made.host, hostility, from, cases.secrets));
        // As on a retry, each request is sent once, so that no pause is waited for.
        const { answer } = await inTime(resolve({ ...made, host: bad }, cases, { isRetry: true }));
        expect(answer.outcome !== "credentials", "it answered with credentials anyway");
        const more = sent.requests - from;
        expect(
          more <= MOST_MORE_REQUESTS,
          `it sent ${more} more requests after that: leave retries to sendRequest and the kernel`,
        );
        expect(
          answer.outcome === "failed",
          `it answered ${answer.outcome}, so that a chain continues to another identity`,
        );
        const { error } = answer as Failed;
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
      await expectSameInDryRun(unset, cases, answer.outcome);
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
      await expectSameInDryRun(partial, cases, answer.outcome);
    },
  };
}

async function expectSameInDryRun(
  make: () => ContractCase,
  cases: ContractCases,
  outcome: string,
): Promise<void> {
  const dry = await resolve(make(), cases, { explaining: true });
  expect(
    dry.answer.outcome === outcome,
    `a dry run answers ${dry.answer.outcome}: return wouldAnswer() once everything is known to be configured`,
  );
}

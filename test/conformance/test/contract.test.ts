import {
  ConfigurationError,
  type CredentialSource,
  failed,
  found,
  type Host,
  notConfigured,
  type ResolveContext,
} from "@alicred/core";
import { expect, test } from "vitest";
import { type ContractCheck, createTestHost, sourceContract } from "../src/mod.ts";

const KEY = { accessKeyId: "LTAItest", accessKeySecret: "canary-secret" };

/** A source of the environment as it should be. */
async function wellBehaved({ host, supplied }: ResolveContext): ReturnType<CredentialSource["resolve"]> {
  const [id, secret] = [host.env?.("ID"), host.env?.("SECRET")];
  if (!id && !secret) return notConfigured("environment variable ID");
  if (!id || !secret)
    throw new ConfigurationError(
      "INCOMPLETE_CONFIGURATION",
      "environment variable SECRET is missing. Set it.",
    );
  supplied("accessKeyId", "environment variable ID");
  return found({ accessKeyId: id, accessKeySecret: secret });
}

/** The complaints of the kit, check by check. */
async function complaints(resolve: CredentialSource["resolve"]): Promise<Readonly<Record<string, string>>> {
  const at = (env: Readonly<Record<string, string>>) => () => ({
    source: { name: "subject", resolve },
    host: createTestHost({ env }),
  });
  const checks = sourceContract({
    unset: at({}),
    partial: at({ ID: KEY.accessKeyId }),
    complete: at({ ID: KEY.accessKeyId, SECRET: KEY.accessKeySecret }),
    secrets: [KEY.accessKeySecret],
  });
  return complaintsOf(checks);
}

async function complaintsOf(checks: readonly ContractCheck[]): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {};
  for (const { name, run } of checks) await run().catch((error: Error) => (found[name] = error.message));
  return found;
}

test("a source that keeps the contract passes every check", async () => {
  expect(await complaints(wellBehaved)).toEqual({});
});

test.each<{ what: string; resolve: CredentialSource["resolve"]; check: string; complaint: string }>([
  {
    what: "keeps its answer",
    resolve: kept(wellBehaved),
    check: "acquires again each time it is asked",
    complaint: "looked nowhere the second time",
  },
  {
    what: "does not say what it looked for",
    resolve: async (context) =>
      context.host.env?.("ID") ? wellBehaved(context) : { outcome: "not-configured", lookedFor: [] },
    check: "answers not configured when nothing is, and says what it looked for",
    complaint: "does not say what the source looked for",
  },
  {
    what: "throws anything",
    resolve: async (context) => {
      if (context.host.env?.("ID") && !context.host.env("SECRET")) throw new Error("boom");
      return wellBehaved(context);
    },
    check: "fails when half of it is configured, with what is missing",
    complaint: "threw no AlicredError",
  },
  {
    what: "takes what is half configured for nothing",
    resolve: async (context) =>
      context.host.env?.("SECRET") ? wellBehaved(context) : notConfigured("environment variable SECRET"),
    check: "fails when half of it is configured, with what is missing",
    complaint: "answered not-configured",
  },
  {
    what: "names nothing that supplied the parts",
    resolve: async (context) => wellBehaved({ ...context, supplied: () => undefined }),
    check: "answers credentials when everything is configured, and says what supplied them",
    complaint: "does not say what supplied",
  },
  {
    what: "shows a secret in its error",
    resolve: async (context) => {
      const answer = await wellBehaved(context);
      if (answer.outcome !== "credentials") return answer;
      return failed(new ConfigurationError("INVALID_OPTION", `the secret ${KEY.accessKeySecret} is bad`));
    },
    check: "answers credentials when everything is configured, and says what supplied them",
    complaint: "a planted secret shows",
  },
])("a source that $what is found out", async ({ resolve, check, complaint }) => {
  expect((await complaints(resolve))[check]).toContain(complaint);
});

/** Answers each host once, and then the same forever. */
function kept(resolve: CredentialSource["resolve"]): CredentialSource["resolve"] {
  const answers = new WeakMap<Host, ReturnType<CredentialSource["resolve"]>>();
  return (context) => {
    const answer = answers.get(context.host) ?? resolve(context);
    answers.set(context.host, answer);
    return answer;
  };
}

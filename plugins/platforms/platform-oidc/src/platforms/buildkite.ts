import { readVariable } from "@alicred/plugin-kit";
import { runForToken } from "../fetch-token.ts";
import { AUDIENCE, type Platform } from "../platform.ts";

const VARIABLE = "BUILDKITE_OIDC_TOKEN";
// With it the agent's command asks for the token.
const KEY_VARIABLE = "BUILDKITE_AGENT_ACCESS_TOKEN";

/**
 * Buildkite: the agent's command prints a token of any audience, whose life is 5 minutes; a hook may have put one into a
 * variable.
 *
 * @see https://buildkite.com/docs/agent/v3/cli-oidc
 */
export const buildkite: Platform = {
  name: "buildkite",
  takes: ["variable", "audience"],
  carriers: ({ variable = VARIABLE }) => [
    `environment variable ${variable}`,
    `environment variable ${KEY_VARIABLE}`,
  ],
  hint: "Run inside a job, or set the variable by a hook: buildkite-agent oidc request-token.",
  isDetectable: true,
  locate(context, { variable = VARIABLE, audience = AUDIENCE }) {
    const setting = readVariable(context.host, [variable]);
    if (setting || !readVariable(context.host, [KEY_VARIABLE])) return setting;
    const what = "the command buildkite-agent oidc request-token";
    const argv = ["buildkite-agent", "oidc", "request-token", "--audience", audience] as const;
    return { value: () => runForToken(context, argv, what), from: what };
  },
};
